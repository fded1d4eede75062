using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Platform.Audit;
using SafeIsle.Tests.Households.SelfRegistration;
using static SafeIsle.Tests.Health.ClosedHome;

namespace SafeIsle.Tests.Health;

/// <summary>What rises from reports: alerts for the doctor, missing ones for whoever calls.</summary>
public sealed class FollowUpTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private static readonly PersonFacts[] Two =
    [
        new() { Name = "张甲", BirthDate = new(1950, 1, 1), Phones = ["14200138001"] },
        new() { Name = "李乙", BirthDate = new(1980, 1, 1) },
    ];

    [Fact]
    public async Task An_alert_is_a_call_on_the_doctors_list_and_settled_there_or_where_alerts_are_handled()
    {
        var home = await MakeAsync(app, "166号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "38.1"), (T(people[1]), "37.9"));
        await phone.SubmitAsync("/report", (T(people[0]), "38.2"));
        var calls = await app.InDbAsync(db => db.Set<SafeIsle.Grids.Todos.Todo>().Where(t => t.Kind == AlertTodos.Code && t.HouseholdId == home.Household.Id).ToListAsync());
        calls.Select(c => c.PersonId).ShouldBe([people[0].Id, people[1].Id], ignoreOrder: true);
        calls.ShouldAllBe(c => c.Title.All(t => !char.IsAsciiDigit(t)) && !c.Title.Contains('热'));
        var list = $"/field/{Cast.Home}/todos";
        using var doctor = await DoctorAsync(app);
        await doctor.OpenAsync(list);
        var one = calls.Single(c => c.PersonId == people[0].Id);
        doctor.Page.QuerySelector($"[data-todo='{one.Id}']").ShouldNotBeNull();
        doctor.Page.QuerySelector("a[href='tel:14200138001']").ShouldNotBeNull();
        await doctor.SubmitAsync(list, ("do", $"{one.Id:N}.Asked"));
        doctor.Text.ShouldContain("已记下");
        var alerts = await app.InDbAsync(db => db.HealthAlerts.Where(a => a.PersonId == people[0].Id).ToListAsync());
        alerts.Count.ShouldBe(2);
        alerts.ShouldAllBe(a => a.Outcome == AlertOutcome.Asked && a.HandledBy == "林医生");
        await doctor.OpenAsync($"{Desk}/health/alerts");
        await doctor.SubmitAsync($"{Desk}/health/alerts/{people[1].Id}", ("outcome", "NormalAgain"));
        await doctor.OpenAsync(list);
        doctor.Page.QuerySelectorAll(".todo").Select(t => t.GetAttribute("data-todo")).ShouldNotContain($"{calls.Single(c => c.PersonId == people[1].Id).Id}");

        // Asked again when she reports again; a property manager has none of it.
        await phone.OpenAsync(phone.Path);
        using var later = await home.FormAsync(app);
        await later.SubmitAsync("/report", (T(people[1]), "38.6"));
        (await app.InDbAsync(db => db.Set<SafeIsle.Grids.Todos.Todo>().SingleAsync(t => t.Kind == AlertTodos.Code && t.PersonId == people[1].Id))).ClosedAt.ShouldBeNull();
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        using var manager = await app.AsAsync("doctor");
        await manager.OpenAsync(list);
        manager.Text.ShouldNotContain("有新的上报");
        await manager.OpenAsync("/account");
        (await manager.PostAsync(list, ("do", $"{one.Id:N}.Asked"), ("page", $"{Guid.CreateVersion7()}"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Fever_or_a_symptom_rises_at_once_and_is_handled_once()
    {
        var home = await MakeAsync(app, "61号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "37.3"), (T(people[1]), "37.2"));
        phone.Text.ShouldContain("已报给社区医生");
        (await home.FigureAsync(app)).Abnormal.ShouldBe(1);
        await phone.SubmitAsync("/report", (T(people[0]), "37.8"), (S(people[1]), "throat"));
        (await home.FigureAsync(app)).Abnormal.ShouldBe(2);

        using var town = await app.AsAsync("town");
        (await town.OpenAsync(home.Order + "/alerts")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain("张*");
        town.Text.ShouldNotContain("张甲");
        town.Text.ShouldNotContain("14200138001");
        town.Page.QuerySelector($"form[action$='{people[0].Id}']").ShouldBeNull();
        (await town.PostAsync($"{Desk}/health/alerts/{people[0].Id}", ("outcome", "Asked"))).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(home.Order + "/alerts")).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync($"{Desk}/health/alerts/{people[0].Id}", ("outcome", "Asked"))).ShouldBe(HttpStatusCode.NotFound);

        using var doctor = await DoctorAsync(app);
        var looks = await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Action == "health.look" && a.ActorName == "林医生"));
        (await doctor.OpenAsync($"{Desk}/health/alerts")).ShouldBe(HttpStatusCode.OK);
        doctor.Page.QuerySelectorAll($"#p-{people[0].Id} .badge").Length.ShouldBe(2);
        doctor.Page.QuerySelector("a[href='tel:14200138001']").ShouldNotBeNull();
        doctor.Text.ShouldContain("咽痛");
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Action == "health.look" && a.ActorName == "林医生"))).ShouldBe(looks + 1);
        var form = $"{Desk}/health/alerts/{people[0].Id}";
        (await doctor.SubmitAsync(form, ("outcome", "Nonsense"))).ShouldBe(HttpStatusCode.OK);
        doctor.Text.ShouldContain("没有保存");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/alerts");

        // What comes while the doctor writes has not been looked after.
        await phone.SubmitAsync("/report", (T(people[0]), "38.4"));
        await doctor.SubmitAsync(form, ("outcome", "Asked"), ("note", "已嘱多喝水"));
        doctor.Text.ShouldContain("已记下：已电话问诊");
        doctor.Text.ShouldContain("已嘱多喝水");
        (await home.FigureAsync(app)).Abnormal.ShouldBe(2);
        await director.SubmitAsync(form, ("outcome", "NormalAgain"));
        director.Text.ShouldContain("已经由林医生处理过了");
        await director.SubmitAsync(form, ("outcome", "SentToDoctor"));
        (await home.FigureAsync(app)).Abnormal.ShouldBe(1);
        var alerts = await app.InDbAsync(db => db.HealthAlerts.Where(a => a.PersonId == people[0].Id).OrderBy(a => a.At).ToListAsync());
        alerts.Select(a => (a.Tenths, a.Outcome, a.HandledBy)).ShouldBe(
            [(373, AlertOutcome.Asked, "林医生"), (378, AlertOutcome.Asked, "林医生"), (384, AlertOutcome.SentToDoctor, "高主任")]);
        (await app.InDbAsync(db => db.Set<AuditEntry>().Where(a => a.Subject == people[0].Id).Select(a => a.Summary).ToListAsync()))
            .ShouldAllBe(s => !s.Contains("喝水", StringComparison.Ordinal) && !s.Contains("38", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_boards_are_told_of_a_report()
    {
        var home = await MakeAsync(app, "62号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        using var director = await app.AsAsync("director");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var stream = await director.StreamAsync(home.Order + "/events", limit.Token);
        using var reader = new StreamReader(stream);
        // The stream's own first sign of life: what it is named, nothing, and an empty line.
        for (var line = "-"; line.Length > 0;)
        {
            line = (await reader.ReadLineAsync(limit.Token))!;
        }

        var told = reader.ReadLineAsync(limit.Token).AsTask();
        (await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(300), limit.Token))).ShouldNotBe(told, "nothing has happened yet");
        await phone.SubmitAsync("/report", (T(people[0]), "36.5"));
        (await told).ShouldBe("event: message");
    }

    [Fact]
    public async Task Whoever_is_missing_after_the_window_is_called_the_lonely_first()
    {
        var home = await MakeAsync(app, "63号楼", Two);
        var people = await home.PeopleAsync(app);
        var alone = await app.PutAsync(await app.DwellingAsync(home.Building, "102", unit: 2), Tenure.Owner, new PersonFacts
        {
            Name = "孤老", BirthDate = new(1945, 1, 1), Phones = ["14200138009"], Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [CareTags.Alone] = "" },
        });
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "36.5"));
        using var early = await app.AsAsync("worker");
        await early.OpenAsync(home.Order + "/missing");
        early.Text.ShouldContain("还差 2 人");
        Later(app, 9, 1);
        using var worker = await app.AsAsync("worker");
        (await home.FigureAsync(app)).ShouldSatisfyAllConditions(f => f.Missing.ShouldBe(2), f => f.Open.ShouldBeFalse());
        await worker.OpenAsync(home.Order + "/missing");
        worker.Text.ShouldContain("2 人没报");
        worker.Page.QuerySelectorAll("[id^=h-]").Select(e => e.Id).ShouldBe([$"h-{alone.Id}", $"h-{home.Household.Id}"]);
        worker.Text.ShouldContain("独居、高龄");
        worker.Page.QuerySelector("a[href='tel:14200138009']").ShouldNotBeNull();
        using var town = await app.AsAsync("town");
        await town.OpenAsync($"{Desk}/health/missing");
        town.Text.ShouldContain("孤*");
        town.Text.ShouldNotContain("14200138009");
        (await town.PostAsync($"{Desk}/health/missing/{alone.Id}", ("outcome", "NoAnswer"))).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(home.Order + "/missing")).ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync($"{Desk}/health/missing/{alone.Id}", ("outcome", "NoAnswer"))).ShouldBe(HttpStatusCode.NotFound);

        var slot = worker.Page.QuerySelector("input[name=slot]")!.GetAttribute("value")!;
        var back = home.OrderId.ToString();
        await worker.PostAsync($"{Desk}/health/missing/{alone.Id}", ("outcome", "Perhaps"), ("slot", slot), ("back", back));
        worker.Text.ShouldContain("结果的选项不对");
        var call = new[] { ("key", Guid.CreateVersion7().ToString()), ("outcome", "NoAnswer"), ("slot", slot), ("back", back) };
        await worker.PostAsync($"{Desk}/health/missing/{alone.Id}", call);
        worker.Text.ShouldContain("没人接");
        await worker.PostAsync($"{Desk}/health/missing/{alone.Id}", call);
        worker.Text.ShouldContain("已经记过了");
        await worker.PostAsync($"{Desk}/health/missing/{alone.Id}", ("outcome", "NeedsHelp"), ("note", "没有体温计"), ("slot", slot), ("back", back));
        worker.Text.ShouldContain("没有体温计");
        town.Text.ShouldNotContain("没有体温计");
        (await app.InDbAsync(db => db.MissingCalls.CountAsync(c => c.HouseholdId == alone.Id))).ShouldBe(2);

        // Measured on the phone: into the window that was missed, and off the list.
        await worker.SubmitAsync($"{Desk}/health/report/{home.Household.Id}", (T(people[1]), "366"));
        worker.Path.ShouldBe(home.Order + "/missing");
        worker.Page.QuerySelector($"#h-{home.Household.Id}").ShouldBeNull();
        var row = (await home.ReportsAsync(app)).Single(r => r.PersonId == people[1].Id);
        (row.Tenths, row.Window, row.How).ShouldBe((366, "早", ReportedBy.Staff));
        Later(app, 17, 10);
        using var late = await app.AsAsync("worker");
        await late.OpenAsync(home.Order + "/missing");
        late.Text.ShouldContain("还差 3 人");
        await late.OpenAsync(late.Page.QuerySelector($"a[href*='slot={slot[..10]}.%E6%97%A9']")!.GetAttribute("href")!);
        late.Text.ShouldContain("1 人没报");
    }

    [Fact]
    public async Task When_the_order_is_over_the_committee_alone_handles_and_sees_who_it_was()
    {
        var home = await MakeAsync(app, "64号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[0]), "38.1"));
        var alert = await app.InDbAsync(db => db.HealthAlerts.SingleAsync(a => a.PersonId == people[0].Id));
        using var doctor = await DoctorAsync(app);
        await doctor.OpenAsync(home.Order + "/alerts");
        await app.InDbAsync(db => db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.Id == home.OrderId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, app.Clock.GetUtcNow())));
        var form = $"{Desk}/health/alerts/{people[0].Id}";
        (await doctor.PostAsync(form, ("outcome", "Asked"), ("alert", alert.Id.ToString()))).ShouldBe(HttpStatusCode.Forbidden);
        await doctor.OpenAsync(home.Order + "/alerts");
        doctor.Text.ShouldContain("张*");
        doctor.Text.ShouldNotContain("张甲");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(home.Order + "/alerts");
        director.Text.ShouldContain("张甲");
        await director.SubmitAsync(form, ("outcome", "Asked"));
        director.Text.ShouldContain("已记下：已电话问诊");
    }

    [Fact]
    public async Task An_open_list_is_told_how_many_came_after_the_newest_it_shows()
    {
        var home = await MakeAsync(app, "65号楼", Two);
        var people = await home.PeopleAsync(app);
        using var phone = await home.FormAsync(app);
        using var doctor = await DoctorAsync(app);
        await doctor.OpenAsync(home.Order + "/alerts");
        var empty = doctor.Page.QuerySelector("live-region")!.GetAttribute("src")!;
        (await doctor.OpenAsync(empty)).ShouldBe(HttpStatusCode.OK);
        doctor.Text.ShouldBe("");
        await phone.SubmitAsync("/report", (T(people[0]), "37.9"));
        await doctor.OpenAsync(empty);
        doctor.Text.ShouldContain("又有 1 条新的异常");
        doctor.Page.QuerySelector($"a[href='{home.Order}/alerts']").ShouldNotBeNull();
        await doctor.OpenAsync(home.Order + "/alerts");
        var shown = doctor.Page.QuerySelector("live-region")!.GetAttribute("src")!;
        await doctor.OpenAsync(shown);
        doctor.Text.ShouldBe("");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await phone.SubmitAsync("/report", (T(people[1]), "38.0"));
        await doctor.OpenAsync(shown);
        doctor.Text.ShouldContain("又有 1 条新的异常");
        doctor.Text.ShouldNotContain("李乙");

        // Of another order it says nothing, and nothing to whom the list is closed.
        await doctor.OpenAsync(shown.Replace(home.OrderId.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal));
        doctor.Text.ShouldBe("");
        (await doctor.OpenAsync($"{Desk}/health/alerts/new?after=-1")).ShouldBe(HttpStatusCode.NotFound);
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync(shown);
        guard.Text.ShouldBe("");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(shown)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"{Desk}/health/alerts/events")).ShouldBe(HttpStatusCode.NotFound);
        await app.InDbAsync(db => db.Users.Where(u => u.UserName == "doctor").ExecuteUpdateAsync(set => set.SetProperty(u => u.DutyTitle, "物业经理")));
        using var manager = await app.AsAsync("doctor");
        (await manager.OpenAsync(shown)).ShouldBe(HttpStatusCode.Forbidden);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        (await Should.ThrowAsync<HttpRequestException>(() => manager.StreamAsync($"{Desk}/health/alerts/events", limit.Token)))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_wrong_number_in_the_list_comes_back_to_the_list_and_numbers_say_whose_they_are()
    {
        PersonFacts[] two = [Two[0], Two[1] with { Phones = ["14200138002"] }];
        var home = await MakeAsync(app, "66号楼", two);
        var people = await home.PeopleAsync(app);
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/health/missing");
        var form = $"{Desk}/health/report/{home.Household.Id}";
        (await worker.SubmitAsync(form, (T(people[0]), "36.6.6"), (T(people[1]), "365"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var card = worker.Page.QuerySelector($"#h-{home.Household.Id}")!;
        card.QuerySelector("[role=alert]")!.TextContent.ShouldContain("张甲：");
        card.QuerySelector($"input[name={T(people[1])}]")!.GetAttribute("value").ShouldBe("365");
        worker.Text.ShouldContain("没报体温的");
        card.QuerySelector("a[href='tel:14200138001']")!.TextContent.ShouldContain("张甲");
        card.QuerySelector("a[href='tel:14200138002']")!.TextContent.ShouldContain("李乙");
        // An unlikely value is asked about there too, and taken when it is sent again.
        (await worker.SubmitAsync(form, (T(people[0]), "33.1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await worker.SubmitAsync(form);
        worker.Path.ShouldBe($"{Desk}/health/missing");
        (await home.ReportsAsync(app)).Select(r => r.Tenths).Order().ShouldBe([331, 365]);

        await worker.OpenAsync($"{Desk}/health/missing");
        using var phone = await home.FormAsync(app);
        await phone.SubmitAsync("/report", (T(people[1]), "38.0"));
        await worker.OpenAsync(home.Order + "/alerts");
        worker.Page.QuerySelector("a[href='tel:14200138002']")!.TextContent.ShouldContain("李乙");
    }
}
