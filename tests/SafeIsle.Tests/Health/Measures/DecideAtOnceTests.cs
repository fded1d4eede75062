using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>A test that is not negative rises at once to those who decide, and the others of the home are tested as the notice says.</summary>
public sealed class DecideAtOnceTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string List = $"/field/{Cast.Home}/todos";

    private async Task<Todo?> OpenAsync(KeptHome home) => (await home.TodosAsync(app, DecideAtOnce.Code)).SingleOrDefault(t => t.ClosedAt is null);

    private static async Task EnterAsync(Browser browser, Measure measure, string result, int day = 1, Guid? person = null)
    {
        await browser.OpenAsync($"{Desk}/measures/{measure.Id}");
        var of = $"{person ?? measure.PersonId}";
        var form = browser.Page.QuerySelectorAll("form[action$='/tests']").Single(f => Value(f, "testDay") == $"{day}" && Value(f, "testPerson") == of);
        await browser.PostAsync(
            $"{Desk}/measures/{measure.Id}/tests", ("testDay", $"{day}"), ("testPerson", of), (EnterTest.Stood, Value(form, EnterTest.Stood)), ("result", result));
        if (browser.Page.QuerySelector($"form[action$='/tests{EnterTest.Sure}']") is not null)
        {
            await browser.SubmitAsync("/tests" + EnterTest.Sure);
        }
    }

    private static string Value(IElement form, string name) => form.QuerySelector($"input[name={name}]")!.GetAttribute("value")!;

    [Fact]
    public async Task Not_negative_is_asked_again_before_anybody_is_told()
    {
        var home = await MakeAsync(app, "359号楼", new PersonFacts { Name = "张阳九" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        // Enter in the form chooses neither.
        (await director.SubmitAsync("/tests", ("result", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请选择结果");
        await director.SubmitAsync("/tests", ("result", "other"));
        director.Text.ShouldContain("张阳九，第 1 天");
        (await OpenAsync(home)).ShouldBeNull();
        (await app.InDbAsync(db => db.MeasureTests.SingleAsync(t => t.MeasureId == measure.Id && t.Day == 1))).Negative.ShouldBeNull();
        await director.PressAsync("返回修改");
        director.Path.ShouldBe($"{Desk}/measures/{measure.Id}");
        await director.SubmitAsync("/tests", ("result", "other"));
        await director.SubmitAsync("/tests" + EnterTest.Sure);
        director.Text.ShouldContain("已列进居委会和医生的待办");
        (await OpenAsync(home)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_committee_and_the_doctor_have_it_and_are_told_and_the_grid_has_not()
    {
        var home = await MakeAsync(app, "351号楼", new PersonFacts { Name = "张阳一", Phones = ["14200138351"] });
        await AnswersAsync(home);
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "deputy" || u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.WeComUser, u => u.UserName)));
        using var doctor = await ClosedHome.DoctorAsync(app);
        var before = await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.For == "林医生"));
        using var worker = await app.AsAsync("worker");
        await EnterAsync(worker, measure, "other");
        worker.Text.ShouldContain("已列进居委会和医生的待办");
        var todo = (await OpenAsync(home)).ShouldNotBeNull();
        todo.Title.ShouldNotContain("张阳一");
        foreach (var word in new[] { "检测", "阳", "阴" })
        {
            todo.Title.ShouldNotContain(word);
        }

        (await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.For == "林医生"))).ShouldBe(before + 1);
        (await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.For == "陈副主任"))).ShouldBeGreaterThan(0);
        // The same result again asks and tells nobody twice.
        await EnterAsync(director, measure, "other");
        director.Text.ShouldContain("已经记过了");
        (await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.For == "林医生"))).ShouldBe(before + 1);
        await worker.OpenAsync(List);
        worker.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldBeNull();
        await worker.PostAsync(List, ("do", $"{todo.Id:N}.decided"));
        (await OpenAsync(home)).ShouldNotBeNull();
        await doctor.OpenAsync(List);
        doctor.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldNotBeNull(doctor.Text);
        doctor.Page.QuerySelector("a[href='tel:14200138351']").ShouldNotBeNull();
        await director.OpenAsync(List);
        director.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldNotBeNull(director.Text);
        await director.SubmitAsync(List, ("do", $"{todo.Id:N}.decided"));
        (await OpenAsync(home)).ShouldBeNull();
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        director.Text.ShouldContain("检测不是阴性：已报告并作了决定");
    }

    [Fact]
    public async Task It_is_settled_by_a_slip_put_right_by_a_referral_and_with_the_measure()
    {
        var home = await MakeAsync(app, "352号楼", new PersonFacts { Name = "张阳二" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await EnterAsync(director, measure, "other");
        (await OpenAsync(home)).ShouldNotBeNull();
        await EnterAsync(director, measure, "negative");
        (await OpenAsync(home)).ShouldBeNull();
        await EnterAsync(director, measure, "other");
        (await OpenAsync(home)).ShouldNotBeNull();
        await director.SubmitAsync("/referrals", ("referTo", "Central"), ("referPlace", "桃浦集中观察点"), ("referWhy", "检测阳性"), ("referBy", "林医生"));
        director.Text.ShouldContain("已记下");
        (await OpenAsync(home)).ShouldBeNull();
        await EnterAsync(director, measure, "negative");
        await EnterAsync(director, measure, "other");
        (await OpenAsync(home)).ShouldNotBeNull();
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        await director.SubmitAsync("/release", ("document", "3号"), ("verified", "林医生"), ("why", "复核为假阳性"));
        director.Text.ShouldContain("已解除");
        (await OpenAsync(home)).ShouldBeNull();
    }

    [Fact]
    public async Task A_page_that_was_opened_before_does_not_take_back_what_is_not_negative()
    {
        var home = await MakeAsync(app, "355号楼", new PersonFacts { Name = "张阳五" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var file = $"{Desk}/measures/{measure.Id}";
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(file);
        await EnterAsync(director, measure, "other");
        var todo = (await OpenAsync(home)).ShouldNotBeNull();
        // Neither by the button nor by what would be confirmed.
        foreach (var act in new[] { "/tests", "/tests" + EnterTest.Sure })
        {
            (await worker.PostAsync(file + act, ("testDay", "1"), (EnterTest.Stood, "none"), ("result", "negative"))).ShouldBe(HttpStatusCode.UnprocessableEntity, act);
            worker.Text.ShouldContain("刚才高主任已登记为不是阴性，没有改动；请核对后再改");
        }

        (await FirstAsync(measure)).Negative.ShouldBe(false);
        (await OpenAsync(home)).ShouldNotBeNull();
        // Who sees it takes it back after one more question, and the file tells of both.
        await worker.SubmitAsync("/tests", ("result", "negative"));
        worker.Text.ShouldContain("高主任登记为不是阴性");
        (await FirstAsync(measure)).Negative.ShouldBe(false);
        (await OpenAsync(home)).ShouldNotBeNull();
        await worker.SubmitAsync("/tests" + EnterTest.Sure);
        worker.Text.ShouldContain("第 1 天检测：阴性");
        worker.Text.ShouldContain("第 1 天检测：登记为不是阴性，后来改为阴性");
        (await OpenAsync(home)).ShouldBeNull();
        // A result that is not negative is not held up by a negative one that came meanwhile.
        await director.PostAsync($"{file}/tests{EnterTest.Sure}", ("testDay", "1"), (EnterTest.Stood, "none"), ("result", "other"));
        (await FirstAsync(measure)).Negative.ShouldBe(false);
        (await OpenAsync(home)).ShouldNotBeNull().Id.ShouldBe(todo.Id);
        (await app.AuditAsync("measure.test")).ShouldAllBe(s => !s.Contains("阴性"));
    }

    [Fact]
    public async Task Of_two_who_enter_it_at_once_the_one_that_is_not_negative_is_not_lost()
    {
        var home = await MakeAsync(app, "356号楼", new PersonFacts { Name = "张阳六" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var file = $"{Desk}/measures/{measure.Id}";
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(file);
        await director.OpenAsync(file);
        await Task.WhenAll(
            worker.PostAsync(file + "/tests", ("testDay", "1"), (EnterTest.Stood, "none"), ("result", "negative")),
            director.PostAsync(file + "/tests" + EnterTest.Sure, ("testDay", "1"), (EnterTest.Stood, "none"), ("result", "other")));
        director.Text.ShouldContain("已列进居委会和医生的待办");
        (await FirstAsync(measure)).Negative.ShouldBe(false);
        (await OpenAsync(home)).ShouldNotBeNull();
    }

    private Task<MeasureTest> FirstAsync(Measure measure) => app.InDbAsync(db => db.MeasureTests.SingleAsync(t => t.MeasureId == measure.Id && t.Day == 1));

    [Fact]
    public async Task Those_who_are_bound_are_tested_too_and_the_release_waits_for_them()
    {
        var home = await MakeAsync(app, "353号楼", new PersonFacts { Name = "张同住" }, new PersonFacts { Name = "李同住" }, new PersonFacts { Name = "王同住" });
        using var director = await app.AsAsync("director");
        await home.FormAsync(director);
        await director.SubmitAsync("/measures/new", Decision(("coResidents", "1"), ("testDays", "1")));
        director.Text.ShouldContain("同住的人同步检测");
        await director.SubmitAsync("/measures");
        var measure = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.PersonId == home.People[0].Id));
        (await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id).Select(t => t.PersonId).ToListAsync())).ShouldBe(home.People.Select(p => p.Id), ignoreOrder: true);
        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(phone.Path + "/measures");
        phone.Text.ShouldContain("同住的人一并遵守，同步检测");
        await EnterAsync(director, measure, "negative");
        await EnterAsync(director, measure, "other", 1, home.People[1].Id);
        director.Text.ShouldContain("李同住，第 1 天");
        (await OpenAsync(home)).ShouldNotBeNull().PersonId.ShouldBe(home.People[1].Id);
        // From that list to the file that binds her.
        await director.OpenAsync($"{Desk}/measures/call?person={home.People[1].Id}");
        director.Path.ShouldBe($"{Desk}/measures/{measure.Id}");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        director.Text.ShouldContain("同住的人第 1 天的检测没有结果");
        director.Text.ShouldContain("同住的人第 1 天的检测不是阴性");
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.Test)).Where(t => t.ClosedAt is null).ShouldHaveSingleItem().PersonId.ShouldBe(home.People[2].Id);
        // Whoever gets a measure of her own is tested by that.
        await home.OpenAsync(app, director, 2);
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        director.Text.ShouldNotContain("同住的人第 1 天的检测没有结果");
        (await app.AuditAsync("measure.test")).ShouldAllBe(s => !s.Contains("李同住"));
    }

    [Fact]
    public async Task Where_the_others_are_not_bound_the_notice_promises_them_nothing_and_nobody_waits_for_them()
    {
        var home = await MakeAsync(app, "354号楼", new PersonFacts { Name = "张单管" }, new PersonFacts { Name = "李不管" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("coResidents", null), ("testDays", "1"));
        measure.CoResidents.ShouldBeFalse();
        (await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id).Select(t => t.PersonId).ToListAsync())).ShouldBe([home.People[0].Id]);
        using var phone = await home.PhoneAsync(app);
        await phone.OpenAsync(phone.Path + "/measures");
        phone.Text.ShouldNotContain("同步检测");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        director.Text.ShouldNotContain("同住的人");
    }

    // A grid of today with that building, for which the worker answers.
    private Task<int> AnswersAsync(KeptHome home) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
        var grid = new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = Ids.New(), Number = 1, Name = "第1网格" };
        db.Add(new GridSplit { CommunityId = Cast.Home, Id = grid.SplitId, FirstDay = app.Clock.Today(), Weight = GridWeight.Households, Why = "测试", MadeAt = app.Clock.Now(), MadeBy = "测试" });
        db.Add(grid);
        db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = grid.SplitId, GridId = grid.Id, BuildingId = home.Building });
        db.Add(new GridDuty
        {
            CommunityId = Cast.Home, Id = Ids.New(), GridId = grid.Id, AccountId = app.Cast.Accounts["worker"], Name = "小周", Role = GridRole.Responsible, Since = app.Clock.Now(), By = "测试",
        });
        write.Record(Cast.Home, "test.grid", null, "测试");
        await write.CommitAsync();
        return 0;
    });
}
