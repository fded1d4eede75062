using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>A household inside an order, as queries pass it on.</summary>
internal sealed class OrderHousehold
{
    public long CommunityId { get; init; }
    public Guid OrderId { get; init; }
    public Guid HouseholdId { get; init; }
    public Guid DwellingId { get; init; }
}

/// <summary>Which households an order binds: all that are in use behind its doors. The one definition, for boards, groups and notices alike.</summary>
internal static class InsideOrder
{
    /// <summary>
    /// As pairs (order, household), in no order. Every table is narrowed to the order's building by itself, and whoever joins another one
    /// does the same: joined only by key, a fresh PostgreSQL picks a plan that takes seconds.
    /// </summary>
    /// <param name="orders">Only such as the reader may see.</param>
    public static IQueryable<OrderHousehold> Of(Db db, IQueryable<ClosureOrder> orders)
    {
        var (households, dwellings, units) = (db.Households, db.Dwellings, db.ClosureUnits);
        return
            from o in orders
            from h in households.Where(h => h.CommunityId == o.CommunityId && h.BuildingId == o.BuildingId && h.ClosedAt == null)
            where o.Whole || dwellings.Any(d => d.CommunityId == o.CommunityId && d.BuildingId == o.BuildingId && d.Id == h.DwellingId
                && units.Any(u => u.CommunityId == o.CommunityId && u.OrderId == o.Id && u.Unit == d.Unit))
            select new OrderHousehold { CommunityId = o.CommunityId, OrderId = o.Id, HouseholdId = h.Id, DwellingId = h.DwellingId };
    }

    /// <summary>The households of one order.</summary>
    public static IQueryable<OrderHousehold> Of(Db db, ClosureOrder order)
    {
        var (community, id) = (order.CommunityId, order.Id);
        return Of(db, db.ClosureOrders.Where(o => o.CommunityId == community && o.Id == id));
    }
}
