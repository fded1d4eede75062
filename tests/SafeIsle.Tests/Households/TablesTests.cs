using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Sheets;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>The three-level tables: the same numbers on page, paper and sheet.</summary>
public sealed class TablesTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool settled;

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync();
        if (!settled)
        {
            settled = true;
            await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Person(new string('长', 50), phone: "14200060001", tags: CareTags.Alone), Person("欧阳𠮷", "配偶"));
            await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Tenant, Person("租户") with { Presence = Presence.Away, AwayWhere = "出差" });
            await app.SettleAsync(app.Cast.Building1, 1, "102", Tenure.Owner);
            for (var door = 0; door < 6; door++)
            {
                var at = door;
                await app.SettleAsync(
                    app.Cast.Building2, 1, $"{(door / 2) + 1}0{(door % 2) + 1}", Tenure.Owner,
                    [.. Enumerable.Range(0, at < 2 ? 34 : 33).Select(i => Person($"住户{at}-{i}", i == 0 ? "户主" : "其他", phone: $"1420007{at}{i:D3}"))]);
            }
        }

        Once.Release();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task The_roster_shows_every_door_masked_until_asked()
    {
        var path = $"{Desk}/buildings/{app.Cast.Building1}/roster";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await guard.FetchAsync(path + ".pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(path);
        director.Text.ShouldContain("24套房屋");
        director.Text.ShouldContain("2套有住户");
        director.Text.ShouldContain("3人");
        director.Text.ShouldContain("近 30 天核实 0 / 3 户（0%）；从未核实 3 户。");
        var rows = director.Page.QuerySelectorAll("tbody tr").Select(r => string.Join('|', r.Children.Take(2).Select(c => c.TextContent.Trim()))).ToList();
        rows[..6].ShouldBe([$"1-101|{new string('长', 50)}", "|欧阳𠮷", "|租户", "1-102|还没有成员", "1-201|空置", "1-202|空置"]);
        rows.Count.ShouldBe(26);
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("14200060001");
        await director.SubmitAsync(path);
        director.Text.ShouldContain("14200060001");
        (await app.AuditAsync("roster.look"))[0].ShouldBe("查看1号楼 楼组表，3 人的完整电话");
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync(path);
        doctor.Status.ShouldBe(HttpStatusCode.Forbidden);
        using var town = await app.AsAsync("town");
        await town.OpenAsync(path);
        town.Text.ShouldNotContain("14200060001");
        town.Text.ShouldContain("欧**");
        town.Text.ShouldNotContain("欧阳");
        town.Page.Forms.ShouldNotContain(f => f.GetAttribute("action") == path);
        town.Page.QuerySelector("a[href$='roster.pdf'], a[href*='list=roster']").ShouldBeNull();
    }

    [Fact]
    public async Task A_role_in_one_building_is_not_a_role_in_the_whole_town()
    {
        var id = app.Cast.Accounts["nobody"];
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new Grant { Id = Ids.New(), AccountId = id, Role = Role.Overseer, Place = Cast.Town });
            db.Add(new Grant { Id = Ids.New(), AccountId = id, Role = Role.Field, Place = Cast.Home, BuildingId = app.Cast.Building2 });
            write.Record(0, "test.grant", id, "测试");
            await write.CommitAsync();
        }

        using var both = await app.AsAsync("nobody");
        (await both.FetchAsync($"{Desk}/buildings/{app.Cast.Building1}/roster")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await both.FetchAsync($"{Desk}/buildings/{app.Cast.Building2}/roster.pdf")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await both.FetchAsync($"{Desk}/buildings/{app.Cast.Building1}/roster.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_below_a_list_are_lit_in_the_navigation_and_papers_open_in_the_browser()
    {
        using var director = await app.AsAsync("director");
        foreach (var (path, title) in new[]
        {
            ($"{Desk}/buildings/{app.Cast.Building1}/roster", "三级表"), ($"{Desk}/compounds/{app.Cast.Compound}/table", "三级表"), ($"{Desk}/search?q=501", "住户登记"),
            ($"{Desk}/tags", "住户登记"), ($"{Desk}/buildings/{app.Cast.Building1}/door-sheets", "门上告知单"), (Desk, "今天"), ($"{Desk}/people", "住户登记"),
        })
        {
            await director.OpenAsync(path);
            // In the list of a wide screen, in that of a phone, and beside the button that opens it.
            director.Page.QuerySelectorAll(".nav-item.active, .desk-menu b").Select(item => item.TextContent.Trim()).ShouldBe([title, title, title], path);
        }

        var paper = await director.FetchAsync($"{Desk}/buildings/{app.Cast.Building1}/roster.pdf");
        paper.Content.Headers.ContentDisposition?.DispositionType.ShouldNotBe("attachment");
    }

    [Fact]
    public async Task A_partner_gets_the_figures_and_no_link_that_would_be_refused()
    {
        using var doctor = await app.AsAsync("doctor");
        using var town = await app.AsAsync("town");
        foreach (var path in new[] { $"{Desk}/tables", $"{Desk}/compounds/{app.Cast.Compound}/table" })
        {
            await doctor.OpenAsync(path);
            doctor.Text.ShouldContain("2号楼");
            doctor.Page.QuerySelector("a[href$='/roster']").ShouldBeNull();
            await town.OpenAsync(path);
            town.Page.QuerySelectorAll("a[href$='/roster']").Length.ShouldBe(2);
        }
    }

    [Fact]
    public async Task The_PDF_is_a_recorded_look_for_those_who_call_and_for_nobody_else()
    {
        var path = $"{Desk}/buildings/{app.Cast.Building2}/roster.pdf";
        using var worker = await app.AsAsync("worker");
        var before = (await app.AuditAsync("roster.print")).Count;
        var file = await worker.FetchAsync(path);
        (await file.Content.ReadAsByteArrayAsync())[..5].ShouldBe("%PDF-"u8.ToArray());
        (await app.AuditAsync("roster.print"))[0].ShouldBe("打印2号楼 楼组表，200 人的完整电话");
        using var doctor = await app.AsAsync("doctor");
        (await doctor.FetchAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.AuditAsync("roster.print")).Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task The_sheet_holds_the_same_lines_with_masked_phones()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/buildings/{app.Cast.Building2}/roster");
        await director.OpenAsync(director.Page.QuerySelector("a[href*='list=roster']")!.GetAttribute("href")!);
        (await director.SubmitAsync("/exports")).ShouldBe(HttpStatusCode.UnprocessableEntity, "200 people need a reason");
        await director.SubmitAsync("/exports", ("reason", "楼组长上门核对"));
        var file = await director.FetchAsync(director.Page.QuerySelector("a[href$='/file']")!.GetAttribute("href")!);
        var book = SheetFile.Read(new MemoryStream(await file.Content.ReadAsByteArrayAsync()), new SheetLimits());
        var rows = book.Value.Sheets[0].Rows;
        book.Value.Sheets[1].Rows.ShouldContain(r => r.Cells[0].Text.Contains("房屋 6 套，有住户 6 套，6 户，200 人，在家 200 人，外出 0 人", StringComparison.Ordinal));
        rows.Count(r => r.Cells.Count > 7 && r.Cells[7].Text.StartsWith("142****", StringComparison.Ordinal)).ShouldBe(200);
        rows.ShouldNotContain(r => r.Cells.Any(c => c.Text.Contains("1420007", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_big_table_sums_what_the_rosters_show()
    {
        var path = $"{Desk}/compounds/{app.Cast.Compound}/table";
        using var director = await app.AsAsync("director");
        await director.OpenAsync(path);
        var rows = director.Page.QuerySelectorAll("table tr").Select(r => string.Join(' ', r.Children.Select(c => c.TextContent.Trim()))).ToList();
        rows.ShouldContain("楼栋 房屋 有住户 户 人 在家 外出 独居 已核实");
        rows.ShouldContain("1号楼 24 2 3 3 2 1 1 0%");
        rows.ShouldContain("2号楼 6 6 6 200 200 · · 0%");
        rows.ShouldContain("一期 合计 30 8 9 203 202 1 1 0%");
        rows.ShouldContain("樱花苑居委会 合计 30 8 9 203 202 1 1 0%");
        (await (await director.FetchAsync(path + ".pdf")).Content.ReadAsByteArrayAsync())[..5].ShouldBe("%PDF-"u8.ToArray());
        var sheet = SheetFile.Read(new MemoryStream(await (await director.FetchAsync(path + ".xlsx")).Content.ReadAsByteArrayAsync()), new SheetLimits());
        sheet.Value.Sheets[0].Rows.ShouldContain(r => string.Join(' ', r.Cells.Select(c => c.Text)) == "2号楼 6 6 6 200 200 0 0 0");
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/tables");
        guard.Text.ShouldContain("200 人");
        guard.Text.ShouldNotContain("1号楼");
        (await guard.OpenAsync($"/desk/{Cast.Far}/compounds/{app.Cast.Compound}/table")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task All_rosters_are_one_PDF_made_by_a_job()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/tables");
        (await worker.PostAsync($"{Desk}/tables/rosters")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/tables");
        await director.SubmitAsync("/tables/rosters");
        for (var tries = 0; tries < 100 && !director.Text.Contains("取文件", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await director.OpenAsync(director.Path);
        }

        director.Text.ShouldContain("2 栋，203 人。");
        var file = await director.FetchAsync(director.Path + "/file");
        (await file.Content.ReadAsByteArrayAsync())[..5].ShouldBe("%PDF-"u8.ToArray());
        (await app.AuditAsync("roster.print")).ShouldContain("打印 2 栋的楼组表，203 人的完整电话");
    }
}
