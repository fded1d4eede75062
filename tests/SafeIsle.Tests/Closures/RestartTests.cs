using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Closures;

/// <summary>重新计时, and the passing to monitoring. The class moves the clock.</summary>
public sealed class RestartTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly (string, string?)[] Right = [("sure", "1"), ("reason", "第 2 天检出新的感染者"), ("document", "普防控〔2022〕15号")];

    private Task<ClosureOrder> OrderAsync(Guid building) => app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));

    private Task<List<ClosureTask>> TasksAsync(Guid building) =>
        app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.Position).ToListAsync());

    [Fact]
    public async Task Who_may_not_is_told_so_and_what_is_wrong_stands_beside_the_field()
    {
        var building = await Residents.AddBuildingAsync(app, "71号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path + "/restart")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path + "/restart")).ShouldBe(HttpStatusCode.Forbidden);
        var order = await OrderAsync(building);
        foreach (var (field, value, sentence) in new[]
        {
            ("starts", order.StartsAt.AddMinutes(-1).ForInput(), "要晚于现在的起算时间"), ("starts", app.Clock.Now().AddHours(3).ForInput(), "还没有到"),
            ("starts", "", "请填写新的起算时间"), ("document", "", "请填写文号"), ("authority", "樱花苑居委会", "不能作为决定机关"), ("reason", "", "请填写重新计时的原因"),
        })
        {
            await director.OpenAsync(path + "/restart");
            (await director.SubmitAsync("/restart", [.. Right.Where(r => r.Item1 != field), (field, value)])).ShouldBe(HttpStatusCode.UnprocessableEntity, sentence);
            director.Text.ShouldContain(sentence);
        }

        (await OrderAsync(building)).StartsAt.ShouldBe(order.StartsAt);
    }

    [Fact]
    public async Task The_days_are_counted_anew_and_both_decisions_stay_in_sight()
    {
        var building = await Residents.AddBuildingAsync(app, "72号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        var before = await OrderAsync(building);
        var old = await TasksAsync(building);
        var round1 = old.First(t => t.Clock == StepClock.TestDay);
        await director.OpenAsync(path);
        await director.SubmitAsync($"/tasks/{round1.Id}/tick");
        app.Clock.Advance(TimeSpan.FromHours(30));
        using var again = await app.AsAsync("director");
        await again.OpenAsync(path + "/restart");
        await again.SubmitAsync("/restart", Right);
        again.Path.ShouldBe(path, again.Text);
        again.Text.ShouldContain("已重新计时");
        again.Text.ShouldContain("封控第 1 天，共 2 天");
        again.Text.ShouldContain("第 2 天检出新的感染者");

        var after = await OrderAsync(building);
        after.ClosedUntil.ShouldBe(after.StartsAt.AddDays(2));
        after.MonitoredUntil.ShouldBe(after.StartsAt.AddDays(14));
        after.StartsAt.ShouldBeGreaterThan(before.StartsAt.AddHours(29));
        var tasks = await TasksAsync(building);
        tasks.Count(t => t.Clock == StepClock.TestDay && t.DoneAt is null).ShouldBe(4);
        tasks.Single(t => t.Id == round1.Id).DoneAt.ShouldNotBeNull();
        tasks.First(t => t.Clock == StepClock.End).DueAt.ShouldBe(after.MonitoredUntil.AddMinutes(-240), TimeSpan.FromSeconds(61));

        using var answer = await again.FetchAsync(path + "/notice.pdf");
        var notice = string.Concat(PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").Where(c => !char.IsWhiteSpace(c)));
        notice.ShouldContain("普防控〔2022〕12号");
        notice.ShouldContain("普防控〔2022〕15号");
        notice.ShouldContain("重新计时");
        await again.OpenAsync(path + "/chain");
        again.Text.ShouldContain("重新计时：原从");
        again.Text.ShouldContain("普防控〔2022〕12号");
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Subject == after.Id && e.Action == "closure.restart"))).ShouldBe(1);
        // An extension before the restart counted from the old beginning; one after it counts from the new one.
        await again.OpenAsync(path + "/extend");
        await again.SubmitAsync("/extend", ("sure", "1"), ("reason", "再延"), ("document", "普防控〔2022〕16号"), ("monitored", after.MonitoredUntil.AddDays(1).ForInput()), ("testDays", "15"));
        again.Text.ShouldContain($"加做核酸：{after.StartsAt.AddDays(14).Here():M月d日}。");
        // Sent again it counts from a later instant or is refused; twice the same is refused.
        (await again.PostAsync(path + "/restart", [.. Right.Select(r => (r.Item1, r.Item2!)), ("starts", after.StartsAt.ForInput()), ("authority", "指挥部"), ("basis", "法")]))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_new_dates_are_shown_first_and_what_was_asked_before_stays_asked()
    {
        var building = await Residents.AddBuildingAsync(app, "78号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "张甲" }], [new PersonFacts { Name = "李乙", Presence = Presence.Away }]);
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        director.Text.ShouldContain("户（在家 1 户）");
        var before = await OrderAsync(building);
        app.Clock.Advance(TimeSpan.FromHours(30));
        using var again = await app.AsAsync("director");
        await again.OpenAsync(path + "/temperatures");
        again.Text.ShouldNotContain("还没有到第一次上报的时间");
        await again.OpenAsync(path + "/restart");
        await again.SubmitAsync("/restart", [.. Right.Where(r => r.Item1 != "sure")]);
        again.Text.ShouldContain("请再核对一遍：2 户、在家 1 人");
        again.Text.ShouldContain($"封控到：{before.ClosedUntil.Short()} →");
        (await OrderAsync(building)).StartsAt.ShouldBe(before.StartsAt);
        await again.SubmitAsync("/restart", ("sure", "1"));
        again.Path.ShouldBe(path, again.Text);
        again.Text.ShouldContain("未报");
        foreach (var page in new[] { "/temperatures", "/missing" })
        {
            await again.OpenAsync(path + page);
            again.Text.ShouldNotContain("还没有到第一次上报的时间", customMessage: page);
        }

        await again.OpenAsync(path + "/lift");
        again.Text.ShouldContain("都没有报体温");
        await again.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接通知"));
        await again.OpenAsync(path + "/temperatures");
        again.Text.ShouldNotContain("还没有到第一次上报的时间");
    }

    [Fact]
    public async Task Of_two_restarts_at_once_one_counts()
    {
        var building = await Residents.AddBuildingAsync(app, "73号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        using var one = await app.AsAsync("director");
        using var two = await app.AsAsync("deputy");
        await one.OpenAsync(path + "/restart");
        await two.OpenAsync(path + "/restart");
        await Task.WhenAll(one.SubmitAsync("/restart", Right), two.SubmitAsync("/restart", Right));
        (await app.InDbAsync(db => db.ClosureExtensions.CountAsync(e => e.BuildingId == building))).ShouldBe(1);
        (await app.InDbAsync(db => db.ClosureTasks.CountAsync(t => t.BuildingId == building && t.Clock == StepClock.TestDay))).ShouldBe(4);
    }

    [Fact]
    public async Task The_day_before_the_board_names_what_is_open_and_the_passing_is_written_down_once()
    {
        var building = await Residents.AddBuildingAsync(app, "74号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync(path);
        director.Page.QuerySelector("#passing").ShouldBeNull();
        app.Clock.Advance(TimeSpan.FromHours(26));
        using var next = await app.AsAsync("director");
        await next.OpenAsync(path);
        var section = next.Page.QuerySelector("#passing")!.TextContent;
        section.ShouldContain("转入健康管理");
        section.ShouldContain("没有完成：第1天全员核酸");
        using (var paper = await next.FetchAsync(path + "/monitoring.pdf"))
        {
            PdfReader.Text(await paper.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").ShouldContain("转入健康管理告知书");
        }

        app.Clock.Advance(TimeSpan.FromHours(23));
        var pass = (PassPhases)app.Services.GetService(typeof(PassPhases))!;
        await Task.WhenAll(pass.RunAsync(CancellationToken.None), pass.RunAsync(CancellationToken.None));
        using var after = await app.AsAsync("town");
        await after.OpenAsync(path + "/chain");
        after.Text.ShouldContain("封控期满，按决定转入健康管理");
        after.Text.ShouldContain("没有完成：第1天");
        (await app.InDbAsync(db => db.ClosureEvents.CountAsync(e => e.BuildingId == building && e.Words.StartsWith("封控期满")))).ShouldBe(1);
    }

    [Fact]
    public async Task An_order_whose_plan_cannot_be_read_holds_up_no_other()
    {
        var (bad, good) = (await Residents.AddBuildingAsync(app, "75号楼"), await Residents.AddBuildingAsync(app, "76号楼"));
        using var director = await app.AsAsync("director");
        await CloseBuildingTests.CloseAsync(director, bad);
        await CloseBuildingTests.CloseAsync(director, good);
        var (plan, unreadable) = ((await OrderAsync(bad)).PlanId, Ids.New());
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(new ResponsePlan
            {
                CommunityId = Cast.Home, Id = unreadable, Code = "broken", Version = 1, Name = "读不出来", Body = "{}", PublishedAt = app.Clock.Now(), PublishedBy = "测试",
            });
            write.Record(Cast.Home, "test.plan", unreadable, "测试预案");
            await write.CommitAsync();
            return await PlanOfAsync(db, unreadable);
        });
        app.Clock.Advance(TimeSpan.FromHours(49));
        await ((PassPhases)app.Services.GetService(typeof(PassPhases))!).RunAsync(CancellationToken.None);
        (await OrderAsync(good)).PassedAt.ShouldNotBeNull();
        (await OrderAsync(bad)).PassedAt.ShouldBeNull();
        await app.InDbAsync(db => PlanOfAsync(db, plan));
        await app.InDbAsync(db => db.ResponsePlans.Where(p => p.Id == unreadable).ExecuteDeleteAsync());

        Task<int> PlanOfAsync(Db db, Guid id) =>
            db.ClosureOrders.Where(o => o.BuildingId == bad).ExecuteUpdateAsync(set => set.SetProperty(o => o.PlanId, id));
    }

    [Fact]
    public async Task An_extension_that_closes_again_is_passed_again()
    {
        var building = await Residents.AddBuildingAsync(app, "77号楼");
        using var director = await app.AsAsync("director");
        var path = await CloseBuildingTests.CloseAsync(director, building);
        var pass = (PassPhases)app.Services.GetService(typeof(PassPhases))!;
        app.Clock.Advance(TimeSpan.FromHours(49));
        await pass.RunAsync(CancellationToken.None);
        var passed = await OrderAsync(building);
        passed.PassedAt.ShouldNotBeNull();
        using var again = await app.AsAsync("director");
        await again.OpenAsync(path + "/extend");
        again.Text.ShouldContain("会告诉每一户，不要写姓名和房号");
        await again.SubmitAsync("/extend", [.. Right, ("sure", "1"), ("monitored", passed.MonitoredUntil.AddDays(1).ForInput())]);
        (await OrderAsync(building)).PassedAt.ShouldBe(passed.PassedAt);

        await again.OpenAsync(path + "/extend");
        await again.SubmitAsync("/extend", [.. Right, ("sure", "1"), ("closed", app.Clock.Now().AddDays(1).ForInput())]);
        again.Path.ShouldBe(path, again.Text);
        (await OrderAsync(building)).PassedAt.ShouldBeNull();
        app.Clock.Advance(TimeSpan.FromHours(25));
        await pass.RunAsync(CancellationToken.None);
        (await app.InDbAsync(db => db.ClosureEvents.CountAsync(e => e.BuildingId == building && e.Words.StartsWith("封控期满")))).ShouldBe(2);
    }

    [Fact]
    public void The_words_of_the_chain_are_cut_in_one_place()
    {
        var order = new ClosureOrder
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = Ids.New(), Label = "1号楼", Whole = true, PlanId = Ids.New(), Authority = "", DocumentNumber = "",
            Basis = "", DecidedOn = default, StartsAt = default, ClosedUntil = default, MonitoredUntil = default, MadeAt = default, MadeBy = "",
            DoorNotice = "", Objection = "",
        };
        ClosureEvent.Of(order, default, Stage.During, "高主任", new('长', 2000)).Words.Length.ShouldBe(ClosureEvent.MostWords);
    }
}
