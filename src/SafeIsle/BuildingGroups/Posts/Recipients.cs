using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A household that an order's announcements are for.</summary>
/// <param name="HasPhone">The register holds a number for it, or a phone of its own is recognised.</param>
public sealed record Recipient(Guid Id, Guid DwellingId, string Dwelling, string SortKey, bool HasPhone);

/// <summary>The households of an order: the one place that says who is to be reached.</summary>
public static class Recipients
{
    /// <summary>All open households behind the doors that these orders bind, as pairs (order, household).</summary>
    internal static IQueryable<OrderHousehold> Of(Db db, Me me, IQueryable<ClosureOrder> orders)
    {
        var households = db.Households.Within(me).Where(h => h.ClosedAt == null);
        var (dwellings, units) = (db.Dwellings, db.ClosureUnits);
        return
            from o in orders
            from h in households.Where(h => h.CommunityId == o.CommunityId && h.BuildingId == o.BuildingId)
            where o.Whole || dwellings.Any(d => d.CommunityId == o.CommunityId && d.BuildingId == o.BuildingId && d.Id == h.DwellingId
                && units.Any(u => u.CommunityId == o.CommunityId && u.OrderId == o.Id && u.Unit == d.Unit))
            select new OrderHousehold { CommunityId = o.CommunityId, OrderId = o.Id, HouseholdId = h.Id, DwellingId = h.DwellingId };
    }

    /// <summary>The households of one order, in the order in which people walk.</summary>
    public static async Task<IReadOnlyList<Recipient>> OfAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, building, id) = (order.CommunityId, order.BuildingId, order.Id);
        var (people, phones) = (db.People, db.Residents);
        var found = await (
            from r in Of(db, me, db.ClosureOrders.Where(o => o.CommunityId == community && o.Id == id))
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where d.CommunityId == community && d.BuildingId == building
            select new Recipient(
                r.HouseholdId, d.Id, d.Label, d.SortKey,
                people.Any(p => p.CommunityId == community && p.HouseholdId == r.HouseholdId && p.ClosedAt == null && p.PhonesSealed != null)
                || phones.Any(x => x.CommunityId == community && x.HouseholdId == r.HouseholdId && x.State == ResidentState.In && !x.IsProxy)))
            .ToListAsync(cancel);
        return [.. found.OrderBy(r => r.SortKey, StringComparer.Ordinal).ThenBy(r => r.Id)];
    }
}

/// <summary>A household inside an order, as queries pass it on.</summary>
internal sealed class OrderHousehold
{
    public long CommunityId { get; init; }
    public Guid OrderId { get; init; }
    public Guid HouseholdId { get; init; }
    public Guid DwellingId { get; init; }
}
