using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Health.Measures;

namespace SafeIsle.Tests.Health;

/// <summary>What was looked after goes out of the lists as long after the end of the order or measure as its plan says, to the minute.</summary>
public sealed class HandledAlertsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private Task<int> AlertAsync(KeptHome home, Guid duty) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        foreach (var handled in new[] { true, false })
        {
            db.Add(new HealthAlert
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = home.Building, HouseholdId = home.Household.Id, PersonId = home.People[handled ? 0 : 1].Id, DutyId = duty,
                At = app.Clock.Now(), Day = app.Clock.Today(), Window = "早", Tenths = 381, Symptoms = "", By = "测试",
                Outcome = handled ? AlertOutcome.NormalAgain : null, HandledAt = handled ? app.Clock.Now() : null, HandledBy = handled ? "林医生" : "",
            });
        }

        write.Record(Cast.Home, "test.alert", null, "测试");
        await write.CommitAsync();
        return 0;
    });

    private async Task<bool> ListsAsync(string name)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/health/alerts");
        // What nobody handled stays, however long ago.
        director.Text.ShouldContain(name + "待");
        return director.Text.Contains(name + "好", StringComparison.Ordinal);
    }

    private static PersonFacts[] Two(string name) => [new() { Name = name + "好" }, new() { Name = name + "待" }];

    [Fact]
    public async Task Of_a_measure_for_the_days_of_its_own_plan()
    {
        var home = await KeptHome.MakeAsync(app, "871号楼", Two("甲期"));
        using var director = await app.AsAsync("director");
        var seven = await KeptHome.PlanAsync(app, "alerts-seven", plan => plan with { MeasureShownDays = 7 });
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("plan", $"{seven}"));
        await AlertAsync(home, measure.Id);
        (await ListsAsync("甲期")).ShouldBeTrue("it is in force");
        foreach (var (ago, shown) in new[] { (TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5), true), (TimeSpan.FromDays(7) + TimeSpan.FromMinutes(5), false), (TimeSpan.FromDays(400), false) })
        {
            await EndAsync(measure, ago);
            (await ListsAsync("甲期")).ShouldBe(shown, $"{ago}");
        }
    }

    [Fact]
    public async Task Of_a_closed_building_from_its_lifting()
    {
        var home = await KeptHome.MakeAsync(app, "872号楼", Two("乙期"));
        using var director = await app.AsAsync("director");
        var order = Guid.Parse((await CloseBuildingTests.CloseAsync(director, home.Building)).Split('/')[^1]);
        await AlertAsync(home, order);
        (await ListsAsync("乙期")).ShouldBeTrue("it is in force");
        var days = await app.InDbAsync(async db => (await db.ResponsePlans.SingleAsync(p => db.Set<SafeIsle.Closures.ClosureOrder>().Any(o => o.Id == order && o.PlanId == p.Id))).Read().MeasureShownDays);
        foreach (var (ago, shown) in new[] { (TimeSpan.FromDays(days) - TimeSpan.FromMinutes(5), true), (TimeSpan.FromDays(days) + TimeSpan.FromMinutes(5), false) })
        {
            var lifted = app.Clock.Now() - ago;
            await app.InDbAsync(db => db.Set<SafeIsle.Closures.ClosureOrder>().Where(o => o.Id == order).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, lifted)));
            (await ListsAsync("乙期")).ShouldBe(shown, $"{ago}");
            await director.OpenAsync($"{Desk}/closures/{order}/alerts");
            director.Text.Contains("乙期好", StringComparison.Ordinal).ShouldBe(shown, $"{ago}");
        }
    }

    [Fact]
    public async Task A_slip_to_the_doctor_goes_with_the_measure_and_any_other_stays()
    {
        var home = await KeptHome.MakeAsync(app, "873号楼", Two("丙期"));
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        foreach (var (category, where) in new[] { ("Doctor", "看病的地方"), ("City", "上班的地方") })
        {
            await director.OpenAsync($"{Desk}/households/{home.Household.Id}/errands");
            await director.SubmitAsync(
                "/errands", ("person", $"{home.People[0].Id}"), ("category", category), ("where", where), ("what", "有事"), ("companionName", "小周"),
                ("backBy", KeptHome.Day(app.Clock.Now().AddHours(4))), ("despite", "已批准"), ("authority", "镇防控办"));
            director.Path.ShouldContain("/errands/", customMessage: director.Text);
            await director.SubmitAsync("/takeback", ("why", "不去了"));
        }

        foreach (var (ago, shown) in new[] { (TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5), true), (TimeSpan.FromDays(14) + TimeSpan.FromMinutes(5), false) })
        {
            await EndAsync(measure, ago);
            foreach (var page in new[] { $"{Desk}/errands?show=closed", $"{Desk}/households/{home.Household.Id}/errands" })
            {
                await director.OpenAsync(page);
                director.Text.Contains("看病的地方", StringComparison.Ordinal).ShouldBe(shown, $"{page} {ago}");
                director.Text.ShouldContain("上班的地方");
            }
        }

        // One that was issued before the measure or after it tells nothing of it.
        await app.InDbAsync(db => db.Measures.Where(m => m.Id == measure.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.StartsAt, app.Clock.Now().AddDays(-40)).SetProperty(m => m.EndedAt, app.Clock.Now().AddDays(-26))));
        await director.OpenAsync($"{Desk}/errands?show=closed");
        director.Text.ShouldContain("看病的地方");
    }

    // The slips of the test were issued today: its start goes back with its end, its days hold them.
    private Task<int> EndAsync(Measure measure, TimeSpan ago) => app.InDbAsync(async db =>
    {
        var ended = app.Clock.Now() - ago;
        await db.Errands.Where(e => e.HouseholdId == measure.HouseholdId).ExecuteUpdateAsync(set => set.SetProperty(e => e.IssuedAt, ended.AddHours(-1)));
        return await db.Measures.Where(m => m.Id == measure.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.StartsAt, ended.AddDays(-14)).SetProperty(m => m.EndedAt, ended).SetProperty(m => m.EndedHow, MeasureEnd.Released));
    });
}
