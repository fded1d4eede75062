using System.Net;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Platform.Ui;

/// <summary>Without network the browser shows a page of ours, and keeps nothing else of the desk and the home.</summary>
public sealed class OfflineTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_page_and_its_worker_are_open_to_everybody_and_hold_nothing()
    {
        using var anyone = app.Anyone();
        (await anyone.OpenAsync("/offline")).ShouldBe(HttpStatusCode.OK);
        anyone.Text.ShouldContain("没有网络，这一页打不开");
        anyone.Text.ShouldContain("回我的待办");
        anyone.Page.QuerySelector("[data-text-size]").ShouldBeNull("it would have to ask the server");
        using var worker = await anyone.FetchAsync("/sw.js");
        worker.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        var script = await worker.Content.ReadAsStringAsync();
        Kept(script).ShouldBe(["/offline", "/css/phone.css", "/islands/offline.js", "/icon.svg"]);
        // Its own addresses answer as they stand there; one that led elsewhere would be kept as a redirect, which no browser shows.
        script.ShouldContain("redirect: 'error'");
    }

    [Theory]
    [InlineData("/desk/310107103017", "director")]
    [InlineData("/field/310107103017/todos", "director")]
    [InlineData("/home", null)]
    public async Task The_pages_of_the_desk_the_field_and_the_home_ask_for_it(string path, string? who)
    {
        using var browser = who is null ? app.Anyone() : await app.AsAsync(who);
        await browser.OpenAsync(path);
        browser.Page.QuerySelectorAll("script[src^='/islands/offline.js']").Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_worker_of_the_list_has_the_page_for_the_other_addresses_of_the_field()
    {
        using var anyone = app.Anyone();
        using var worker = await anyone.FetchAsync("/field/sw.js");
        Kept(await worker.Content.ReadAsStringAsync()).ShouldBe(["/field/todos", "/islands/todo-list.js", "/offline", "/css/phone.css", "/islands/offline.js", "/icon.svg"]);
    }

    private static IEnumerable<string> Kept(string script)
    {
        var list = script[(script.IndexOf("KEPT = [", StringComparison.Ordinal) + 8)..];
        return list[..list.IndexOf(']', StringComparison.Ordinal)].Split(',').Select(a => a.Trim('"').Split('?')[0]);
    }
}
