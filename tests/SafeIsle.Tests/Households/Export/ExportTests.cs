using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Tests.Households.Import;

namespace SafeIsle.Tests.Households.Export;

/// <summary>Lists leave the product: reason, second person, record, and the way back in.</summary>
public sealed class ExportTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Exports = "/desk/310107103017/exports";
    private const string Register = Exports + "/new?list=register";

    [Fact]
    public async Task Unknown_lists_others_communities_and_small_roles()
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Exports + "/new?list=none")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Exports + "/new?list=audit")).ShouldBe(HttpStatusCode.Forbidden);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync(Register)).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync("/desk/310107103017/people/export?tenure=Tenant");
        director.Path.ShouldBe(Register + "&tenure=Tenant");
        director.Text.ShouldContain("租户");
    }

    [Fact]
    public async Task The_administrator_takes_out_no_list_of_people()
    {
        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync(Register)).ShouldBe(HttpStatusCode.Forbidden);
        (await admin.OpenAsync("/desk/310107103017/people/export")).ShouldBe(HttpStatusCode.Forbidden);
        (await admin.OpenAsync(Exports + "/new?list=roster")).ShouldBe(HttpStatusCode.Forbidden);
        await admin.OpenAsync(Exports);
        admin.Text.ShouldNotContain("居民登记表");
        await admin.OpenAsync(Exports + "/new?list=audit");
        (await admin.PostAsync(Exports, ("list", "register"), ("reason", "备份整册登记"), ("full", "1"))).ShouldBe(HttpStatusCode.Forbidden);
        (await app.InDbAsync(db => db.ExportRequests.CountAsync(e => e.ByName == "管理员"))).ShouldBe(0);
    }

    [Fact]
    public async Task Fifty_go_at_once_masked_unless_asked_for_and_every_file_says_who_and_why()
    {
        await AddAsync(20, app.Cast.Building2);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Register}&building={app.Cast.Building2}");
        director.Text.ShouldContain("可以直接导出");
        await director.SubmitAsync("/exports", ("reason", "核对电话"));
        var masked = await FetchAsync(director);
        var text = Text(masked.Sheets[0]);
        text.ShouldContain("用途：核对电话");
        text.ShouldContain("高主任导出");
        text.ShouldContain("142****0000");
        text.ShouldNotContain("14230000000");
        text.ShouldNotContain("对海鲜过敏");
        Text(masked.Sheets[1]).ShouldContain("号码打码");
        masked.Sheets[1].Name.ShouldBe("说明");

        await director.OpenAsync($"{Register}&building={app.Cast.Building2}");
        await director.SubmitAsync("/exports", ("full", "1"));
        text = Text((await FetchAsync(director)).Sheets[0]);
        text.ShouldContain("14230000000");
        text.ShouldContain("对海鲜过敏");
        var recorded = await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "export.fetch").OrderBy(e => e.Id).Select(e => e.Summary).ToListAsync());
        recorded[^1].ShouldContain("20 人（完整号码）");

        // A worker gets the masked list of her building and nothing else, whatever she posts.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(Register);
        await guard.SubmitAsync("/exports", ("full", "1"));
        text = Text((await FetchAsync(guard)).Sheets[0]);
        text.ShouldNotContain("14230000000");
        text.ShouldNotContain("1号楼");

        // Whoever only watches takes out no names.
        using var town = await app.AsAsync("town");
        await town.OpenAsync($"{Register}&building={app.Cast.Building2}");
        await town.SubmitAsync("/exports");
        var watched = await FetchAsync(town);
        Text(watched.Sheets[0]).ShouldContain("|许*|");
        Text(watched.Sheets[0]).ShouldNotContain("许一");
        Text(watched.Sheets[1]).ShouldContain("姓名已打码");

        // Nobody fetches what another asked for.
        using var deputy = await app.AsAsync("deputy");
        var mine = await app.InDbAsync(db => db.ExportRequests.OrderByDescending(e => e.At).FirstAsync(e => e.ByName == "高主任"));
        (await deputy.OpenAsync($"{Exports}/{mine.Id}/file")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Above_fifty_a_reason_above_five_hundred_a_second_person()
    {
        await AddAsync(60, app.Cast.Building1);
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync($"{Register}&building={app.Cast.Building1}");
        (await director.SubmitAsync("/exports")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写用途");
        (await director.SubmitAsync("/exports", ("reason", "要用"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请把用途写清楚");
        await director.SubmitAsync("/exports", ("reason", "38号楼封控期间送药"));
        director.Text.ShouldContain("可以取");

        await AddAsync(450, app.Cast.Building1);
        await director.OpenAsync($"{Register}&building={app.Cast.Building1}");
        director.Text.ShouldContain("另一位同事或管理员同意");
        await director.SubmitAsync("/exports", ("reason", "封控期间按户送菜"), ("full", "1"));
        director.Text.ShouldContain("等第二人同意");

        // The list that was agreed to with 60 people has grown past it.
        var small = await app.InDbAsync(db => db.ExportRequests.SingleAsync(e => e.Reason == "38号楼封控期间送药"));
        await director.OpenAsync($"{Exports}/{small.Id}/file");
        director.Text.ShouldContain("申请时是 60 人，现在有 510 人");

        var waiting = await app.InDbAsync(db => db.ExportRequests.SingleAsync(e => e.State == ExportState.Waiting && e.Reason == "封控期间按户送菜"));
        (await director.OpenAsync($"{Exports}/{waiting.Id}/file")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(Exports);
        await director.PostAsync($"{Exports}/{waiting.Id}/approve");
        director.Text.ShouldContain("自己的申请不能自己同意");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Exports);
        (await worker.PostAsync($"{Exports}/{waiting.Id}/approve")).ShouldBe(HttpStatusCode.Forbidden);
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/exports");
        (await neighbour.PostAsync($"/desk/{Cast.Next}/exports/{waiting.Id}/approve")).ShouldBe(HttpStatusCode.NotFound);

        // Two browsers at once agree once.
        using var admin = await app.AsAsync("admin");
        await deputy.OpenAsync(Exports);
        await admin.OpenAsync(Exports);
        deputy.Text.ShouldContain("封控期间按户送菜");
        await Task.WhenAll(deputy.SubmitAsync($"/{waiting.Id}/approve"), admin.SubmitAsync($"/{waiting.Id}/approve"));
        (deputy.Text + admin.Text).ShouldContain("处理过了");
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Action == "export.approve"))).ShouldBe(1);
        await director.OpenAsync(Exports);
        var book = SheetFile.Read(await (await director.FetchAsync($"{Exports}/{waiting.Id}/file")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value;
        Text(book.Sheets[1]).ShouldContain("同意人：");
        book.Sheets[0].Rows.Count.ShouldBe(510 + 2);

        app.Clock.Advance(TimeSpan.FromHours(25));
        using var nextDay = await app.AsAsync("director");
        (await nextDay.OpenAsync($"{Exports}/{waiting.Id}/file")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_empty_list_of_people_says_so_and_is_not_taken_out()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Exports + "/new?list=care");
        director.Text.ShouldContain("现在没有封控的楼栋，清单是空的。");
        director.Page.Forms.SelectMany(f => f.QuerySelectorAll("button")).ShouldNotContain(b => b.TextContent.Contains("导出表格", StringComparison.Ordinal));
        await director.PostAsync(Exports, ("list", "care"));
        director.Text.ShouldContain("现在没有封控的楼栋，清单是空的。");
    }

    [Fact]
    public async Task A_list_without_people_goes_at_once()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Exports}/new?list=dwellings");
        director.Text.ShouldContain("没有人员信息");
        await director.SubmitAsync("/exports");
        var book = await FetchAsync(director);
        Text(book.Sheets[0]).ShouldContain("1号楼2单元602室");
        Text(book.Sheets[1]).ShouldContain("不含居民个人信息");
    }

    [Fact]
    public async Task The_log_names_people_so_a_reason_is_asked()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Exports}/new?list=audit");
        director.Text.ShouldContain("请写明用途");
        (await director.SubmitAsync("/exports")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/exports", ("reason", "街道检查操作记录"));
        var book = await FetchAsync(director);
        Text(book.Sheets[0]).ShouldContain("申请导出");
        Text(book.Sheets[1]).ShouldContain("内有个人信息");
    }

    [Fact]
    public async Task The_roster_of_a_large_building_needs_a_second_person_like_any_list()
    {
        var building = await Closures.Residents.AddBuildingAsync(app, "77号楼");
        await AddAsync(510, building);
        using var director = await app.AsAsync("director");
        (await director.FetchAsync($"/desk/{Cast.Home}/buildings/{building}/roster.xlsx")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync($"{Exports}/new?list=roster&building={building}");
        director.Text.ShouldContain("另一位同事或管理员同意");
        await director.SubmitAsync("/exports", ("reason", "楼组长上门核对"));
        director.Text.ShouldContain("等第二人同意");
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Exports}/new?list=roster&building={building}")).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<SheetFile> FetchAsync(Browser browser)
    {
        await browser.OpenAsync(Exports);
        var link = browser.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).First(h => h.EndsWith("/file", StringComparison.Ordinal));
        var response = await browser.FetchAsync(link);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return SheetFile.Read(await response.Content.ReadAsStreamAsync(), SheetLimits.Default).Value;
    }

    private static string Text(Sheet sheet) => string.Join('\n', sheet.Rows.Select(r => string.Join('|', r.Cells.Select(c => c.Text))));

    private async Task AddAsync(int count, Guid building)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var s = scope.ServiceProvider;
        var db = s.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var dwelling = await db.Set<Dwelling>().Where(d => d.BuildingId == building).OrderBy(d => d.SortKey).FirstAsync();
        var batch = new RegisterBatch(s.GetRequiredService<Sealer>(), s.GetRequiredService<KeyRing>(), app.Clock, Cast.Home, Actor.System, RegisterSource.Desk);
        var household = batch.AddHousehold(dwelling, Tenure.Owner);
        for (var i = 0; i < count; i++)
        {
            batch.AddPerson(household, new PersonFacts { Name = "许" + char.ConvertFromUtf32(0x4E00 + i), Phones = [$"142{30_000_000 + i}"], HealthNote = "对海鲜过敏" }, i);
        }

        await batch.SaveAsync(db, default);
        write.Record(Cast.Home, "test.people", null, "测试人员");
        await write.CommitAsync();
    }
}
