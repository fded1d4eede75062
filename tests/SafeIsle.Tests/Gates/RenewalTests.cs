using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>A household's passes of one rule count together, whenever and however they were issued.</summary>
public sealed class RenewalTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_batch_gives_the_household_its_card_beside_a_vehicles_and_a_renewal_counts_on()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (home, _) = await app.SettleAsync(app.Cast.Building2, 1, "101", Tenure.Owner, Groups.Person("钱三"));
        await app.VerifyAsync(home);
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "vehicle"), ("plate", "沪A00000"));
        var vehicle = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home));
        vehicle.Kind.ShouldBe(PassKind.Vehicle);
        await director.OpenAsync(Desk + "/passes/many");
        await director.SubmitAsync("/passes/many", ("where", app.Cast.Building2.ToString()), ("rule", $"{Daily}"));
        var whole = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home && p.Kind == PassKind.Household));
        whole.Counter.ShouldBe(vehicle.Counter);
        // Over or void, what was used before counts with what is used after.
        await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == home).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.RevokedAt, app.Clock.Now()).SetProperty(p => p.LastDay, app.Clock.Today().AddDays(-1))));
        await director.SubmitAsync("/passes/many", ("where", app.Cast.Building2.ToString()), ("rule", $"{Daily}"));
        var batch = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home && p.RevokedAt == null));
        (batch.Counter, batch.Number == batch.Counter).ShouldBe((vehicle.Counter, false));
        await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == home && p.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(p => p.RevokedAt, app.Clock.Now())));
        (await app.PassAsync(director, home)).Counter.ShouldBe(vehicle.Counter);
    }
}
