using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SafeIsle.Tests.Gates;

/// <summary>The guard's scanner as a browser without an account gets it: page, manifest, worker, and nothing about anybody.</summary>
public sealed partial class ScannerPageTests(TestApp app) : IClassFixture<TestApp>
{
    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_page_opens_to_anyone_and_says_what_to_do_without_scripts()
    {
        using var guard = app.Anyone();
        (await guard.OpenAsync("/gate")).ShouldBe(HttpStatusCode.OK);
        guard.Path.ShouldBe("/gate");
        guard.Page.QuerySelector("gate-scanner h1")!.TextContent.ShouldBe("门岗扫码");
        guard.Text.ShouldContain("扫不了码的时候");
        guard.Text.ShouldContain("纸上记的不进系统");
        guard.Text.ShouldNotContain("补录");
        guard.Page.QuerySelector("link[rel=manifest]")!.GetAttribute("href").ShouldBe("/gate/manifest.webmanifest");
    }

    [Fact]
    public async Task The_page_is_the_same_for_everybody_because_the_device_keeps_it()
    {
        using var guard = app.Anyone();
        using var director = await app.AsAsync("director");
        using var first = await guard.FetchAsync("/gate");
        using var second = await director.FetchAsync("/gate");
        var page = await TextAsync(first);
        page.ShouldBe(await TextAsync(second));
        page.ShouldNotContain("__RequestVerificationToken");
        first.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_manifest_makes_it_an_app_of_its_own()
    {
        using var guard = app.Anyone();
        using var answer = await guard.FetchAsync("/gate/manifest.webmanifest");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/manifest+json");
        using var manifest = JsonDocument.Parse(await TextAsync(answer));
        manifest.RootElement.GetProperty("start_url").GetString().ShouldBe("/gate");
        manifest.RootElement.GetProperty("scope").GetString().ShouldBe("/gate");
        manifest.RootElement.GetProperty("display").GetString().ShouldBe("standalone");
        manifest.RootElement.GetProperty("short_name").GetString().ShouldBe("门岗扫码");
        using var icon = await guard.FetchAsync(manifest.RootElement.GetProperty("icons")[0].GetProperty("src").GetString()!);
        icon.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task The_worker_may_serve_the_page_above_it_and_is_never_kept_itself()
    {
        using var guard = app.Anyone();
        using var answer = await guard.FetchAsync("/gate/sw.js");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Headers.GetValues("Service-Worker-Allowed").ShouldBe(["/gate"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_worker_keeps_all_that_the_page_loads_and_no_answer_with_data()
    {
        using var guard = app.Anyone();
        await guard.OpenAsync("/gate");
        using var answer = await guard.FetchAsync("/gate/sw.js");
        var kept = JsonSerializer.Deserialize<string[]>(Kept().Match(await TextAsync(answer)).Groups["list"].Value)!;
        var loaded = guard.Page.QuerySelectorAll("link[href], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!);
        kept.Order().ShouldBe(loaded.Append("/gate").Order());
        kept.ShouldAllBe(path => !path.StartsWith("/api/", StringComparison.Ordinal));
        foreach (var path in kept)
        {
            using var file = await guard.FetchAsync(path);
            file.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await TextAsync(file)).ShouldNotBeEmpty(path);
        }
    }

    [GeneratedRegex(@"const KEPT = (?<list>\[.*\]);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kept();
}
