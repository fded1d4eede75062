using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>What becomes of a home from which somebody was fetched, and of the building.</summary>
public sealed class ReferralTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string List = $"/field/{Cast.Home}/todos";

    // The person was fetched a moment ago.
    private static async Task LeaveAsync(Browser director, Measure measure, ReferralTo to, string place)
    {
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        await director.SubmitAsync("/referrals", ("referTo", $"{to}"), ("referPlace", place), ("referWhy", "要去看"), ("referBy", "林医生"));
        await director.SubmitAsync("/ways", ("fetchedBy", "负压车 3号"));
        director.Text.ShouldContain("接走");
    }

    private async Task<IReadOnlyCollection<Guid>> AskedAsync(KeptHome home)
    {
        var book = app.Services.GetRequiredService<DutyBook>();
        return (await app.InDbAsync(db => book.OfDwellingAsync(db, home.Dwelling, app.Clock.Now(), default)))?.People ?? [];
    }

    // What the committee's plan of the compound shows on that building.
    private Task<string> OnPlanAsync(KeptHome home) => app.InDbAsync(async db =>
    {
        var me = new Me(Guid.Empty, "", "", [new Grant { Id = Guid.Empty, AccountId = Guid.Empty, Role = Role.Committee, Place = Cast.Home, BuildingId = null }]);
        var its = db.Buildings.Where(b => b.Id == home.Building).Select(b => b.CompoundId);
        var compound = await db.Compounds.SingleAsync(c => its.Contains(c.Id));
        var layer = await MeasureLayers.PeopleAsync(db, me, compound, app.Clock.Now(), default);
        return layer.Areas.SingleOrDefault()?.Figures!.GetValueOrDefault(home.Building) ?? "";
    });

    private async Task<int> UncalledAsync()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/measures");
        return int.Parse(director.Page.QuerySelectorAll("a.figure").Single(a => a.TextContent.Contains("还没打到电话")).QuerySelector("b")!.TextContent, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_empty_home_is_called_by_nobody_and_the_next_step_has_the_place_filled_in()
    {
        At(app, 1, 8);
        var home = await MakeAsync(app, "361号楼", new PersonFacts { Name = "张转一" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldContain(t => t.ClosedAt == null);
        (await AskedAsync(home)).ShouldBe([home.People[0].Id]);
        var uncalled = await UncalledAsync();
        (await OnPlanAsync(home)).ShouldBe("1人");
        await LeaveAsync(director, measure, ReferralTo.Central, "桃浦集中观察点");
        director.Text.ShouldContain("不在家，在桃浦集中观察点");
        foreach (var kind in new[] { MeasureTodos.DailyCall, MeasureTodos.Test, MeasureTodos.Spot, MeasureTodos.AskCall })
        {
            (await home.TodosAsync(app, kind)).ShouldAllBe(t => t.ClosedAt != null);
        }

        (await AskedAsync(home)).ShouldBeEmpty();
        (await UncalledAsync()).ShouldBe(uncalled - 1);
        (await OnPlanAsync(home)).ShouldBe("");
        // The day after: no call, no test, nobody is missed.
        At(app, 1, 12);
        await RoundAsync(app);
        foreach (var kind in new[] { MeasureTodos.DailyCall, MeasureTodos.Test, MeasureTodos.Spot, MeasureTodos.AskCall, MeasureTodos.Knock })
        {
            (await home.TodosAsync(app, kind)).ShouldAllBe(t => t.ClosedAt != null);
        }

        using var next = await app.AsAsync("director");
        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        await next.SubmitAsync("/ways", ("arrivedAt", Day(app.Clock.Now())));
        var link = next.Page.QuerySelectorAll("a").Single(a => a.TextContent == "转为集中医学观察").GetAttribute("href")!;
        await next.OpenAsync(link);
        next.Page.QuerySelector("#place")!.GetAttribute("value").ShouldBe("桃浦集中观察点");
        await next.SubmitAsync("/measures/new", Decision());
        await next.SubmitAsync("/measures");
        next.Text.ShouldContain("已开好");
        var moved = await app.InDbAsync(db => db.Measures.SingleAsync(m => m.PersonId == home.People[0].Id && m.EndedAt == null));
        (moved.Kind, moved.Place).ShouldBe((MeasureKind.CentralObservation, "桃浦集中观察点"));
    }

    [Fact]
    public async Task Those_who_stay_report_on_and_back_from_the_clinic_all_goes_on()
    {
        At(app, 1, 8);
        var home = await MakeAsync(app, "362号楼", new PersonFacts { Name = "张转二" }, new PersonFacts { Name = "李留守" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("coResidents", "1"));
        await LeaveAsync(director, measure, ReferralTo.FeverClinic, "区中心医院");
        (await AskedAsync(home)).ShouldBe([home.People[1].Id]);
        await director.OpenAsync($"{Desk}/measures/corridors");
        director.Text.ShouldContain("362号楼");
        At(app, 1, 8);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldAllBe(t => t.ClosedAt != null);
        using var next = await app.AsAsync("director");
        await next.OpenAsync($"{Desk}/measures/{measure.Id}");
        var referral = await app.InDbAsync(db => db.Referrals.Where(r => r.MeasureId == measure.Id).Select(r => r.Id).SingleAsync());
        (await next.PostAsync($"{Desk}/measures/{measure.Id}/ways", ("referral", $"{referral}"), ("back", "1"), ("backAt", Day(app.Clock.Now().AddHours(3))))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        next.Text.ShouldContain("几时到家要在");
        await next.PostAsync($"{Desk}/measures/{measure.Id}/ways", ("referral", $"{referral}"), ("back", "1"), ("backAt", Day(app.Clock.Now())));
        next.Text.ShouldContain("照旧");
        next.Text.ShouldNotContain("不在家，在");
        (await AskedAsync(home)).ShouldBe(home.People.Select(p => p.Id), ignoreOrder: true);
        await next.PostAsync($"{Desk}/measures/{measure.Id}/ways", ("referral", $"{referral}"), ("back", "1"), ("backAt", Day(app.Clock.Now())));
        next.Text.ShouldContain("已经记过了");
        At(app, 1, 8);
        await RoundAsync(app);
        (await home.TodosAsync(app, MeasureTodos.DailyCall)).ShouldContain(t => t.ClosedAt == null);
    }

    [Fact]
    public async Task What_happened_within_a_minute_is_told_in_its_order()
    {
        var home = await MakeAsync(app, "365号楼", new PersonFacts { Name = "张转五" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await LeaveAsync(director, measure, ReferralTo.FeverClinic, "区中心医院");
        await director.SubmitAsync("/ways", ("arrivedAt", Day(app.Clock.Now())));
        var lines = director.Page.QuerySelectorAll("li.list-group-item").Select(l => l.TextContent).ToList();
        var places = new[] { "到达发热门诊", "离家去发热门诊", "要转运到发热门诊", "开出居家隔离医学观察" }.Select(w => lines.FindIndex(l => l.Contains(w, StringComparison.Ordinal))).ToList();
        places[0].ShouldBeGreaterThanOrEqualTo(0);
        places.ShouldBeInOrder();
    }

    [Fact]
    public async Task The_doctor_proposes_to_close_the_building_and_the_committee_has_it_to_decide()
    {
        var home = await MakeAsync(app, "363号楼", new PersonFacts { Name = "张转三" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        await LeaveAsync(director, measure, ReferralTo.Central, "桃浦集中观察点");
        var path = $"{Desk}/measures/{measure.Id}";
        var referral = await app.InDbAsync(db => db.Referrals.Where(r => r.MeasureId == measure.Id).Select(r => r.Id).SingleAsync());
        using var stranger = await app.AsAsync("stranger");
        using var worker = await app.AsAsync("worker");
        foreach (var (browser, answer) in new[] { (stranger, HttpStatusCode.NotFound), (worker, HttpStatusCode.Forbidden) })
        {
            await browser.OpenAsync("/login");
            (await browser.PostAsync(path + "/closings", ("referral", $"{referral}"))).ShouldBe(answer);
        }

        using var doctor = await ClosedHome.DoctorAsync(app);
        await doctor.OpenAsync(path);
        (await doctor.PostAsync(path + "/closings", ("referral", $"{Ids.New()}"))).ShouldBe(HttpStatusCode.NotFound);
        await doctor.OpenAsync(path);
        await doctor.SubmitAsync("/closings");
        doctor.Text.ShouldContain("也告诉了居委会");
        doctor.Text.ShouldContain("林医生建议封控这栋楼");
        await doctor.PostAsync(path + "/closings", ("referral", $"{referral}"));
        doctor.Text.ShouldContain("已经建议过了");
        (await app.AuditAsync("measure.closing")).ShouldHaveSingleItem().ShouldContain("建议封控363号楼");
        var todo = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Kind == ProposeClosing.Code && t.BuildingId == home.Building));
        (todo.PersonId, todo.HouseholdId, todo.Dwelling).ShouldBe((null, null, "363号楼"));
        await doctor.OpenAsync(List);
        doctor.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldBeNull();
        await director.OpenAsync(List);
        director.Page.QuerySelector($"[data-todo='{todo.Id}']").ShouldNotBeNull(director.Text);
        var form = director.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).First(h => h == $"{Desk}/closures/new?building={home.Building}");
        (await director.OpenAsync(form!)).ShouldBe(HttpStatusCode.OK);
        // Closed by whichever way, nobody need decide any more.
        await CloseBuildingTests.CloseAsync(director, home.Building);
        (await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todo.Id))).ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Released_ones_are_listed_as_long_as_their_plan_says()
    {
        var home = await MakeAsync(app, "364号楼", new PersonFacts { Name = "张七天" }, new PersonFacts { Name = "张十四天" });
        using var director = await app.AsAsync("director");
        var shorter = await PlanAsync(app, "test-seven", plan => plan with { MeasureShownDays = 7 });
        var seven = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{shorter}"));
        var usual = await home.OpenAsync(app, director, 1);
        seven.PlanId.ShouldBe(shorter);
        var ids = new[] { seven.Id, usual.Id };
        foreach (var (days, first, second) in new[] { (6, true, true), (8, false, true), (15, false, false) })
        {
            var ended = app.Clock.Now().AddDays(-days);
            await app.InDbAsync(db => db.Measures.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.EndedAt, ended).SetProperty(m => m.EndedHow, MeasureEnd.Released)));
            await director.OpenAsync($"{Desk}/measures?ended=1&building={home.Building}");
            director.Text.Contains("张七天", StringComparison.Ordinal).ShouldBe(first, $"{days}");
            director.Text.Contains("张十四天", StringComparison.Ordinal).ShouldBe(second, $"{days}");
        }
    }
}
