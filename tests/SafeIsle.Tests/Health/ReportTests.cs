using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Health.ClosedHome;

namespace SafeIsle.Tests.Health;

/// <summary>The household's screen, and the desk that reports for it.</summary>
public sealed class ReportTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private static readonly PersonFacts[] Three =
    [
        new() { Name = "张甲", BirthDate = new(1950, 1, 1), Phones = ["14200138001"] },
        new() { Name = "李乙", BirthDate = new(1980, 1, 1) },
        new() { Name = "张丙", Presence = Presence.Away, AwayWhere = "苏州" },
    ];

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        var home = await MakeAsync(app, "51号楼", Three);
        var path = $"{Desk}/health/report/{home.Household.Id}";
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync(path.Replace("310107103017", "340302004008", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync(path, ("key", Guid.CreateVersion7().ToString()))).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        (await guard.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);
        (await worker.OpenAsync($"{Desk}/health/report/{Guid.CreateVersion7()}")).ShouldBe(HttpStatusCode.NotFound);
        // A partner who is no doctor: a property manager.
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        using var manager = await app.AsAsync("doctor");
        (await manager.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden);
        manager.Text.ShouldContain("社区医生");
        (await manager.OpenAsync($"{Desk}/health/alerts")).ShouldBe(HttpStatusCode.Forbidden);
        (await manager.OpenAsync($"{Desk}/health/missing")).ShouldBe(HttpStatusCode.Forbidden);
        (await manager.OpenAsync(home.Order + "/temperatures")).ShouldBe(HttpStatusCode.OK);
        manager.Text.ShouldNotContain("张");
        using var doctor = await DoctorAsync(app);
        (await doctor.OpenAsync(path)).ShouldBe(HttpStatusCode.OK);

        using var unknown = app.Anyone();
        await unknown.OpenAsync($"/home/{Guid.CreateVersion7()}/report");
        unknown.Path.ShouldBe("/home");
        using var phone = await home.FormAsync(app);
        using var blind = await phone.PostBlindAsync(phone.Path, ("key", Guid.CreateVersion7().ToString()));
        blind.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var copy = phone.Copy();
        await copy.OpenAsync("/home");
        await copy.OpenAsync(copy.Path + "/forget");
        await copy.SubmitAsync("/forget");
        await phone.OpenAsync(phone.Path);
        phone.Path.ShouldBe("/home");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_beside_the_field_and_kept()
    {
        var home = await MakeAsync(app, "52号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        (await phone.SubmitAsync("/report", (T(people[0]), "36.6.6"), (T(people[1]), "365"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("两个小数点");
        phone.Page.QuerySelector($"#{T(people[0])}")!.GetAttribute("value").ShouldBe("36.6.6");
        phone.Page.QuerySelector($"#{T(people[1])}")!.GetAttribute("value").ShouldBe("365");
        (await phone.SubmitAsync("/report", (T(people[0]), ""), (T(people[1]), "没量"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("还没有填体温");
        (await phone.SubmitAsync("/report", (T(people[0]), "33.1"), (T(people[1]), ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        phone.Text.ShouldContain("确认不是笔误");
        // Another unlikely value is a new question; the same once more is an answer.
        (await phone.SubmitAsync("/report", (T(people[0]), "33.2"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await home.ReportsAsync(app)).ShouldBeEmpty();
        (await phone.SubmitAsync("/report")).ShouldBe(HttpStatusCode.OK, phone.Text);
        (await home.ReportsAsync(app)).Single().Tenths.ShouldBe(332);
        phone.Page.QuerySelector($"#{T(people[0])}")!.GetAttribute("value").ShouldBe("33.2");
    }

    [Fact]
    public async Task One_screen_and_one_submit_for_the_whole_household()
    {
        var home = await MakeAsync(app, "53号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.PhoneAsync(app);
        phone.Text.ShouldContain("今天早上的体温");
        phone.Text.ShouldContain("2 人还没报");
        await phone.OpenAsync(phone.Path + "/report");
        phone.Text.ShouldContain("张丙外出，不用报");
        phone.Page.QuerySelector($"#{T(people[2])}").ShouldBeNull();
        using var second = phone.Copy();
        await second.OpenAsync(phone.Path);
        using var replay = phone.Copy();
        await replay.OpenAsync(phone.Path);
        (await phone.SubmitAsync("/report", (T(people[0]), "366"), (T(people[1]), "三十六度五"))).ShouldBe(HttpStatusCode.OK, phone.Text);
        phone.Text.ShouldContain("已收到 2 人的体温");
        phone.Page.QuerySelectorAll("[role=status]").ShouldHaveSingleItem();
        phone.Text.ShouldContain("已报 36.6 ℃");
        phone.Text.ShouldContain("王女士");
        (await home.FigureAsync(app)).ShouldSatisfyAllConditions(f => f.Asked.ShouldBe(2), f => f.Reported.ShouldBe(2), f => f.Abnormal.ShouldBe(0));

        // The same values again are nothing new; a corrected one is the next version, both are kept.
        await phone.SubmitAsync("/report");
        phone.Text.ShouldContain("没有变化");
        await phone.SubmitAsync("/report", (T(people[0]), "36.8"));
        await phone.SubmitAsync("/report", (T(people[0]), ""));
        var rows = await home.ReportsAsync(app);
        rows.Where(r => r.PersonId == people[0].Id).Select(r => (r.Version, r.Tenths, r.How, r.By, r.InTime))
            .ShouldBe([(1, 366, ReportedBy.Self, "王女士", true), (2, 368, ReportedBy.Self, "王女士", true)]);
        rows.Single(r => r.PersonId == people[1].Id).Tenths.ShouldBe(365);
        await phone.OpenAsync(phone.Path.Replace("/report", "", StringComparison.Ordinal));
        phone.Text.ShouldContain("2 人都报了");

        // An older form that is sent now counts as the newest word.
        await second.SubmitAsync("/report", (T(people[1]), "36.4"));
        (await home.ReportsAsync(app)).Where(r => r.PersonId == people[1].Id).Select(r => r.Tenths).ShouldBe([365, 364]);
        var audit = await app.InDbAsync(db => db.Set<AuditEntry>().Where(a => a.Action == "health.report" && a.Subject == home.Household.Id).Select(a => a.Summary).ToListAsync());
        audit.Count.ShouldBe(3);
        audit.ShouldAllBe(a => !a.Contains("36", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_form_sent_twice_or_much_later_is_one_report()
    {
        var home = await MakeAsync(app, "54号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        var fields = new[] { ("key", Guid.CreateVersion7().ToString()), (T(people[0]), "36.5") };
        (await phone.PostAsync(phone.Path, fields)).ShouldBe(HttpStatusCode.OK);
        (await phone.PostAsync(phone.Path, (T(people[0]), "36.9"))).ShouldBe(HttpStatusCode.OK);
        await phone.PostAsync(phone.Path, fields);
        phone.Text.ShouldContain("已经报过了");
        Later(app, 17, 30);
        await phone.PostAsync(phone.Path, fields);
        (await home.ReportsAsync(app)).Select(r => r.Tenths).ShouldBe([365, 369]);
    }

    [Fact]
    public async Task Many_at_once_are_versions_of_one_after_the_other()
    {
        var home = await MakeAsync(app, "55号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        var phones = Enumerable.Range(0, 4).Select(_ => phone.Copy()).ToList();
        foreach (var one in phones)
        {
            await one.OpenAsync(phone.Path);
        }

        var answers = await Task.WhenAll(phones.Select((p, i) => p.SubmitAsync("/report", (T(people[0]), $"36.{i}"), (T(people[1]), $"36.{i + 1}"))));
        answers.ShouldAllBe(a => a == HttpStatusCode.OK);
        var rows = (await home.ReportsAsync(app)).Where(r => r.PersonId == people[0].Id).ToList();
        rows.Select(r => r.Version).Order().ShouldBe([1, 2, 3, 4]);
        phones.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Fevers_told_at_once_are_all_kept_and_ask_for_one_call()
    {
        var home = await MakeAsync(app, "155号楼", Three);
        var person = (await home.PeopleAsync(app))[0];
        using var phone = await home.FormAsync(app);
        var phones = Enumerable.Range(0, 4).Select(_ => phone.Copy()).ToList();
        foreach (var one in phones)
        {
            await one.OpenAsync(phone.Path);
        }

        var answers = await Task.WhenAll(phones.Select((p, i) => p.SubmitAsync("/report", (T(person), $"38.{i}"))));
        answers.ShouldAllBe(a => a == HttpStatusCode.OK);
        (await home.ReportsAsync(app)).Select(r => r.Tenths).Order().ShouldBe([380, 381, 382, 383]);
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.Kind == AlertTodos.Code && t.PersonId == person.Id))).ShouldBe(1);
        phones.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Out_of_window_is_kept_for_the_nearest_and_said_so()
    {
        var home = await MakeAsync(app, "56号楼", Three);
        var people = await home.PeopleAsync(app);
        Later(app, 10, 0);
        using var phone = await home.PhoneAsync(app);
        phone.Text.ShouldContain("时间已过，请现在补报");
        await phone.OpenAsync(phone.Path + "/report");
        phone.Text.ShouldContain("现在不在上报时间");
        await phone.SubmitAsync("/report", (T(people[0]), "36.5"));
        phone.Text.ShouldContain("记在最近的今天早上");
        var row = (await home.ReportsAsync(app)).Single();
        (row.Window, row.InTime).ShouldBe(("早", false));
    }

    [Fact]
    public async Task A_neighbour_reports_as_proxy_and_staff_by_call()
    {
        var home = await MakeAsync(app, "57号楼", Three);
        var people = await home.PeopleAsync(app);
        using var neighbour = await home.FormAsync(app, "proxy");
        await neighbour.SubmitAsync("/report", (T(people[0]), "36.5"));
        neighbour.Text.ShouldNotContain("最近几天");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{home.Household.Id}");
        await worker.OpenAsync(worker.Page.QuerySelector("a[href*='/health/report/']")!.GetAttribute("href")!);
        worker.Text.ShouldContain("老李，代报");
        (await worker.SubmitAsync($"{Desk}/health/report/{home.Household.Id}", (T(people[1]), "abc"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await worker.SubmitAsync($"{Desk}/health/report/{home.Household.Id}", (T(people[1]), "36.7"))).ShouldBe(HttpStatusCode.OK, worker.Text);
        worker.Page.QuerySelector("svg.temperature-curve")!.GetAttribute("aria-label")!.ShouldContain("36.5");
        (await home.ReportsAsync(app)).Select(r => (r.Tenths, r.How)).ShouldBe([(365, ReportedBy.Proxy), (367, ReportedBy.Staff)]);
        await worker.OpenAsync(home.Order + "/temperatures");
        worker.Text.ShouldContain("2/2");
        worker.Text.ShouldContain("电话代录");
    }

    [Fact]
    public async Task After_the_lifting_nothing_is_asked_and_nothing_taken()
    {
        var home = await MakeAsync(app, "58号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "36.5"));
        using var director = await app.AsAsync("director");
        await app.InDbAsync(db => db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.Id == home.OrderId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, app.Clock.Now())));
        await phone.SubmitAsync("/report", (T(people[0]), "36.9"));
        phone.Text.ShouldContain("现在没有要求这一户报体温");
        phone.Text.ShouldContain("没有保存");
        await phone.OpenAsync(phone.Path.Replace("/report", "", StringComparison.Ordinal));
        phone.Text.ShouldNotContain("体温");
        (await home.ReportsAsync(app)).Count.ShouldBe(1);
        // What was reported stays to be read, by the committee alone.
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/health/report/{home.Household.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        worker.Text.ShouldContain("封控解除以后只给居委会看");
        await worker.OpenAsync("/login");
        (await worker.PostAsync($"{Desk}/health/report/{home.Household.Id}", (T(people[0]), "36.9"))).ShouldBe(HttpStatusCode.Forbidden);
        using var doctor = await DoctorAsync(app);
        (await doctor.OpenAsync($"{Desk}/health/report/{home.Household.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(home.Order + "/temperatures");
        director.Text.ShouldContain("1/2");
        (await director.OpenAsync($"{Desk}/health/report/{home.Household.Id}")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("36.5");
    }

    [Fact]
    public async Task An_order_on_one_unit_asks_only_there_and_an_empty_household_is_told_to_register()
    {
        var home = await MakeAsync(app, "59号楼", [], ("scope", "units"), ("unit", "1"));
        using var phone = await home.PhoneAsync(app);
        phone.Text.ShouldContain("还没有登记人");
        await phone.OpenAsync(phone.Path + "/report");
        phone.Page.QuerySelector("a[href^='/h/']").ShouldNotBeNull();
        var other = await app.DwellingAsync(home.Building, "101", unit: 2);
        await app.PutAsync(other, Tenure.Owner, [new PersonFacts { Name = "赵丁" }]);
        using var free = await (home with { Dwelling = other }).PhoneAsync(app);
        free.Text.ShouldNotContain("体温");
        (await home.FigureAsync(app)).Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Buildings_that_are_counted_together_have_each_their_own_numbers()
    {
        var first = await MakeAsync(app, "71号楼", [new() { Name = "甲一" }, new() { Name = "甲二" }]);
        var second = await MakeAsync(app, "72号楼", [new() { Name = "乙一" }]);
        // Another household of the third building lives in the unit that is not bound.
        var third = await MakeAsync(app, "73号楼", [new() { Name = "丙一" }], ("scope", "units"), ("unit", "1"));
        await app.PutAsync(await app.DwellingAsync(third.Building, "101", unit: 2), Tenure.Owner, [new PersonFacts { Name = "丙二" }]);
        using var phone = await first.FormAsync(app);
        await phone.SubmitAsync("/report", (T((await first.PeopleAsync(app))[0]), "36.6"));
        var figures = await app.InDbAsync(async db =>
        {
            var duties = await app.Services.GetRequiredService<DutyBook>().RunningAsync(db, Cast.Home, app.Clock.Now(), default);
            return await ReportFigure.LoadAsync(db, duties, app.Clock.Now(), default);
        });
        foreach (var (home, asked, reported) in new[] { (first, 2, 1), (second, 1, 0), (third, 1, 0) })
        {
            var figure = figures.Single(f => f.Duty.Id == home.OrderId);
            (figure.Asked, figure.Reported).ShouldBe((asked, reported), home.Order);
        }
    }

    [Fact]
    public async Task A_phone_at_a_shared_door_is_shown_no_household_until_the_committee_says_which_is_hers()
    {
        var home = await MakeAsync(app, "39号楼", Three);
        var people = await home.PeopleAsync(app);
        await app.PutAsync(home.Dwelling, Tenure.Tenant, new PersonFacts { Name = "钱租客" });
        using var phone = await app.PhoneAsync(home.Dwelling);
        var first = phone.Path;
        phone.Text.ShouldContain("先请居委会确认这台手机是这个门里的哪一户");
        await phone.OpenAsync(first + "/report");
        phone.Text.ShouldContain("请居委会认户");
        foreach (var name in new[] { "张甲", "李乙", "钱租客" })
        {
            phone.Text.ShouldNotContain(name);
        }

        await phone.OpenAsync(first + "/forget");
        await phone.PostAsync(first + "/report", (T(people[0]), "36.5"));
        phone.Text.ShouldContain("请居委会先认户");
        (await home.ReportsAsync(app)).ShouldBeEmpty();

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{home.Order}/group/members/{first.Split('/')[2]}");
        await director.SubmitAsync("/household", ("household", home.Household.Id.ToString()));
        await phone.OpenAsync(first + "/report");
        phone.Text.ShouldContain("张甲");
        phone.Text.ShouldNotContain("钱租客");
        await phone.SubmitAsync("/report", (T(people[0]), "36.5"));
        phone.Text.ShouldContain("已收到 1 人的体温");
    }

    [Fact]
    public async Task A_fever_stands_on_the_first_page_with_what_happens_next_until_what_came_of_it()
    {
        var home = await MakeAsync(app, "69号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "38.2"), (S(people[0]), "cough"), (T(people[1]), "36.5"));
        var first = phone.Path.Replace("/report", "", StringComparison.Ordinal);
        await phone.OpenAsync(first);
        var card = phone.Page.QuerySelector(".notice")!;
        card.TextContent.ShouldContain($"{people[0].Name}：38.2 ℃");
        foreach (var words in new[] { "已报给社区医生", "会打电话来问", "急症打 120", "再报一次" })
        {
            card.TextContent.ShouldContain(words);
        }

        phone.Page.QuerySelectorAll(".notice").ShouldNotContain(n => n.TextContent.Contains($"{people[1].Name}：", StringComparison.Ordinal));
        // Neither a helper nor whoever read the code on the door is told.
        using var helper = await home.FormAsync(app, "proxy");
        await helper.OpenAsync(helper.Path.Replace("/report", "", StringComparison.Ordinal));
        helper.Text.ShouldNotContain("38.2");
        using var passer = await home.AtDoorAsync(app);
        passer.Text.ShouldNotContain("38.2");
        await app.InDbAsync(db => db.HealthAlerts.Where(a => a.PersonId == people[0].Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Outcome, AlertOutcome.Asked).SetProperty(a => a.HandledAt, app.Clock.Now()).SetProperty(a => a.HandledBy, "林医生")));
        await phone.OpenAsync(first);
        phone.Text.ShouldContain("体温异常，已电话问诊");
        phone.Text.ShouldNotContain("会打电话来问");
    }

    [Fact]
    public async Task A_helper_adds_and_sees_nothing_of_what_the_household_told()
    {
        var home = await MakeAsync(app, "50号楼", Three);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "37.8"), (S(people[0]), "cough"));
        using var helper = await home.FormAsync(app, "proxy");
        helper.Text.ShouldContain("已报");
        helper.Text.ShouldNotContain("37.8");
        helper.Page.QuerySelector(".ask-hint")!.TextContent.ShouldNotContain("干咳");
        helper.Page.QuerySelector($"#{T(people[0])}")!.GetAttribute("value").ShouldBeNullOrEmpty();
        helper.Page.QuerySelectorAll("input[type=checkbox][checked]").ShouldBeEmpty();
        helper.Page.QuerySelectorAll("details[open]").ShouldBeEmpty();

        // What she leaves empty takes nothing away, and no alert of others is told to her.
        await helper.SubmitAsync("/report", (T(people[0]), "36.9"), (T(people[1]), "36.6.6"));
        helper.Page.QuerySelector($"#{T(people[0])}")!.GetAttribute("value").ShouldBe("36.9");
        helper.Page.QuerySelectorAll("input[type=checkbox][checked]").ShouldBeEmpty();
        await helper.SubmitAsync("/report", (T(people[1]), "36.6"));
        helper.Text.ShouldContain("已收到 2 人的体温");
        helper.Text.ShouldNotContain("36.9");
        await helper.SubmitAsync("/report", (S(people[0]), "throat"));
        helper.Text.ShouldContain("已报给社区医生");
        (await home.ReportsAsync(app)).Where(r => r.PersonId == people[0].Id).Select(r => (r.Tenths, r.Symptoms))
            .ShouldBe([(378, "cough"), (369, "cough"), (369, "cough throat")]);
        await phone.OpenAsync(phone.Path);
        phone.Text.ShouldContain("已报 36.9 ℃");
    }

    [Fact]
    public async Task Whoever_read_the_code_on_the_door_reports_and_reads_nothing_back()
    {
        var home = await MakeAsync(app, "68号楼", Three);
        var people = await home.PeopleAsync(app);
        using var known = await home.FormAsync(app);
        await known.SubmitAsync("/report", (T(people[0]), "37.8"), (S(people[0]), "cough"));
        using var phone = await home.AtDoorAsync(app);
        await phone.OpenAsync(phone.Path + "/report");
        phone.Text.ShouldContain("核对一次这台手机");
        phone.Text.ShouldNotContain("37.8");
        phone.Text.ShouldNotContain("最近几天");
        phone.Page.QuerySelectorAll("input[type=checkbox][checked]").ShouldBeEmpty();
        await phone.SubmitAsync("/report", (T(people[1]), "36.6"));
        phone.Text.ShouldContain("已收到 1 人的体温");
        phone.Text.ShouldNotContain("已报给社区医生");
        await app.ProvenAsync(phone);
        await phone.OpenAsync(phone.Path + "/report");
        phone.Text.ShouldContain("37.8");
    }

    [Fact]
    public async Task A_households_page_leads_to_its_temperatures_only_where_they_open()
    {
        var home = await MakeAsync(app, "48号楼", Three);
        var page = $"{Desk}/households/{home.Household.Id}";
        var link = $"a[href='{Desk}/health/report/{home.Household.Id}']";
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(page);
        worker.Page.QuerySelector(link).ShouldNotBeNull();
        await app.InDbAsync(db => db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.Id == home.OrderId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, app.Clock.GetUtcNow())));
        await worker.OpenAsync(page);
        worker.Page.QuerySelector(link).ShouldBeNull();
        using var director = await app.AsAsync("director");
        await director.OpenAsync(page);
        director.Page.QuerySelector(link).ShouldNotBeNull();
    }

    [Fact]
    public async Task Looking_at_a_households_and_a_buildings_temperatures_is_recorded()
    {
        var home = await MakeAsync(app, "49号楼", Three);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/health/report/{home.Household.Id}");
        await worker.OpenAsync(home.Order + "/temperatures");
        worker.Text.ShouldContain("本次查看已记录");
        using var town = await app.AsAsync("town");
        await town.OpenAsync(home.Order + "/temperatures");
        town.Text.ShouldNotContain("本次查看已记录");
        (await app.InDbAsync(db => db.Set<AuditEntry>().Where(a => a.Action == "health.look" && (a.Subject == home.Household.Id || a.Subject == home.OrderId))
            .OrderBy(a => a.Id).Select(a => a.ActorName).ToListAsync())).ShouldBe(["小周", "小周"]);

        // Nobody asks a building that is open: what was reported there is the committee's.
        var open = await app.PutAsync(await app.DoorAsync(app.Cast.Building1, 1, "101"), Tenure.Owner, new PersonFacts { Name = "自由人" });
        (await worker.OpenAsync($"{Desk}/health/report/{open.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Desk}/health/report/{open.Id}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_measured_before_the_first_window_is_kept_apart_and_the_window_is_asked_all_the_same()
    {
        NextDay(app, 11, 41);
        using var director = await app.AsAsync("director");
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, "74号楼");
        var dwelling = await app.DwellingAsync(building, "101");
        var household = await app.PutAsync(dwelling, Tenure.Owner, Three);
        var home = new ClosedHome(building, dwelling, household, await SafeIsle.Tests.Closures.CloseBuildingTests.CloseAsync(director, building));
        var people = await home.PeopleAsync(app);
        Later(app, 11, 46);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "38.2"));
        (await home.ReportsAsync(app)).Single().ShouldSatisfyAllConditions(r => r.Window.ShouldBe("早"), r => r.InTime.ShouldBeFalse());
        await director.OpenAsync(home.Order + "/temperatures");
        director.Text.ShouldContain("38.2");
        director.Text.ShouldContain("不计比例");
        director.Text.ShouldNotContain("未报");
        await director.OpenAsync($"{Desk}/health/report/{household.Id}");
        director.Text.ShouldContain("38.2");

        Later(app, 17, 5);
        using var later = await app.AsAsync("director");
        (await home.FigureAsync(app)).ShouldSatisfyAllConditions(f => f.Asked.ShouldBe(2), f => f.Reported.ShouldBe(0));
        await phone.OpenAsync(phone.Path.Replace("/report", "", StringComparison.Ordinal));
        phone.Text.ShouldContain("2 人还没报");
        await later.OpenAsync(home.Order + "/temperatures");
        later.Text.ShouldContain("0/2");
        later.Page.QuerySelectorAll("tbody a[href*='slot=']").Length.ShouldBe(2);
    }
}
