using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The corridors of what is closed are disinfected every day until the order is lifted, as often as the plan of the order says.</summary>
internal static class CorridorsOfOrders
{
    internal static async Task<IReadOnlyList<CorridorToClean>> OfAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var orders = db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null && o.StartsAt <= now);
        var units = db.ClosureUnits;
        var corridors = await (
            from o in orders
            join b in db.Buildings on new { o.CommunityId, Id = o.BuildingId } equals new { b.CommunityId, b.Id }
            join d in db.Dwellings on new { b.CommunityId, BuildingId = b.Id } equals new { d.CommunityId, d.BuildingId }
            where o.Whole || units.Any(u => u.CommunityId == o.CommunityId && u.OrderId == o.Id && u.Unit == d.Unit)
            select new { b.Id, b.Label, b.SortKey, d.Unit, o.PlanId }).Distinct().ToListAsync(cancel);
        var perDay = new Dictionary<Guid, int>();
        foreach (var plan in corridors.Select(c => c.PlanId).Distinct())
        {
            perDay[plan] = (await PublishedPlans.ReadAsync(db, community, plan, cancel)).Body.CorridorPerDay;
        }

        return [.. corridors.Where(c => perDay[c.PlanId] > 0).Select(c => new CorridorToClean(c.Id, c.Label, c.SortKey, c.Unit, perDay[c.PlanId]))];
    }
}
