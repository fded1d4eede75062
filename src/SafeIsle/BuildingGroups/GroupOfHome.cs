using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>The group that a resident's door belongs to now.</summary>
public sealed record GroupOfHome(BuildingGroup Group, ClosureOrder Order)
{
    /// <summary>Null when no order in force binds the dwelling.</summary>
    public static async Task<GroupOfHome?> FindAsync(Db db, Home home, CancellationToken cancel)
    {
        var (community, building, unit) = (home.Row.CommunityId, home.Dwelling.BuildingId, home.Dwelling.Unit);
        var units = db.ClosureUnits.Where(u => u.CommunityId == community && u.BuildingId == building && u.Unit == unit && u.LiftedAt == null);
        var found = await (
            from o in db.ClosureOrders
            join g in db.BuildingGroups on new { o.CommunityId, OrderId = o.Id } equals new { g.CommunityId, g.OrderId }
            where o.CommunityId == community && o.BuildingId == building && o.LiftedAt == null && (o.Whole || units.Any(u => u.OrderId == o.Id))
            orderby o.MadeAt descending
            select new { Group = g, Order = o }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new(found.Group, found.Order);
    }
}
