using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids.Todos;
using SafeIsle.HelpRequests;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Tips;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using SafeIsle.Tests.Screening;
using Microsoft.Extensions.DependencyInjection;

namespace SafeIsle.Tests.Today;

/// <summary>The first page says what waits for its reader, and nothing that she cannot open.</summary>
public sealed class TodayTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Desk = $"/desk/{Cast.Home}";

    [Fact]
    public async Task No_card_is_empty_and_my_tasks_stand_first()
    {
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Desk)).ShouldBe(HttpStatusCode.OK);
        worker.Page.QuerySelectorAll(".card").ShouldAllBe(card => card.TextContent.Trim().Length > 0);
        worker.Text.ShouldNotContain("我的任务");

        using var director = await app.AsAsync("director");
        var building = await Closures.Residents.AddBuildingAsync(app, "81号楼");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        var tasks = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.DueAt).ToListAsync());
        foreach (var task in new[] { tasks[^1], tasks[0] })
        {
            await director.OpenAsync($"{path}/tasks/{task.Id}/owner");
            await director.SubmitAsync("/owner", ("owner", app.Cast.Accounts["worker"].ToString()));
        }

        app.Clock.Advance(tasks[0].DueAt - app.Clock.Now() + TimeSpan.FromMinutes(1));
        using var later = await app.AsAsync("worker");
        await later.OpenAsync(Desk);
        var mine = later.Page.QuerySelectorAll(".list-group-item").Where(a => a.TextContent.Contains("81号楼", StringComparison.Ordinal)).ToList();
        mine.Count.ShouldBe(2);
        mine[0].TextContent.ShouldContain(tasks[0].Title);
        mine[0].TextContent.ShouldContain("超时");
        mine[0].GetAttribute("href").ShouldBe(path);
    }

    [Fact]
    public async Task Exports_that_wait_are_shown_to_the_second_person_only()
    {
        await AskAsync();
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(Desk);
        deputy.Text.ShouldContain("导出申请等您同意");
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync(Desk);
        admin.Text.ShouldContain("导出申请等您同意");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        director.Text.ShouldNotContain("导出申请等您同意");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk);
        worker.Text.ShouldNotContain("导出申请等您同意");
    }

    private async Task AskAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var now = app.Clock.Now();
        db.Add(new ExportRequest
        {
            CommunityId = Cast.Home, Id = Ids.New(), List = "register", Title = "居民登记表", Query = "", Filter = "全部在册人员", People = 600, Full = false,
            Reason = "核对全部登记", ById = app.Cast.Accounts["director"], ByName = "高主任", At = now, ExpiresAt = now.AddDays(300), State = ExportState.Waiting,
        });
        write.Record(Cast.Home, "test.export", null, "测试导出");
        await write.CommitAsync();
    }

    [Fact]
    public async Task What_residents_wait_for_is_there_for_whoever_can_open_it_the_most_urgent_first()
    {
        using var director = await app.AsAsync("director");
        var closed = await Tests.BuildingGroups.Closed.MakeAsync(app, director, "82号楼");
        var dwelling = await app.DwellingAsync(closed.Building, "101");
        using var phone = await app.PhoneAsync(dwelling);
        var home = phone.Path;
        var person = await app.InDbAsync(db => db.People.OrderBy(p => p.Position).FirstAsync(p => p.BuildingId == closed.Building && p.Name == "王一"));
        await phone.OpenAsync(home + "/report");
        await phone.SubmitAsync("/report", (SafeIsle.Health.ReportForm.Temperature(person.Id), "38.4"));
        await phone.OpenAsync(home + "/requests/new?kind=Medicine");
        await phone.SubmitAsync("/requests", ("text", "华法林"));
        await phone.OpenAsync(home + "/questions");
        await phone.SubmitAsync("/questions", ("text", "几点发菜？"), ("to", "all"));
        await phone.SubmitAsync("/questions", ("text", "药能不能单独送？"), ("to", "committee"));
        await app.InDbAsync(db => db.HelpRequests.Where(r => r.OrderId == closed.Order).ExecuteUpdateAsync(set => set.SetProperty(r => r.OwnerId, (Guid?)null)));

        await director.OpenAsync(Desk);
        var items = director.Page.QuerySelectorAll(".list-group-item").Select(a => a.TextContent).ToList();
        var fever = items.FindIndex(t => t.Contains("1 人 体温异常", StringComparison.Ordinal));
        var help = items.FindIndex(t => t.Contains("1 件 求助待办", StringComparison.Ordinal));
        var question = items.FindIndex(t => t.Contains("2 个 问题待答", StringComparison.Ordinal));
        (fever >= 0 && fever < help && help < question).ShouldBeTrue(director.Text);

        await app.SendAsync(dwelling, ("m0.name", "王一"));
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        foreach (var name in new[] { "director", "worker", "doctor", "town" })
        {
            using var reader = await app.AsAsync(name);
            await reader.OpenAsync(Desk);
            reader.Text.Contains("体温异常 ▲", StringComparison.Ordinal).ShouldBe(name != "doctor", name);
            reader.Text.Contains("2 个 问题待答", StringComparison.Ordinal).ShouldBe(name is "director" or "worker", name);
            reader.Text.Contains("1 个 问题待答", StringComparison.Ordinal).ShouldBe(name is "doctor", name);
            reader.Text.Contains("求助待办", StringComparison.Ordinal).ShouldBe(name is "director" or "worker", name);
            reader.Text.Contains("住户自报待确认", StringComparison.Ordinal).ShouldBe(name is "director" or "worker", name);
            foreach (var link in reader.Page.QuerySelectorAll("main a.list-group-item").Select(a => a.GetAttribute("href")!).ToList())
            {
                (await reader.OpenAsync(link)).ShouldBe(HttpStatusCode.OK, $"{name} {link}");
            }
        }
    }

    [Fact]
    public async Task My_own_list_stands_first_with_what_is_late_for_whoever_has_one()
    {
        var (guard, now) = (app.Cast.Accounts["guard"], app.Clock.Now());
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            await db.AskAsync([.. new[] { -1, 5 }.Select(hours => new Todo
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = Guid.Empty, Unit = 0, DwellingId = null, Dwelling = "北门", SortKey = "", Kind = AskLook.Kind.Code,
                SourceId = Ids.New(), Title = AskLook.Title, DueAt = now.AddHours(hours), OwnerId = guard,
            })], default);
            write.Record(Cast.Home, "test.todo", null, "测试待办");
            await write.CommitAsync();
            return 0;
        });
        using var reader = await app.AsAsync("guard");
        await reader.OpenAsync(Desk);
        var first = reader.Page.QuerySelectorAll("main a.list-group-item")[0];
        first.TextContent.ShouldContain("2 件");
        first.TextContent.ShouldContain("我的待办");
        first.TextContent.ShouldContain("超时 1 件");
        await reader.OpenAsync(first.GetAttribute("href")!);
        reader.Path.ShouldBe($"/field/{Cast.Home}/todos");
        reader.Page.QuerySelectorAll(".todo").Length.ShouldBe(2);
        // Those above have no list.
        using var town = await app.AsAsync("town");
        await town.OpenAsync(Desk);
        town.Text.ShouldNotContain("件 我的待办");
    }

    [Fact]
    public async Task New_tips_and_findings_that_wait_for_a_second_person_are_counted_for_whoever_decides_them()
    {
        using var phone = app.Anyone();
        await phone.OpenAsync(GiveTip.Path(Cast.Home));
        await phone.SubmitAsync(GiveTip.Path(Cast.Home), ("kind", $"{TipKind.Other}"), ("what", "楼道里有一大堆东西"), ("where", "2号楼1单元201室"), ("since", ""));
        await app.ProposedAsync("602", "今天等复核");
        foreach (var (name, tips, findings) in new[] { ("deputy", true, true), ("director", true, false), ("worker", false, false), ("town", false, false) })
        {
            using var reader = await app.AsAsync(name);
            await reader.OpenAsync(Desk);
            reader.Text.Contains("1 条 新线索待处理", StringComparison.Ordinal).ShouldBe(tips, name);
            reader.Text.Contains("1 件 行程核验结果等第二人复核", StringComparison.Ordinal).ShouldBe(findings, name);
        }

        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(Desk + "/travel?show=second");
        deputy.Text.ShouldContain("今天等复核");
        await app.InDbAsync(db => db.Tips.Where(t => t.CommunityId == Cast.Home).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TipState.Checking)));
        await deputy.OpenAsync(Desk);
        deputy.Text.ShouldNotContain("新线索待处理");
    }
}
