using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>What campaigns do when the register changes: a household that left is asked no more, doors that were merged are one.</summary>
internal static class FollowRegister
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WhenHouseholdLeft>(LeftAsync);
        services.AddSingleton<WhenDwellingMerged>(MergedAsync);
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
    }

    private static async Task LeftAsync(Db db, WriteScope write, HouseholdLeft notice, CancellationToken cancel)
    {
        if (notice.Person is not null)
        {
            return;
        }

        var targets = await db.ScreeningTargets.Where(t => t.CommunityId == notice.Community && t.HouseholdId == notice.Household && t.LeftAt == null)
            .Select(t => t.Id).ToListAsync(cancel);
        // What was answered stays counted: it was asked when it lived there.
        await db.ScreeningTargets
            .Where(t => t.CommunityId == notice.Community && targets.Contains(t.Id) && t.State != TargetState.Done && t.State != TargetState.Contradicts
                && t.State != TargetState.Scanned)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.LeftAt, (DateTimeOffset?)notice.At), cancel);
        foreach (var kind in TryTarget.Asking)
        {
            await db.DropTodosAsync(notice.Community, kind, targets, notice.At, cancel);
        }
    }

    private static async Task MergedAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var (community, into) = (notice.Community, notice.Into);
        var door = await db.Dwellings.SingleAsync(d => d.CommunityId == community && d.Id == into, cancel);
        var building = await db.Buildings.SingleAsync(b => b.CommunityId == community && b.Id == door.BuildingId, cancel);
        var (unit, key) = (door.Unit, Todo.Place(building, door));
        // One door is left: where both were doors without anybody, or one of them was, it is not to be looked at twice.
        var there = db.ScreeningTargets.Where(t => t.CommunityId == community && (t.DwellingId == into || t.DwellingId == notice.From) && t.LeftAt == null);
        var empty = await there.Where(t => t.HouseholdId == null && there.Any(o => o.CampaignId == t.CampaignId && o.Id != t.Id && (o.HouseholdId != null || o.DwellingId == into)))
            .Select(t => t.Id).ToListAsync(cancel);
        var now = db.GetService<TimeProvider>().Now();
        await db.ScreeningTargets.Where(t => t.CommunityId == community && empty.Contains(t.Id)).ExecuteUpdateAsync(set => set.SetProperty(t => t.LeftAt, (DateTimeOffset?)now), cancel);
        await db.DropTodosAsync(community, TryTarget.EmptyKind, empty, now, cancel);
        await db.ScreeningTargets.Where(t => t.CommunityId == community && t.DwellingId == notice.From).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.DwellingId, into).SetProperty(t => t.Unit, unit).SetProperty(t => t.SortKey, key), cancel);
    }

    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.ScreeningTargets.CountAsync(t => t.CommunityId == community && t.BuildingId == building, cancel) is > 0 and var asked ? $"排查 {asked} 户次" : null;
}
