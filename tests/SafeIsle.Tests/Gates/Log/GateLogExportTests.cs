using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;
using static SafeIsle.Tests.Gates.Log.LogCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>The log leaves the product like every list, and sooner with a second person: it tells where people went.</summary>
public sealed class GateLogExportTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Export = Desk + "/exports/new?list=gate-log";

    [Fact]
    public async Task Who_may_take_it_out()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Export)).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "doctor", "town", "admin" })
        {
            using var other = await app.AsAsync(name);
            (await other.OpenAsync(Export)).ShouldBe(HttpStatusCode.Forbidden, name);
        }

        using var director = await app.AsAsync("director");
        await director.OpenAsync(Export + "&day=2020-01-01");
        director.Text.ShouldContain("没有符合条件的记录");
    }

    [Fact]
    public async Task A_reason_for_the_first_and_a_second_person_above_fifty()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周一"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, "导出门");
        var day = app.Clock.Today().AddDays(-2);
        // One pass, however often it was shown, is one person.
        await app.AddAsync([.. Enumerable.Range(0, 60).Select(i => Scan(gate, At(day, "08:00").AddMinutes(i), pass, "1号楼2单元101室"))]);
        await director.OpenAsync($"{Desk}/gates/log?day={day:yyyy-MM-dd}&q=101");
        await director.OpenAsync(director.Page.QuerySelectorAll("a").Single(a => a.TextContent.Contains("导出表格", StringComparison.Ordinal)).GetAttribute("href")!);
        director.Text.ShouldContain("里面有住户的进出情况，请写明用途。");
        (await director.SubmitAsync("/exports", ("reason", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写用途");
        (await director.SubmitAsync("/exports", ("reason", "核对一户的投诉"))).ShouldBe(HttpStatusCode.OK);
        var book = await FetchAsync(director);
        var text = string.Join('\n', book.Sheets[0].Rows.Select(r => string.Join('|', r.Cells.Select(c => c.Text))));
        text.ShouldContain("高主任导出 · 用途：核对一户的投诉");
        text.ShouldContain("时间|门岗|方向|房屋|证编号|怎么认的|门岗做的|按规则|体温|备注|设备|收到时间");
        book.Sheets[0].Rows.Count.ShouldBe(62);
        text.ShouldContain("导出门|出|1号楼2单元101室|**** " + PassNumber.Text(pass.Number)[^4..]);
        text.ShouldNotContain(PassNumber.Text(pass.Number));
        text.ShouldNotContain("周一");

        // Whoever had no pass is a person each.
        await app.AddAsync([.. Enumerable.Range(0, 50).Select(i => Scan(gate, At(day, "12:00").AddMinutes(i)))]);
        await director.OpenAsync($"{Export}&day={day:yyyy-MM-dd}");
        director.Text.ShouldContain("连同这次的 51 人一起算。共 52 人");
        director.Text.ShouldContain("另一位同事或管理员同意");
        await director.SubmitAsync("/exports", ("reason", "给流调组核对当天进出"));
        director.Text.ShouldContain("等第二人同意");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(Desk + "/exports");
        await deputy.SubmitAsync("/approve");
        await director.OpenAsync(Desk + "/exports");
        (await FetchAsync(director)).Sheets[0].Rows.Count.ShouldBe(112);
    }

    [Fact]
    public async Task A_list_in_pieces_is_the_same_list()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "分次门");
        var day = app.Clock.Today().AddDays(-9);
        // Of what another test took out nothing counts any more.
        app.Clock.Advance(ExportRules.CountedFor);
        await app.AddAsync([.. Enumerable.Range(0, 60).Select(i => Scan(gate, At(day, i < 30 ? "08:00" : "12:00").AddMinutes(i)))]);
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Export}&day={day:yyyy-MM-dd}&gate={gate}&since=08:00&till=10:00");
        deputy.Text.ShouldNotContain("另一位同事");
        await deputy.SubmitAsync("/exports", ("reason", "核对上午的进出"));
        deputy.Text.ShouldContain("文件已备好");
        await deputy.OpenAsync($"{Export}&day={day:yyyy-MM-dd}&gate={gate}&since=12:00&till=14:00");
        deputy.Text.ShouldContain("24 小时内已经导出过 30 人，连同这次的 30 人一起算。");
        deputy.Text.ShouldContain("另一位同事或管理员同意");
        await deputy.SubmitAsync("/exports", ("reason", "核对下午的进出"));
        deputy.Text.ShouldContain("等第二人同意");
    }

    [Fact]
    public async Task Pieces_of_a_list_asked_for_at_once_are_the_same_list()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "同时导出门");
        var day = app.Clock.Today().AddDays(-12);
        await app.AddAsync([.. Enumerable.Range(0, 60).Select(i => Scan(gate, At(day, i < 30 ? "08:00" : "12:00").AddMinutes(i)))]);
        // Of earlier lists nothing counts any more.
        app.Clock.Advance(ExportRules.CountedFor);
        var before = app.Clock.Now();
        using var one = await app.AsAsync("deputy");
        using var two = await app.AsAsync("deputy");
        await one.OpenAsync($"{Export}&day={day:yyyy-MM-dd}&gate={gate}&since=08:00&till=10:00");
        await two.OpenAsync($"{Export}&day={day:yyyy-MM-dd}&gate={gate}&since=12:00&till=14:00");
        await Task.WhenAll(one.SubmitAsync("/exports", ("reason", "核对上午的进出")), two.SubmitAsync("/exports", ("reason", "核对下午的进出")));
        (await app.InDbAsync(db => db.ExportRequests.Where(e => e.At >= before).CountAsync(e => e.State == ExportState.Approved))).ShouldBe(1);
    }

    [Fact]
    public void Limits_of_whereabouts_are_the_narrowest()
    {
        var limit = ExportRules.Of([SafeIsle.Platform.Access.Role.Committee]).ForWhereabouts;
        ExportRules.Need(limit, 50).ShouldBe(ExportNeed.Nothing);
        ExportRules.Need(limit, 51).ShouldBe(ExportNeed.SecondPerson);
        ExportRules.Need(limit, 5_001).ShouldBe(ExportNeed.Refused);
    }

    private static async Task<SheetFile> FetchAsync(Browser browser)
    {
        var link = browser.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).First(h => h.EndsWith("/file", StringComparison.Ordinal));
        using var answer = await browser.FetchAsync(link);
        return SheetFile.Read(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value;
    }
}
