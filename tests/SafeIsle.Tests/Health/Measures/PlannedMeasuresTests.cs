using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Health.ClosedHome;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>What a plan asks for under a measure comes to pass, and what was asked for by one version stays so. The class moves the clock.</summary>
public sealed class PlannedMeasuresTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    [Fact]
    public async Task The_mood_of_a_call_is_read_back_in_the_file()
    {
        var home = await MakeAsync(app, "931号楼", new PersonFacts { Name = "张心情" });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        await director.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Low"), ("callNote", "想家"));
        director.Text.ShouldContain("每天一个电话：正常，情绪低落；想家");
        await director.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Anxious"));
        director.Text.ShouldContain("情绪着急、睡不好");
    }

    [Fact]
    public async Task A_spot_check_of_the_day_finds_nobody_and_somebody_looks_into_it()
    {
        var home = await MakeAsync(app, "932号楼", new PersonFacts { Name = "张走访" });
        var daily = await PlanAsync(app, "test-spot", plan => plan with { Ladder = [.. plan.Ladder.Select(r => r with { SpotEvery = 1 })] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{daily}"));
        At(app, 1, 8);
        await RoundAsync(app);
        var spot = (await home.TodosAsync(app, MeasureTodos.Spot)).Single(t => t.ClosedAt is null);
        (spot.SourceId, spot.DueAt.DateHere()).ShouldBe((MeasureTodos.SpotOf(measure.Id, app.Clock.Today()), app.Clock.Today()));
        using var next = await app.AsAsync("director");
        await next.PostAsync(List, ("do", $"{spot.Id:N}.away"), ("page", $"{Ids.New()}"));
        next.Text.ShouldContain("已记下");
        (await home.TodosAsync(app, MeasureTodos.Spot)).Single(t => t.Id == spot.Id).ClosedAt.ShouldNotBeNull();
        (await home.TodosAsync(app, MeasureTodos.Need)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        next.Text.ShouldContain("上门走访：不在家");
        At(app, 1, 8);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.Spot)).Single(t => t.ClosedAt is null).Id.ShouldNotBe(spot.Id);
    }

    [Fact]
    public async Task A_look_at_which_nobody_opened_is_no_call_and_calls_of_both_kinds_count_together()
    {
        var home = await MakeAsync(app, "941号楼", new PersonFacts { Name = "张两打" });
        var daily = await PlanAsync(app, "test-both", plan => plan with { Ladder = [.. plan.Ladder.Select(r => r with { SpotEvery = 1 })] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{daily}"));
        At(app, 1, 8);
        await RoundAsync(app);
        await TapAsync(MeasureTodos.Spot);
        await TapAsync(MeasureTodos.DailyCall);
        (await KnocksAsync()).ShouldBe(0);
        // The morning's report is missing by then.
        At(app, 0, 10);
        await RoundAsync(app);
        await TapAsync(MeasureTodos.AskCall);
        (await KnocksAsync()).ShouldBe(1);
        (await app.InDbAsync(db => db.MeasureCalls.CountAsync(c => c.MeasureId == measure.Id))).ShouldBe(3);

        async Task TapAsync(string kind)
        {
            var todo = (await home.TodosAsync(app, kind)).First(t => t.ClosedAt is null);
            using var next = await app.AsAsync("director");
            await next.PostAsync(List, ("do", $"{todo.Id:N}.none"), ("page", $"{Ids.New()}"));
            next.Text.ShouldContain("已记下");
        }

        async Task<int> KnocksAsync() => (await home.TodosAsync(app, MeasureTodos.Knock)).Count(t => t.Title.Contains("没人接", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_hours_of_tests_looks_and_rubbish_are_the_plans_and_the_home_is_told_when_rubbish_is_fetched()
    {
        var home = await MakeAsync(app, "942号楼", new PersonFacts { Name = "张钟点" });
        var early = await PlanAsync(app, "test-hours", plan => plan with
        {
            Times = new(new(11, 0), new(19, 30), new(17, 15)), Ladder = [.. plan.Ladder.Select(r => r with { SpotEvery = 1, TestDays = [2] })],
        });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{early}"));
        At(app, 1, 8);
        await RoundAsync(app);
        await app.InDbAsync(async db =>
        {
            await RubbishTodos.AskAsync(db, Cast.Home, app.Clock.Now(), default);
            return 0;
        });
        (await DueAsync(MeasureTodos.Test)).ShouldBe(new(11, 0));
        (await DueAsync(MeasureTodos.Spot)).ShouldBe(new(19, 30));
        var rubbish = await app.InDbAsync(db => db.Set<SafeIsle.Grids.Todos.Todo>().SingleAsync(t => t.DwellingId == home.Dwelling.Id && t.Kind == RubbishTodos.Code));
        TimeOnly.FromDateTime(rubbish.DueAt.Here()).ShouldBe(new(17, 15));
        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)) + "/measures");
        phone.Text.ShouldContain("每天 17:15 前有人来收");

        async Task<TimeOnly> DueAsync(string kind) => TimeOnly.FromDateTime((await home.TodosAsync(app, kind)).First(t => t.ClosedAt is null).DueAt.Here());
    }

    [Fact]
    public async Task What_is_abnormal_is_called_about_at_once_and_knocked_about_after_the_plans_minutes()
    {
        var home = await MakeAsync(app, "933号楼", new PersonFacts { Name = "张发热", Phones = ["14200193301"] });
        var plan = await PlanAsync(app, "test-knock", p => p with { Chase = p.Chase with { CallMinutes = 30, KnockMinutes = 60 } });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{plan}"));
        using var phone = await home.PhoneAsync(app);
        At(app, 1, 7, 30);
        await phone.OpenAsync(phone.Path + "/report");
        await phone.SubmitAsync("/report", (T(home.People[0]), "38.2"));
        await RoundAsync(app);
        (await home.TodosAsync(app, AlertTodos.Code)).ShouldHaveSingleItem().PersonId.ShouldBe(home.People[0].Id);
        // The knock about the evening before, on which nothing was reported, is another.
        var alert = await app.InDbAsync(db => db.HealthAlerts.SingleAsync(a => a.PersonId == home.People[0].Id));
        At(app, 0, 8, 25);
        await RoundAsync(app);
        (await KnockAsync()).ShouldBeNull();
        At(app, 0, 8, 35);
        await RoundAsync(app);
        (await KnockAsync())!.ClosedAt.ShouldBeNull();
        (await home.TodosAsync(app, AlertTodos.Code)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull("it stands until somebody handled it");

        async Task<SafeIsle.Grids.Todos.Todo?> KnockAsync() => (await home.TodosAsync(app, MeasureTodos.Knock)).SingleOrDefault(t => t.SourceId == Ids.Of(alert.Id, "ask-knock"));
    }

    [Fact]
    public async Task The_call_about_a_fever_is_about_whoever_has_it_and_settles_what_she_reported()
    {
        At(app, 1, 6, 40);
        var home = await MakeAsync(
            app, "944号楼", new PersonFacts { Name = "张正常", Phones = ["14200194401"] }, new PersonFacts { Name = "李发热", Phones = ["14200194402"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("coResidents", "1"));
        using var phone = await home.PhoneAsync(app);
        At(app, 0, 7, 30);
        await phone.OpenAsync(phone.Path + "/report");
        await phone.SubmitAsync("/report", (T(home.People[0]), "36.5"), (T(home.People[1]), "37.8"));
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldBeEmpty();
        var call = (await home.TodosAsync(app, AlertTodos.Code)).ShouldHaveSingleItem();
        call.PersonId.ShouldBe(home.People[1].Id);
        using var doctor = await DoctorAsync(app);
        await doctor.OpenAsync($"{Desk}/measures/{measure.Id}");
        foreach (var words in new[] { "体温异常 1 次没有处理：李发热 37.8 ℃", "张正常，第 1 天", "李发热，第 1 天" })
        {
            doctor.Text.ShouldContain(words);
        }

        await doctor.OpenAsync(List);
        doctor.Page.QuerySelectorAll("a[href^='tel:142001944']")[0].GetAttribute("href").ShouldBe("tel:14200194402");
        await doctor.SubmitAsync(List, ("do", $"{call.Id:N}.Asked"));
        doctor.Text.ShouldContain("已记下");
        var alert = await app.InDbAsync(db => db.HealthAlerts.SingleAsync(a => a.PersonId == home.People[1].Id));
        (alert.Outcome, alert.HandledBy).ShouldBe((AlertOutcome.Asked, "林医生"));
        await doctor.OpenAsync($"{Desk}/measures/{measure.Id}");
        doctor.Text.ShouldContain("李发热 37.8 ℃，处理体温异常：已电话问诊");
        doctor.Text.ShouldNotContain("次没有处理");
        doctor.Text.ShouldNotContain("打电话问一问：");
    }

    [Fact]
    public async Task A_knock_about_one_who_lives_with_her_stands_in_the_file_and_ends_with_the_measure()
    {
        At(app, 1, 6, 40);
        var home = await MakeAsync(app, "946号楼", new PersonFacts { Name = "张在管" }, new PersonFacts { Name = "李同住" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("coResidents", "1"));
        using var phone = await home.PhoneAsync(app);
        At(app, 0, 7);
        await phone.OpenAsync(phone.Path + "/report");
        await phone.SubmitAsync("/report", (T(home.People[0]), "36.5"), (T(home.People[1]), "37.9"));
        At(app, 0, 18);
        await RoundAsync(app);
        var alert = await app.InDbAsync(db => db.HealthAlerts.SingleAsync(a => a.PersonId == home.People[1].Id));
        var knock = (await home.TodosAsync(app, MeasureTodos.Knock)).Single(t => t.SourceId == MeasureTodos.KnockOf(alert.Id));
        knock.PersonId.ShouldBe(home.People[1].Id);
        using var next = await app.AsAsync("director");
        await next.PostAsync(List, ("do", $"{knock.Id:N}.none"), ("page", $"{Ids.New()}"));
        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        next.Text.ShouldContain("上门看看：没有人应");
        await OpenMeasureTests.ReleaseAsync(next, measure);
        (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldAllBe(t => t.ClosedAt != null);
    }

    [Fact]
    public async Task What_lay_before_a_measure_was_entered_is_late_for_nobody()
    {
        At(app, 1, 10);
        var home = await MakeAsync(app, "945号楼", new PersonFacts { Name = "张补录", Phones = ["14200194501"] }, new PersonFacts { Name = "李补录" });
        using var director = await app.AsAsync("director");
        var (now, today) = (app.Clock.Now(), app.Clock.Today());
        await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("coResidents", "1"), ("from", Day(now.AddDays(-13))));
        await RoundAsync(app);
        var tests = await home.TodosAsync(app, MeasureTodos.Test);
        tests.ShouldAllBe(t => t.DueAt > now && t.DueAt.DateHere() == today);
        tests.GroupBy(t => t.Title).Select(g => (g.Key, g.Count())).ShouldBe(
            [.. new[] { 13, 10, 7 }.Select(back => ($"补录 {MeasureWords.Of(today.AddDays(-back))}的检测结果", 2)), ("今天的检测", 2)], ignoreOrder: true);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => t.DueAt > now);
        (await home.TodosAsync(app, MeasureTodos.AskCall)).ShouldBeEmpty();
        (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldBeEmpty();
        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(string.Join('/', phone.Path.Split('/').Take(3)));
        phone.Text.ShouldContain("居家隔离医学观察");
        phone.Text.ShouldNotContain("人还没报");
    }

    [Fact]
    public async Task A_rule_that_changed_meanwhile_does_not_rewrite_what_was_opened_before()
    {
        At(app, 1, 10);
        var (before, after) = (await MakeAsync(app, "934号楼", new PersonFacts { Name = "张旧版" }), await MakeAsync(app, "935号楼", new PersonFacts { Name = "张新版" }));
        var first = await PlanAsync(app, "test-two", plan => plan with { Chase = new(30, 60), MeasureShownDays = 20 });
        using var director = await app.AsAsync("director");
        var old = await before.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{first}"));
        await director.OpenAsync($"{Desk}/measures/{old.Id}");
        var said = Windows(director);
        var second = await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
            var like = await db.ResponsePlans.SingleAsync(p => p.Id == first);
            var body = like.Read();
            var plan = new ResponsePlan
            {
                CommunityId = Cast.Home, Id = Ids.New(), Code = like.Code, Version = 2, Name = like.Name, PublishedAt = app.Clock.Now(), PublishedBy = "测试",
                Body = (body with
                {
                    Ladder = [.. body.Ladder.Select(r => r with { Days = 3, TestDays = [1] })], ReportWindows = [new("夜", new(20, 0), new(21, 0))],
                    Chase = new(900, 1000), MeasureShownDays = 1,
                }).ToJson(),
            };
            db.Add(plan);
            write.Record(Cast.Home, "test.plan", null, "测试");
            await write.CommitAsync();
            return plan.Id;
        });
        var fresh = await after.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{second}"), ("days", "3"), ("testDays", "1"));
        (fresh.Until - fresh.StartsAt).TotalDays.ShouldBe(3);
        await director.OpenAsync($"{Desk}/measures/{fresh.Id}");
        Windows(director).ShouldContain("20:00");
        await director.OpenAsync($"{Desk}/measures/{old.Id}");
        Windows(director).ShouldBe(said);
        (await app.InDbAsync(db => db.Measures.SingleAsync(m => m.Id == old.Id))).Until.ShouldBe(old.Until);
        (old.Until - old.StartsAt).TotalDays.ShouldBe(14);

        // The morning's window of version 1 ended at nine: it knocks after its hour, while version 2 waits for much longer.
        At(app, 1, 10, 5);
        await RoundAsync(app);
        (await before.TodosAsync(app, MeasureTodos.Knock)).ShouldContain(t => t.ClosedAt == null);
        (await after.TodosAsync(app, MeasureTodos.Knock)).ShouldBeEmpty();
        (await after.TodosAsync(app, MeasureTodos.AskCall)).ShouldBeEmpty();

        var ids = new[] { old.Id, fresh.Id };
        var ended = app.Clock.Now().AddDays(-5);
        await app.InDbAsync(db => db.Measures.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, ended).SetProperty(m => m.EndedHow, MeasureEnd.Released)));
        using var next = await app.AsAsync("director");
        await next.OpenAsync($"{Desk}/measures/{old.Id}");
        next.Page.QuerySelector("#why").ShouldBeNull();
        next.Text.ShouldContain("张旧版");
        await next.OpenAsync($"{Desk}/measures/{fresh.Id}");
        next.Page.QuerySelector("#why").ShouldNotBeNull("after a day whoever looks says why");

        static string Windows(Browser browser) => browser.Page.QuerySelectorAll("p.text-secondary").First(p => p.TextContent.Contains("体温：", StringComparison.Ordinal)).TextContent;
    }
}
