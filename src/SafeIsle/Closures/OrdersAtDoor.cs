using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>Which orders bind a door.</summary>
public static class OrdersAtDoor
{
    /// <summary>The orders that bind the dwelling or bound it, lifted ones too, in no order.</summary>
    public static IQueryable<ClosureOrder> OrdersAt(this Db db, Dwelling door)
    {
        var (community, building, unit) = (door.CommunityId, door.BuildingId, door.Unit);
        var units = db.ClosureUnits;
        return db.ClosureOrders.Where(o => o.CommunityId == community && o.BuildingId == building
            && (o.Whole || units.Any(u => u.CommunityId == community && u.OrderId == o.Id && u.Unit == unit)));
    }
}
