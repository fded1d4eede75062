using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>What is done with a measure while it lasts.</summary>
public sealed class MeasureActsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Acts_of_others_are_refused()
    {
        var home = await MakeAsync(app, "321号楼", new PersonFacts { Name = "张办一" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}";
        using var stranger = await app.AsAsync("stranger");
        using var worker = await app.AsAsync("worker");
        using var town = await app.AsAsync("town");
        foreach (var act in new[] { "calls", "tests", "objections", "answers", "trips", "decisions", "referrals", "ways", "look", "extend", "extensions", "release" })
        {
            (await TryAsync(stranger, $"{path}/{act}")).ShouldBe(HttpStatusCode.NotFound);
            (await TryAsync(stranger, $"/desk/340302004008/measures/{measure.Id}/{act}")).ShouldBe(HttpStatusCode.NotFound, act);
            (await TryAsync(town, $"{path}/{act}")).ShouldBe(HttpStatusCode.Forbidden);
        }

        foreach (var act in new[] { "answers", "decisions", "referrals", "ways", "look", "extend", "extensions", "release" })
        {
            (await TryAsync(worker, $"{path}/{act}")).ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    // With a token of another page: what is refused shows none.
    private static async Task<HttpStatusCode> TryAsync(Browser browser, string path)
    {
        await browser.OpenAsync("/login");
        return await browser.PostAsync(path, ("x", "1"));
    }

    [Fact]
    public async Task It_is_extended_with_a_reason_and_never_shortened()
    {
        var home = await MakeAsync(app, "322号楼", new PersonFacts { Name = "张办二" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}/extend";
        using var second = await app.AsAsync("director");
        await second.OpenAsync(path);
        await director.OpenAsync(path);
        (await director.SubmitAsync("/extend", ("until", Day(measure.Until.AddDays(-1))), ("why", "写错"), ("document", "8号"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("只能延到");
        director.Page.QuerySelector("#why")!.GetAttribute("value").ShouldBe("写错");
        (await director.SubmitAsync("/extend", ("until", Day(measure.Until.AddDays(2))), ("why", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/extend", ("why", "第 13 天同住人阳性"), ("until", Day(measure.StartsAt.AddDays(61))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/extend", ("testDays", "40"), ("until", Day(measure.Until.AddDays(2))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/extend", ("testDays", "16"));
        // Before it binds anybody for longer: whom, until when, whose passes. Nothing is written yet.
        foreach (var words in new[] { "确认延长张办二", "共 16 天", "停用全户 1 人的：张办二", "第 16 天", "没有登记别人" })
        {
            director.Text.ShouldContain(words);
        }

        (await app.InDbAsync(db => db.MeasureChanges.CountAsync(c => c.MeasureId == measure.Id))).ShouldBe(0);
        await director.PressAsync("返回修改");
        director.Page.QuerySelector("#why")!.GetAttribute("value").ShouldBe("第 13 天同住人阳性");
        await director.SubmitAsync("/extend");
        await director.SubmitAsync("/extensions");
        director.Text.ShouldContain("已延长到");
        (await second.SubmitAsync("/extend", ("until", Day(measure.Until.AddDays(3))), ("why", "又一次"), ("document", "9号"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        second.Text.ShouldContain("刚才已经有人延长");
        var now = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.Id == measure.Id));
        (now.Until - measure.Until).TotalDays.ShouldBe(2, 0.01);
        (await app.InDbAsync(db => db.MeasureChanges.SingleAsync(c => c.MeasureId == measure.Id))).Why.ShouldBe("第 13 天同住人阳性");
        (await app.InDbAsync(db => db.MeasureTests.CountAsync(t => t.MeasureId == measure.Id && t.Day == 16))).ShouldBe(1);
    }

    [Fact]
    public async Task An_objection_from_the_phone_is_sealed_answered_once_and_read_there()
    {
        var home = await MakeAsync(app, "323号楼", new PersonFacts { Name = "张办三" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        using var phone = await home.PhoneAsync(app);
        var page = phone.Path + "/measures";
        await phone.OpenAsync(page);
        var key = ("objectionKey", phone.Page.QuerySelector("input[name=objectionKey]")!.GetAttribute("value"));
        (await phone.SubmitAsync("/measures/object", ("objectionText", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await phone.OpenAsync(page);
        await phone.SubmitAsync("/measures/object", ("objectionText", "我没有坐过那辆车"), key);
        phone.Text.ShouldContain("已收到");
        await phone.SubmitAsync("/measures/object", ("objectionText", "我没有坐过那辆车"), key);
        phone.Text.ShouldContain("已经收到了");
        var row = await app.InDbAsync(db => db.MeasureObjections.SingleAsync(o => o.MeasureId == measure.Id));
        System.Text.Encoding.UTF8.GetString(row.TextSealed).ShouldNotContain("那辆车");
        (await app.AuditAsync("measure.object")).ShouldAllBe(s => !s.Contains("那辆车"));
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        director.Text.ShouldContain("我没有坐过那辆车");
        (await director.SubmitAsync("/answers", ("answer", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/answers", ("answer", "指挥部核过车票，维持原决定"));
        director.Text.ShouldContain("已答复");
        (await director.PostAsync($"{Desk}/measures/{measure.Id}/answers", ("objection", $"{row.Id}"), ("answer", "改口"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("没有改动");
        director.Text.ShouldContain("维持原决定");
        director.Page.QuerySelector("textarea[readonly]")!.TextContent.ShouldBe("改口");
        await phone.OpenAsync(page);
        phone.Text.ShouldContain("维持原决定");
        for (var i = 0; i < MeasureLimits.MostADay; i++)
        {
            await phone.OpenAsync(page);
            await phone.SubmitAsync("/measures/object", ("objectionText", $"再说一次 {i}"));
        }

        phone.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("文字还在");
        // Another home's phone cannot speak for it.
        var other = await MakeAsync(app, "324号楼", new PersonFacts { Name = "李办三" });
        await other.OpenAsync(app, director);
        using var stranger = await other.PhoneAsync(app);
        await stranger.OpenAsync(stranger.Path + "/measures");
        (await stranger.SubmitAsync("/measures/object", ("measure", $"{measure.Id}"), ("objectionText", "不是我家的"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_form_sent_again_at_the_days_limit_is_told_that_it_was_taken()
    {
        var home = await MakeAsync(app, "742号楼", new PersonFacts { Name = "张限次" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        using var phone = await home.PhoneAsync(app);
        var page = phone.Path + "/measures";
        await phone.OpenAsync(page);
        (string, string) of = ("measure", $"{measure.Id}");
        (string, string)[] trip = [of, ("tripWhere", "区中心医院"), ("tripWhy", "复诊"), ("tripAt", Day(app.Clock.Now().AddHours(1)))];
        var key = "";
        for (var i = 0; i < MeasureLimits.MostADay; i++)
        {
            key = $"{Ids.New()}";
            await phone.PostAsync(page + "/object", of, ("objectionKey", key), ("objectionText", $"意见 {i}"));
            phone.Text.ShouldContain("已收到");
            await phone.PostAsync(page + "/trip", [.. trip, ("tripKey", key)]);
            phone.Text.ShouldContain("已收到");
        }

        (await phone.PostAsync(page + "/object", of, ("objectionKey", key), ("objectionText", "意见"))).ShouldBe(HttpStatusCode.OK);
        phone.Text.ShouldContain("这条意见已经收到了");
        (await phone.PostAsync(page + "/trip", [.. trip, ("tripKey", key)])).ShouldBe(HttpStatusCode.OK);
        phone.Text.ShouldContain("这个申请已经收到了");
        // Another one is too many, as before.
        (await phone.PostAsync(page + "/object", of, ("objectionKey", $"{Ids.New()}"), ("objectionText", "意见"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await phone.PostAsync(page + "/trip", [.. trip, ("tripKey", $"{Ids.New()}")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.InDbAsync(db => db.MeasureObjections.CountAsync(o => o.MeasureId == measure.Id))).ShouldBe(MeasureLimits.MostADay);
        (await app.InDbAsync(db => db.MeasureTrips.CountAsync(t => t.MeasureId == measure.Id))).ShouldBe(MeasureLimits.MostADay);
    }

    [Fact]
    public async Task A_need_stays_when_somebody_is_spoken_to_trouble_rises_and_a_test_is_asked_for_on_its_day()
    {
        var home = await MakeAsync(app, "330号楼", new PersonFacts { Name = "张办七" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var test = await app.InDbAsync(db => db.MeasureTests.Where(t => t.MeasureId == measure.Id).OrderBy(t => t.Day).FirstAsync());
        At(app, 1, 9);
        await RoundAsync(app);
        var todo = (await home.TodosAsync(app, MeasureTodos.Test)).ShouldHaveSingleItem();
        todo.ClosedAt.ShouldBeNull();
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/measures/{measure.Id}");
        // Nothing is chosen for anybody: neither that she is well nor how she feels.
        (await worker.SubmitAsync("/calls", ("callNote", "一夜没睡"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请选择结果");
        (await worker.SubmitAsync("/calls", ("callOutcome", "Trouble"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("请选择情绪");
        worker.Page.QuerySelector("#callNote")!.TextContent.Trim().ShouldBe("一夜没睡");
        await worker.SubmitAsync("/calls", ("mood", "Anxious"));
        var need = (await home.TodosAsync(app, MeasureTodos.Need)).ShouldHaveSingleItem();
        need.ClosedAt.ShouldBeNull();
        // Spoken to again, she still waits for what she needs.
        await worker.OpenAsync($"{Desk}/measures/{measure.Id}");
        await worker.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Calm"));
        (await home.TodosAsync(app, MeasureTodos.Need)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        // Done, and worse in the evening: it is asked for once more.
        await app.InDbAsync(db => db.Todos.Where(t => t.Id == need.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, app.Clock.Now())));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await worker.OpenAsync($"{Desk}/measures/{measure.Id}");
        await worker.SubmitAsync("/calls", ("callOutcome", "Trouble"), ("mood", "NotAsked"), ("callNote", "发烧了"));
        (await home.TodosAsync(app, MeasureTodos.Need)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        await worker.PostAsync($"{Desk}/measures/{measure.Id}/tests", ("testDay", $"{test.Day}"), ("result", "negative"));
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.Test)).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_calls_for_yesterday_though_it_was_tried_late_and_the_list_leads_to_the_file()
    {
        var home = await MakeAsync(app, "329号楼", new PersonFacts { Name = "张办六" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        var call = (await home.TodosAsync(app, MeasureTodos.DailyCall))[^1];
        var page = app.Services.GetRequiredService<TodoKinds>().Of(call.Kind).Page!(call);
        using var again = await app.AsAsync("director");
        await again.OpenAsync(page);
        again.Path.ShouldBe($"{Desk}/measures/{measure.Id}");
        // Tried shortly before midnight, it is due again after it.
        await app.InDbAsync(db => db.Todos.Where(t => t.Id == call.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, Clock.FromHere(app.Clock.Today().AddDays(1).ToDateTime(new(0, 40))))));
        At(app, 2, 0, 5);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.Id == call.Id).ClosedAt.ShouldNotBeNull();
        At(app, 2, 8);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Count(t => t.ClosedAt is null).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_asked_of_the_door_goes_on_for_the_other_who_is_kept_there()
    {
        var home = await MakeAsync(app, "347号楼", new PersonFacts { Name = "张办甲" }, new PersonFacts { Name = "张办乙" });
        using var director = await app.AsAsync("director");
        Measure[] both = [await home.OpenAsync(app, director, 0), await home.OpenAsync(app, director, 1)];
        At(app, 1, 11);
        await RoundAsync(app);
        var call = (await AskedAsync()).First(t => t.ClosedAt is null);
        var gone = both.Single(m => m.PersonId == call.PersonId);
        using var next = await app.AsAsync("director");
        await next.OpenAsync($"{Desk}/measures/{gone.Id}/release");
        await next.SubmitAsync("/release", ("document", "普防控〔2022〕20号"), ("verified", "林医生"), ("why", "排除"));
        next.Text.ShouldContain("已解除");
        var goesOn = (await AskedAsync()).Single(t => t.Id == call.Id);
        (goesOn.ClosedAt, goesOn.PersonId).ShouldBe((null, both.Single(m => m.Id != gone.Id).PersonId));
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Where(t => t.PersonId == gone.PersonId).ShouldAllBe(t => t.ClosedAt != null);

        async Task<IEnumerable<Todo>> AskedAsync() =>
            (await home.TodosAsync(app, MeasureTodos.AskCall)).Concat(await home.TodosAsync(app, MeasureTodos.Knock));
    }

    [Fact]
    public async Task Calls_that_nobody_takes_end_at_the_door_and_a_try_counts_once()
    {
        var home = await MakeAsync(app, "325号楼", new PersonFacts { Name = "张办五" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        using var worker = await app.AsAsync("worker");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await worker.OpenAsync($"{Desk}/measures/{measure.Id}");
            var key = worker.Page.QuerySelector("input[name=callKey]")!.GetAttribute("value")!;
            await worker.SubmitAsync("/calls", ("callOutcome", "NoAnswer"), ("callNote", "响了十声"));
            await worker.PostAsync($"{Desk}/measures/{measure.Id}/calls", ("callKey", key), ("callOutcome", "NoAnswer"));
            worker.Text.ShouldContain("已经记过了");
        }

        (await app.InDbAsync(db => db.MeasureCalls.CountAsync(c => c.MeasureId == measure.Id))).ShouldBe(2);
        // Besides the one for the evening before, of which nothing was reported.
        (await home.TodosAsync(app, MeasureTodos.Knock)).Where(t => t.Title.Contains("电话没人接")).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).Last().ClosedAt.ShouldBeNull();
        await worker.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Calm"));
        (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldAllBe(t => t.ClosedAt != null);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => t.ClosedAt != null);
        (await worker.SubmitAsync("/calls", ("callOutcome", "别的"), ("callNote", "打错"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Page.QuerySelector("#callNote")!.TextContent.ShouldBe("打错");
    }

    [Fact]
    public async Task A_tap_on_the_list_is_a_call_and_a_test_ahead_has_no_result()
    {
        var home = await MakeAsync(app, "326号楼", new PersonFacts { Name = "张办六" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        var todo = (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        using var next = await app.AsAsync("director");
        await next.PostAsync($"/field/{Cast.Home}/todos", ("do", $"{todo.Id:N}.trouble"), ("page", $"{Ids.New()}"));
        next.Text.ShouldContain("已记下");
        (await app.InDbAsync(db => db.MeasureCalls.SingleAsync(c => c.MeasureId == measure.Id))).Outcome.ShouldBe(CallOutcome.Trouble);
        (await home.TodosAsync(app, MeasureTodos.Need)).Count.ShouldBe(1);

        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        await next.PostAsync($"{Desk}/measures/{measure.Id}/tests", ("testDay", "14"), ("result", "negative"));
        next.Text.ShouldContain("还没有到");
        await next.PostAsync($"{Desk}/measures/{measure.Id}/tests/sure", ("testDay", "1"), ("result", "other"));
        next.Text.ShouldContain("马上报告防控办");
        await next.OpenAsync($"{Desk}/measures/{measure.Id}/release");
        next.Text.ShouldContain("不是阴性");
        (await next.SubmitAsync("/release", ("document", "1号"), ("verified", "林医生"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        next.Text.ShouldContain("请填写提前解除的原因");
    }

    [Fact]
    public async Task A_referral_is_followed_to_its_end_and_the_home_is_disinfected()
    {
        var home = await MakeAsync(app, "327号楼", new PersonFacts { Name = "张办七" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}";
        await director.OpenAsync(path);
        (await director.SubmitAsync("/referrals", ("referTo", "FeverClinic"), ("referPlace", "区中心医院发热门诊"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("#referPlace")!.GetAttribute("value").ShouldBe("区中心医院发热门诊");
        await director.SubmitAsync("/referrals", ("referWhy", "两次 38.5"), ("referBy", "林医生"));
        director.Text.ShouldContain("已记下");
        await director.PostAsync(path + "/referrals", ("referKey", $"{Guid.CreateVersion7()}"), ("referTo", "Central"), ("referPlace", "x"), ("referWhy", "x"), ("referBy", "x"));
        director.Text.ShouldContain("还没有到达");
        (await director.SubmitAsync("/ways", ("fetchedBy", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/ways", ("fetchedBy", "负压车 3号"), ("along", "林医生"));
        (await home.TodosAsync(app, ArrangeReferral.Code)).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull("she has left");
        (await home.TodosAsync(app, MeasureTodos.Clean)).ShouldHaveSingleItem();
        director.Text.ShouldContain("等消毒");
        director.Text.ShouldContain("建议封控这栋楼");
        await director.OpenAsync(path);
        (await director.SubmitAsync("/ways", ("arrivedAt", Day(app.Clock.Now().AddHours(2))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync("/ways", ("arrivedAt", Day(app.Clock.Now().AddMinutes(1))));
        director.Text.ShouldContain("到达区中心医院发热门诊");
        await director.SubmitAsync("/ways", ("referOutcome", "普通感冒，次日回家"));
        director.Text.ShouldContain("普通感冒");
        (await app.AuditAsync("measure.refer.way")).ShouldAllBe(s => !s.Contains("感冒"));
        (await app.InDbAsync(db => db.Referrals.SingleAsync(r => r.MeasureId == measure.Id))).ArrivedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_doctor_asks_for_somebody_to_be_fetched_and_has_the_tests_on_her_list()
    {
        var home = await MakeAsync(app, "341号楼", new PersonFacts { Name = "张转运", Phones = ["14200138341"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}";
        (string, string)[] asked = [("referTo", "FeverClinic"), ("referPlace", "区中心医院"), ("referWhy", "发热不退"), ("referBy", "林医生")];
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        using var manager = await app.AsAsync("doctor");
        await manager.OpenAsync("/account");
        (await manager.PostAsync($"{path}/referrals", asked)).ShouldBe(HttpStatusCode.Forbidden);
        using var doctor = await ClosedHome.DoctorAsync(app);
        await doctor.OpenAsync(path);
        (await doctor.SubmitAsync("/referrals", ("referTo", "FeverClinic"), ("referWhy", "发热不退"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        doctor.Page.QuerySelector("#referWhy")!.GetAttribute("value").ShouldBe("发热不退");
        doctor.Page.QuerySelector("#referBy")!.GetAttribute("value").ShouldBe("林医生");
        await doctor.SubmitAsync("/referrals", ("referPlace", "区中心医院"));
        doctor.Text.ShouldContain("由居委会安排车");
        doctor.Text.ShouldContain("等居委会安排车");
        doctor.Page.QuerySelector("form[action$='/ways']").ShouldBeNull();
        (await app.InDbAsync(db => db.Referrals.SingleAsync(r => r.MeasureId == measure.Id))).AskedBy.ShouldBe("林医生");
        var referral = await app.InDbAsync(db => db.Referrals.Where(r => r.MeasureId == measure.Id).Select(r => r.Id).SingleAsync());
        (await doctor.PostAsync($"{path}/ways", ("referral", $"{referral}"), ("fetchedBy", "x"))).ShouldBe(HttpStatusCode.Forbidden);

        // The committee has it on its list, without a word of illness; the doctor need not arrange the car.
        var fetch = (await home.TodosAsync(app, ArrangeReferral.Code)).ShouldHaveSingleItem();
        fetch.Title.ShouldNotContain("发热");
        await doctor.OpenAsync($"/field/{Cast.Home}/todos");
        doctor.Page.QuerySelector($"[data-todo='{fetch.Id}']").ShouldBeNull();
        using var deputy = await app.AsAsync("director");
        await deputy.OpenAsync($"/field/{Cast.Home}/todos");
        deputy.Page.QuerySelector($"[data-todo='{fetch.Id}']").ShouldNotBeNull(deputy.Text);
        await deputy.OpenAsync(path);
        deputy.Page.QuerySelector("form[action$='/referrals']").ShouldBeNull("one that has not arrived is followed by no other");

        // The first day has a test: on her list, with the number, put off when anybody took it, and gone with its result alone.
        At(app, 0, 23, 30);
        await RoundAsync(app);
        var test = (await home.TodosAsync(app, MeasureTodos.Test)).First(t => t.ClosedAt is null);
        using var evening = await ClosedHome.DoctorAsync(app);
        await evening.OpenAsync($"/field/{Cast.Home}/todos");
        evening.Page.QuerySelector($"[data-todo='{test.Id}']").ShouldNotBeNull(evening.Text);
        evening.Page.QuerySelector("a[href='tel:14200138341']").ShouldNotBeNull();
        await evening.SubmitAsync($"/field/{Cast.Home}/todos", ("do", $"{test.Id:N}.done"));
        var taken = (await home.TodosAsync(app, MeasureTodos.Test)).Single(t => t.Id == test.Id);
        (taken.ClosedAt, taken.DueAt > test.DueAt).ShouldBe((null, true));
        await evening.PostAsync($"{path}/tests", ("testDay", "1"), ("result", "negative"));
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.Test)).Single(t => t.Id == test.Id).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_doors_code_alone_opens_no_measure_and_the_tail_of_a_registered_phone_does()
    {
        var home = await MakeAsync(app, "331号楼", new PersonFacts { Name = "张核一", Phones = ["14200138331"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        using var phone = await app.PhoneAsync(home.Dwelling);
        var front = phone.Path;
        phone.Text.ShouldContain("居委会有一份通知给这一户");
        foreach (var word in new[] { "张核一", "隔离", "观察", "体温" })
        {
            phone.Text.ShouldNotContain(word);
        }

        foreach (var page in new[] { "/measures", "/report" })
        {
            await phone.OpenAsync(front + page);
            phone.Path.ShouldBe(front + "/prove", page);
            phone.Text.ShouldNotContain("张核一");
        }

        await phone.PostAsync(front + "/measures/object", ("measure", $"{measure.Id}"), ("objectionText", "我替他说"));
        phone.Path.ShouldBe(front + "/prove");
        // As at a door where nobody is under a measure: it does not tell the two apart.
        using var passer = await app.PhoneAsync((await MakeAsync(app, "743号楼", new PersonFacts { Name = "李没有" })).Dwelling);
        var elsewhere = passer.Path;
        await passer.OpenAsync(elsewhere + "/report");
        passer.Path.ShouldBe(elsewhere + "/prove");
        await passer.PostAsync(elsewhere + "/report", ("key", $"{Ids.New()}"));
        passer.Path.ShouldBe(elsewhere + "/prove");
        await phone.PostAsync(front + "/measures/trip", ("measure", $"{measure.Id}"), ("tripWhere", "医院"), ("tripWhy", "看病"), ("tripAt", Day(app.Clock.Now().AddHours(1))));
        (await app.InDbAsync(db => db.MeasureObjections.CountAsync(o => o.MeasureId == measure.Id))).ShouldBe(0);
        (await app.InDbAsync(db => db.MeasureTrips.CountAsync(t => t.MeasureId == measure.Id))).ShouldBe(0);
        (await phone.SubmitAsync("/prove", ("tail", "83"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("请填 4 位数字");
        (await phone.SubmitAsync("/prove", ("tail", "9999"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("没有对上");
        phone.Page.QuerySelector("input[name=tail]")!.GetAttribute("value").ShouldBe("9999");
        await phone.SubmitAsync("/prove", ("tail", "8331"));
        (phone.Status, phone.Path).ShouldBe((HttpStatusCode.OK, front));
        phone.Text.ShouldContain("核对好了");
        phone.Text.ShouldContain("张核一");
        await phone.OpenAsync(front + "/measures");
        phone.Text.ShouldContain("同乘一车");
        await phone.OpenAsync(front + "/prove");
        phone.Path.ShouldBe(front);
        (await app.AuditAsync("resident.prove")).ShouldContain(s => s.Contains(home.Dwelling.Label));
        // Of another household its phone proves nothing.
        using var other = await (await MakeAsync(app, "332号楼", new PersonFacts { Name = "李核一" })).PhoneAsync(app);
        await other.OpenAsync($"{front}/prove");
        other.Path.ShouldNotStartWith(front);
    }

    [Fact]
    public async Task A_phone_without_a_registered_number_is_confirmed_at_the_desk_once()
    {
        var home = await MakeAsync(app, "333号楼", new PersonFacts { Name = "张核二" });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        using var phone = await app.PhoneAsync(home.Dwelling, "核二妈妈");
        var front = phone.Path;
        var id = front.Split('/')[2];
        var path = $"{Desk}/households/{home.Household.Id}/phones";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await TryAsync(stranger, $"/desk/{Cast.Far}/households/{home.Household.Id}/phones")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        (await TryAsync(worker, path)).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync($"{Desk}/households/{home.Household.Id}");
        director.Page.QuerySelector($"a[href='{path}']").ShouldNotBeNull();
        await director.OpenAsync(path);
        director.Text.ShouldContain("核二妈妈");
        director.Text.ShouldContain("凭门上编码");
        // A phone of another door is not this household's to confirm.
        using var elsewhere = await app.PhoneAsync((await MakeAsync(app, "334号楼", new PersonFacts { Name = "李核二" })).Dwelling);
        (await director.SubmitAsync("/phones", ("phone", elsewhere.Path.Split('/')[2]))).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(path);
        await director.SubmitAsync("/phones", ("phone", id));
        director.Text.ShouldContain("已确认“核二妈妈”");
        director.Text.ShouldContain("居委会确认（高主任）");
        await phone.OpenAsync(front + "/measures");
        phone.Text.ShouldContain("张核二");
        await director.PostAsync(path, ("phone", id));
        director.Text.ShouldContain("已经核对过了");
        (await app.AuditAsync("resident.confirm")).Count(s => s.Contains("333号楼")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_to_be_done_and_its_line_in_the_log_name_the_door_and_not_the_person()
    {
        var home = await MakeAsync(app, "335号楼", new PersonFacts { Name = "张无名" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        using var later = await app.AsAsync("director");
        foreach (var _ in Enumerable.Range(0, ReportChase.UsualCalls))
        {
            await later.OpenAsync($"{Desk}/measures/{measure.Id}");
            await later.SubmitAsync("/calls", ("callOutcome", "NoAnswer"));
        }

        (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldNotBeEmpty();
        var todo = (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        await later.PostAsync($"/field/{Cast.Home}/todos", ("do", TodosHtml.Button(todo.Id, new("trouble", "有情况", true))), ("page", $"{Ids.New()}"));
        later.Text.ShouldContain("已记下");
        await later.OpenAsync($"{Desk}/measures/{measure.Id}");
        await later.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Calm"), ("need", "买一袋米"));
        (await app.InDbAsync(db => db.Todos.Where(t => t.HouseholdId == home.Household.Id).Select(t => t.Title).ToListAsync())).ShouldAllBe(t => !t.Contains("张无名"));
        (await home.TodosAsync(app, MeasureTodos.Need)).ShouldNotBeEmpty();
        (await app.AuditAsync("todo.try")).ShouldContain(s => s.Contains("335号楼"));
        (await app.AuditAsync("todo.try")).ShouldAllBe(s => !s.Contains("张无名"));
    }

    [Fact]
    public async Task After_how_many_calls_that_nobody_took_somebody_knocks_is_in_the_plan()
    {
        var home = await MakeAsync(app, "345号楼", new PersonFacts { Name = "张三打" });
        var patient = await PlanAsync(app, "test-three-calls", plan => plan with { Chase = plan.Chase with { Calls = 3 } });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{patient}"));
        At(app, 1, 8);
        await RoundAsync(app);
        using var later = await app.AsAsync("director");
        foreach (var knocks in new[] { 0, 0, 1 })
        {
            await later.OpenAsync($"{Desk}/measures/{measure.Id}");
            await later.SubmitAsync("/calls", ("callOutcome", "NoAnswer"));
            // Not the one of the evening before, of which nothing was reported.
            (await home.TodosAsync(app, MeasureTodos.Knock)).Count(t => t.Title.Contains("没人接", StringComparison.Ordinal)).ShouldBe(knocks);
        }
    }

    [Fact]
    public async Task A_form_that_comes_back_is_a_look_that_is_recorded()
    {
        var home = await MakeAsync(app, "336号楼", new PersonFacts { Name = "张回看", Phones = ["14200138336"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}";
        await director.OpenAsync(path);
        await director.SubmitAsync("/objections", ("objectionText", "有意见"));
        await director.SubmitAsync("/referrals", ("referTo", "FeverClinic"), ("referPlace", "区中心医院"), ("referWhy", "发热"), ("referBy", "林医生"));
        var objection = await app.InDbAsync(db => db.MeasureObjections.Where(o => o.MeasureId == measure.Id).Select(o => o.Id).SingleAsync());
        var referral = await app.InDbAsync(db => db.Referrals.Where(r => r.MeasureId == measure.Id).Select(r => r.Id).SingleAsync());
        (string Act, (string, string)[] Fields)[] wrong =
        [
            ("calls", []), ("tests", [("testDay", "99"), ("result", "negative")]), ("tests", [("testDay", "14"), ("result", "negative")]), ("objections", []), ("trips", []),
            ("decisions", []), ("referrals", []), ("answers", [("objection", $"{objection}")]), ("ways", [("referral", $"{referral}")]),
        ];
        foreach (var (act, fields) in wrong)
        {
            var looks = await LooksAsync(app, measure);
            (await director.PostAsync($"{path}/{act}", fields)).ShouldBe(HttpStatusCode.UnprocessableEntity, act);
            director.Text.ShouldContain("张回看");
            (await LooksAsync(app, measure)).ShouldBe(looks + 1, act);
        }
    }

    [Fact]
    public async Task What_ended_long_ago_asks_for_the_reason_on_every_way_in()
    {
        var home = await MakeAsync(app, "337号楼", new PersonFacts { Name = "张早完" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var path = $"{Desk}/measures/{measure.Id}";
        // While it runs there is nothing to give a reason for.
        await director.OpenAsync(path);
        (await director.PostAsync(path + "/look", ("why", ""))).ShouldBe(HttpStatusCode.OK);
        director.Path.ShouldBe(path);
        await director.SubmitAsync("/objections", ("objectionText", "当时的意见"));
        var objection = await app.InDbAsync(db => db.MeasureObjections.Where(o => o.MeasureId == measure.Id).Select(o => o.Id).SingleAsync());
        var ended = app.Clock.Now().AddDays(-40);
        await app.InDbAsync(db => db.Measures.Where(m => m.Id == measure.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.EndedAt, ended).SetProperty(m => m.EndedHow, MeasureEnd.Released)));
        var looks = await LooksAsync(app, measure);
        await director.OpenAsync(path);
        Hidden(director);
        // Nor by the lists of an order, with the file's id in the place of the order's.
        foreach (var list in new[] { "temperatures", "missing", "alerts" })
        {
            (await director.OpenAsync($"{Desk}/closures/{measure.Id}/{list}")).ShouldBe(HttpStatusCode.NotFound, list);
        }

        await director.OpenAsync(path);
        (await director.PostAsync(path + "/answers", ("objection", $"{objection}"), ("answer", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        Hidden(director);
        foreach (var paper in new[] { "notice.pdf", "certificate.pdf" })
        {
            (await director.OpenAsync($"{path}/{paper}")).ShouldBe(HttpStatusCode.OK);
            director.Path.ShouldBe(path, paper);
            Hidden(director);
        }

        (await LooksAsync(app, measure)).ShouldBe(looks);
        await director.SubmitAsync("/look", ("why", "本人来开证明"));
        director.Text.ShouldContain("张早完");
        using var certificate = await director.FetchAsync(path + "/certificate.pdf");
        certificate.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        await director.SubmitAsync("/answers", ("answer", "维持"));
        director.Text.ShouldContain("已答复");
        // Her reason opens it to her, not to others.
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(path);
        Hidden(deputy);

        static void Hidden(Browser browser)
        {
            browser.Text.ShouldContain("写明原因");
            browser.Text.ShouldNotContain("张早完");
            browser.Text.ShouldNotContain("当时的意见");
        }
    }

    [Fact]
    public async Task Whoever_may_not_open_a_file_does_not_learn_whether_there_is_one_nor_which_doors_are_kept()
    {
        var home = await MakeAsync(app, "338号楼", new PersonFacts { Name = "张不问" }, new PersonFacts { Name = "张没有" });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/measures/call?person={home.People[0].Id}");
        worker.Text.ShouldContain("张不问");
        (await worker.OpenAsync($"{Desk}/measures/corridors")).ShouldBe(HttpStatusCode.OK);
        worker.Text.ShouldContain("338号楼");
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/measures/corridors")).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var (title, sees) in new[] { ("物业经理", true), ("社区民警", false) })
        {
            await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, title)));
            using var partner = await app.AsAsync("doctor");
            foreach (var person in home.People)
            {
                (await partner.OpenAsync($"{Desk}/measures/call?person={person.Id}")).ShouldBe(HttpStatusCode.Forbidden);
                partner.Path.ShouldStartWith($"{Desk}/measures/call");
            }

            (await partner.OpenAsync($"{Desk}/measures/corridors")).ShouldBe(sees ? HttpStatusCode.OK : HttpStatusCode.Forbidden, title);
            partner.Text.Contains("338号楼", StringComparison.Ordinal).ShouldBe(sees, title);
        }
    }

    [Fact]
    public async Task A_try_with_the_id_of_a_call_does_not_hold_up_the_others()
    {
        var home = await MakeAsync(app, "339号楼", new PersonFacts { Name = "张同号" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        var other = await MakeAsync(app, "340号楼", new PersonFacts { Name = "张别家" });
        await other.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/measures/{measure.Id}");
        var key = Ids.New();
        await later.SubmitAsync("/calls", ("callOutcome", "NoAnswer"), ("callKey", $"{key}"));
        var daily = (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        var asked = (await other.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        await UploadAsync(later, (key, daily.Id, "none"), (Ids.New(), asked.Id, "fine"));
        (await app.InDbAsync(db => db.TodoTries.CountAsync(t => t.TodoId == daily.Id || t.TodoId == asked.Id))).ShouldBe(3, "the call noted in the file stands with what was asked for, too");
        (await app.InDbAsync(db => db.MeasureCalls.CountAsync(c => c.MeasureId == measure.Id))).ShouldBe(2);
    }

    [Fact]
    public async Task Calls_that_nobody_took_and_a_phone_sent_together_end_at_the_door()
    {
        var home = await MakeAsync(app, "842号楼", new PersonFacts { Name = "张同传" });
        using var director = await app.AsAsync("director");
        await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        var daily = (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        using var later = await app.AsAsync("director");
        await UploadAsync(later, (Ids.New(), daily.Id, "none"), (Ids.New(), daily.Id, "none"));
        (await home.TodosAsync(app, MeasureTodos.Knock)).Where(t => t.Title.Contains("电话没人接")).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
    }

    private async Task UploadAsync(Browser worker, params (Guid Id, Guid Todo, string Outcome)[] tries)
    {
        using var pass = await worker.FetchAsync($"/field/{Cast.Home}/todos/pass");
        var now = app.Clock.Now().ToUnixTimeMilliseconds();
        using var batch = JsonContent.Create(new { sentAt = now, tries = tries.Select(t => new { id = t.Id, todo = t.Todo, outcome = t.Outcome, note = "", at = now }) });
        batch.Headers.Add("RequestVerificationToken", (await pass.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
        using var answer = await worker.SendAsync($"/field/{Cast.Home}/todos/tries", batch);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task After_a_call_that_nobody_took_the_row_has_the_number_and_its_buttons_still()
    {
        var home = await MakeAsync(app, "741号楼", new PersonFacts { Name = "张再打", Phones = ["13900004321"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        At(app, 1, 8);
        await RoundAsync(app);
        var daily = (await home.TodosAsync(app, MeasureTodos.DailyCall)).Single(t => t.ClosedAt is null);
        using var later = await app.AsAsync("director");
        foreach (var noted in new[] { 1, 2 })
        {
            await later.OpenAsync($"{Desk}/measures/{measure.Id}");
            await later.SubmitAsync("/calls", ("callOutcome", "NoAnswer"));
            await later.OpenAsync($"/field/{Cast.Home}/todos?show=nobody&q=741");
            var row = later.Page.QuerySelector($"[data-todo='{daily.Id}']")!;
            row.QuerySelector(".todo-before")!.TextContent.ShouldContain($"试过 {noted} 次");
            row.QuerySelectorAll("button[name=do]").Select(b => b.TextContent).ShouldBe(["正常", "有情况", "没人接"], ignoreOrder: true);
            row.Closest(".door")!.QuerySelector("a[href='tel:13900004321']").ShouldNotBeNull();
        }

        // As on the list: two calls that nobody took, then somebody knocks.
        // A report that is missing may have asked for another one.
        var knock = Ids.Of(measure.Id, $"knock {app.Clock.Now().DateHere():yyyyMMdd}");
        (await home.TodosAsync(app, MeasureTodos.Knock)).ShouldContain(t => t.SourceId == knock);
        await later.OpenAsync($"{Desk}/measures/{measure.Id}");
        await later.SubmitAsync("/calls", ("callOutcome", "Fine"), ("mood", "Calm"));
        (await app.InDbAsync(db => db.TodoTries.Where(t => t.TodoId == daily.Id).OrderBy(t => t.At).ThenBy(t => t.Id).Select(t => t.Outcome).ToListAsync()))
            .ShouldBe(["none", "none", "fine"], ignoreOrder: true);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => t.ClosedAt != null);
    }

    [Fact]
    public async Task The_ladder_is_data_of_the_plan()
    {
        using var director = await app.AsAsync("director");
        var plan = await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "compound-closed"));
        await director.OpenAsync($"{Desk}/plans/{plan.Id}");
        director.Text.ShouldContain("对个人的措施");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        (await director.SubmitAsync("/edit", ("measureTests1", "1、99"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector("#measureTests1")!.GetAttribute("value").ShouldBe("1、99");
        (await director.SubmitAsync("/edit", ("measureTests1", "1、4、5"), ("measureDays1", "5"), ("chaseCall", "45"), ("chaseCalls", "3"), ("measureShown", "7"), ("rubbishBy", "07:30"), ("corridorPerDay", "2"))).ShouldBe(HttpStatusCode.OK, director.Text);
        director.Text.ShouldContain("每天 07:30 前上门收垃圾");
        var next = (await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "compound-closed" && p.Version == 2))).Read();
        next.Ladder[1].Days.ShouldBe(5);
        next.Ladder[1].CallBy.ShouldBe(new TimeOnly(12, 0));
        next.Ladder[1].Terms.ShouldBe(plan.Read().Ladder[1].Terms);
        next.Chase.ShouldBe(new ReportChase(45, 120, ReportChase.UsualMessageMinutes, Calls: 3));
        next.MeasureShownDays.ShouldBe(7);
        (next.Times, next.CorridorPerDay).ShouldBe((DailyTimes.Usual with { RubbishBy = new(7, 30) }, 2));
    }
}
