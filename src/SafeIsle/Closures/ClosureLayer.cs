using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The closed buildings on the plan of a compound, and those whose people are still looked after.</summary>
internal static class ClosureLayer
{
    public static async Task<PlanLayer> OfAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var buildings = db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).Select(b => b.Id);
        var orders = await db.ClosureOrders.Within(me)
            .Where(o => o.CommunityId == community && o.LiftedAt == null && o.MonitoredUntil > now && buildings.Contains(o.BuildingId))
            .OrderBy(o => o.ClosedUntil).Select(o => new ClosedHere(o.BuildingId, o.Label, o.Whole, o.StartsAt, o.ClosedUntil, o.MonitoredUntil)).ToListAsync(cancel);
        // Said only where there is none at all, also none that the reader does not see.
        var none = orders.Count == 0
            && !await db.ClosureOrders.AnyAsync(o => o.CommunityId == community && o.LiftedAt == null && o.MonitoredUntil > now && buildings.Contains(o.BuildingId), cancel);
        return new(
            "封控",
            [],
            [
                .. Area("封控中", "封", orders.FindAll(o => o.StartsAt <= now && o.ClosedUntil > now), o => o.ClosedUntil),
                .. Area("健康管理", "管", orders.FindAll(o => o.ClosedUntil <= now), o => o.MonitoredUntil),
            ]) { Nothing = none ? "没有封控的楼" : "" };

        IEnumerable<PlanArea> Area(string name, string mark, List<ClosedHere> some, Func<ClosedHere, DateTimeOffset> until) => some.Count == 0
            ? []
            :
            [
                new(
                    name, mark, string.Join("、", some.Select(o => $"{o.Label}到{until(o).Short()}")), ListClosures.Path(community),
                    some.GroupBy(o => o.BuildingId).ToDictionary(g => g.Key, g => g.Any(o => o.Whole))),
            ];
    }

    private sealed record ClosedHere(Guid BuildingId, string Label, bool Whole, DateTimeOffset StartsAt, DateTimeOffset ClosedUntil, DateTimeOffset MonitoredUntil);
}
