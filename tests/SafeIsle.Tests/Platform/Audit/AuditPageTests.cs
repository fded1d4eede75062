using System.Globalization;
using System.Net;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Platform.Audit;

public sealed class AuditPageTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Path = $"/desk/{Cast.Next}/audit";

    [Fact]
    public async Task Who_may_read_it()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Path)).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(Path)).ShouldBe(HttpStatusCode.Forbidden);
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync(Path)).ShouldBe(HttpStatusCode.OK);
        (await neighbour.OpenAsync("/admin/audit")).ShouldBe(HttpStatusCode.Forbidden);
        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync(Path)).ShouldBe(HttpStatusCode.OK);
        (await admin.OpenAsync("/admin/audit")).ShouldBe(HttpStatusCode.OK);
        admin.Text.ShouldContain("登录成功");
        (await admin.OpenAsync($"/admin/audit?place={Cast.Next}")).ShouldBe(HttpStatusCode.NotFound);
        (await admin.OpenAsync("/desk/310107103999/audit")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Newest_first_filtered_and_paged()
    {
        var before = app.Clock.GetUtcNow();
        for (var i = 1; i <= 60; i++)
        {
            await WriteAsync(i % 2 == 0 ? "甲" : "乙", i <= 55 ? "staff.grant" : "odd.thing", $"第{i}件");
        }

        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync(Path);
        var rows = Rows(neighbour);
        rows.Count.ShouldBe(50);
        rows[0].ShouldContain("第60件");
        rows[0].ShouldContain("odd.thing");
        rows[5].ShouldContain("改权限");
        await neighbour.OpenAsync(neighbour.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var older = Rows(neighbour);
        for (var i = 1; i <= 60; i++)
        {
            (i > 10 ? rows : older).Count(r => r.Contains($"第{i}件", StringComparison.Ordinal)).ShouldBe(1);
            (i > 10 ? older : rows).ShouldNotContain(r => r.Contains($"第{i}件", StringComparison.Ordinal));
        }

        await app.SealAsync();
        await neighbour.OpenAsync(Path);
        neighbour.Page.QuerySelectorAll("tbody td.num").ShouldAllBe(cell => int.Parse(cell.TextContent, CultureInfo.InvariantCulture) > 10);

        await neighbour.OpenAsync($"{Path}?who={Uri.EscapeDataString("甲")}&action=odd.thing");
        Rows(neighbour).Count.ShouldBe(3);
        neighbour.Page.QuerySelector("option[value='odd.thing'][selected]").ShouldNotBeNull();

        var today = DateOnly.FromDateTime(SafeIsle.Platform.Clock.Here(before));
        await neighbour.OpenAsync($"{Path}?from={today:yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}");
        Rows(neighbour).Count.ShouldBe(50);
        await neighbour.OpenAsync($"{Path}?to={today.AddDays(-1):yyyy-MM-dd}");
        Rows(neighbour).Count.ShouldBe(0);
        neighbour.Text.ShouldContain("没有符合的记录");
        (await neighbour.OpenAsync($"{Path}?from=nonsense&to=2026-99-99&who=&action=")).ShouldBe(HttpStatusCode.OK);
        (await neighbour.OpenAsync($"{Path}?before=abc")).ShouldBe(HttpStatusCode.BadRequest);
    }

    private static List<string> Rows(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent)];

    private Task<int> WriteAsync(string who, string action, string summary) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(new Actor(null, who), default);
        write.Record(Cast.Next, action, null, summary);
        await write.CommitAsync();
        return 0;
    });
}
