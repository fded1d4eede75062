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
        var found = await (
            from o in db.OrdersAt(home.Dwelling)
            join g in db.BuildingGroups on new { o.CommunityId, OrderId = o.Id } equals new { g.CommunityId, g.OrderId }
            where o.LiftedAt == null
            orderby o.MadeAt descending
            select new { Group = g, Order = o }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new(found.Group, found.Order);
    }
}
