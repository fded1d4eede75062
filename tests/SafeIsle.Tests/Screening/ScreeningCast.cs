using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Secrets;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Tests.Households;
using Microsoft.Extensions.DependencyInjection;

namespace SafeIsle.Tests.Screening;

/// <summary>A building of a test's own, with a household behind each of its doors, and a campaign that asks them.</summary>
internal static class ScreeningCast
{
    private static int building = 700;

    /// <summary>A new building of two units with one door each for every pair of households.</summary>
    public static async Task<(Guid Building, List<Dwelling> Doors, List<Guid> Households)> GroundAsync(this TestApp app, Tenure tenure, int households)
    {
        var number = Interlocked.Increment(ref building);
        var id = await Closures.Residents.AddBuildingAsync(app, $"{number}号楼", (households + 1) / 2);
        var doors = await app.InDbAsync(db => db.Dwellings.Where(d => d.BuildingId == id).OrderBy(d => d.SortKey).ToListAsync());
        var made = await app.WriteAsync(batch => doors.Take(households).Select((door, i) =>
        {
            var household = batch.AddHousehold(door, tenure);
            batch.AddPerson(household, RegisterFixture.Person($"排查{number}户{i + 1}", phone: $"142{number:D4}{i:D4}"), 0);
            return household.Id;
        }).ToList());
        return (id, doors, made);
    }

    /// <summary>Opens a campaign for these households as a list would, with a shipped script.</summary>
    public static async Task<Guid> CampaignAsync(this TestApp app, string name, string script, params IReadOnlyList<Guid> households)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SafeIsle.Platform.Data.Db>();
        await using var write = await SafeIsle.Platform.Data.Writes.BeginWriteAsync(db, new(null, "测试员"), default);
        var (id, today) = (SafeIsle.Platform.Ids.New(), SafeIsle.Platform.Clock.Today(app.Clock));
        var opened = await db.OpenCampaignAsync(
            write, Cast.Home, new(id, name, "测试名单", script, today, today.AddDays(1), true), db.Households.Where(h => households.Contains(h.Id)), null, app.Clock.GetUtcNow(), "测试员", default);
        opened.Value.ShouldBe(households.Count);
        await write.CommitAsync();
        return id;
    }

    public static Task<ScreeningTarget> TargetAsync(this TestApp app, Guid campaign, Guid household) =>
        app.InDbAsync(db => db.ScreeningTargets.SingleAsync(t => t.CampaignId == campaign && t.HouseholdId == household));

    public static string CodeOf(this TestApp app, Dwelling door) =>
        DoorCode.Of(app.Services.GetRequiredService<KeyRing>(), door.CommunityId, door.Id, door.DoorCodeVersion);
}
