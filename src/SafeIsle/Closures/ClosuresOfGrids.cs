using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The closed buildings and units of a grid, for its second list, with how many people at home each binds.</summary>
internal static class ClosuresOfGrids
{
    public static async Task<IReadOnlyList<GridMeasure>> OfAsync(
        Db db, Me me, long community, IReadOnlyCollection<Guid> buildings, DateTimeOffset now, CancellationToken cancel)
    {
        var orders = db.ClosureOrders.Within(me).Where(
            o => o.CommunityId == community && o.LiftedAt == null && o.StartsAt <= now && o.MonitoredUntil > now && buildings.Contains(o.BuildingId));
        var found = await (
            from o in orders
            join b in db.Buildings on new { o.CommunityId, Id = o.BuildingId } equals new { b.CommunityId, b.Id }
            select new { Order = o, b.Label, b.SortKey }).ToListAsync(cancel);
        var people = await (
            from h in InsideOrder.Of(db, orders)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join p in db.People on new { h.CommunityId, h.HouseholdId } equals new { p.CommunityId, p.HouseholdId }
            where d.CommunityId == community && buildings.Contains(d.BuildingId)
                && p.CommunityId == community && buildings.Contains(p.BuildingId) && p.ClosedAt == null && p.Presence == Presence.Home
            group p by new { h.OrderId, d.Unit } into g
            select new { g.Key.OrderId, g.Key.Unit, Count = g.Count() }).ToListAsync(cancel);
        var bound = await db.ClosureUnits.Where(u => u.CommunityId == community && u.LiftedAt == null && buildings.Contains(u.BuildingId)).ToListAsync(cancel);
        return [.. found.SelectMany(f => f.Order.Whole ? [Of(f.Order, f.Label, f.SortKey, 0)] : bound.Where(u => u.OrderId == f.Order.Id).Select(u => Of(f.Order, f.Label, f.SortKey, u.Unit)))];

        GridMeasure Of(ClosureOrder order, string label, string sort, int unit)
        {
            var closed = order.ClosedUntil > now;
            return new(
                order.BuildingId, unit, unit == 0 ? label : $"{label}{unit}单元", sort, closed ? "封控" : "健康管理", closed ? order.ClosedUntil : order.MonitoredUntil,
                people.Where(p => p.OrderId == order.Id && (order.Whole || p.Unit == unit)).Sum(p => p.Count));
        }
    }
}
