using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The corridors of what is closed are disinfected every day until the order is lifted.</summary>
internal static class CorridorsOfOrders
{
    /// <summary>How often a day, where no measure there asks for more.</summary>
    private const int PerDay = 1;

    internal static async Task<IReadOnlyList<CorridorToClean>> OfAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var orders = db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null && o.StartsAt <= now);
        var units = db.ClosureUnits;
        return await (
            from o in orders
            join b in db.Buildings on new { o.CommunityId, Id = o.BuildingId } equals new { b.CommunityId, b.Id }
            join d in db.Dwellings on new { b.CommunityId, BuildingId = b.Id } equals new { d.CommunityId, d.BuildingId }
            where o.Whole || units.Any(u => u.CommunityId == o.CommunityId && u.OrderId == o.Id && u.Unit == d.Unit)
            select new { b.Id, b.Label, b.SortKey, d.Unit }).Distinct().Select(c => new CorridorToClean(c.Id, c.Label, c.SortKey, c.Unit, PerDay)).ToListAsync(cancel);
    }
}
