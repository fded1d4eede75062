using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>A household that an order's announcements are for.</summary>
/// <param name="HasPhone">The register holds a number for it, or a phone speaks for it that is not a helper's.</param>
public sealed record Recipient(Guid Id, Guid DwellingId, string Dwelling, string SortKey, bool HasPhone);

/// <summary>The households of an order, as they are reached.</summary>
public static class Recipients
{
    /// <summary>The households of one order, in the order in which people walk.</summary>
    public static Task<IReadOnlyList<Recipient>> OfAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
        OfAsync(db, db.People.Within(me), order, cancel);

    /// <summary>The same, where nobody in particular asks.</summary>
    /// <param name="people">Whose numbers count.</param>
    internal static async Task<IReadOnlyList<Recipient>> OfAsync(Db db, IQueryable<Person> people, ClosureOrder order, CancellationToken cancel)
    {
        var (community, building) = (order.CommunityId, order.BuildingId);
        var found = await (
            from r in InsideOrder.Of(db, order)
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where d.CommunityId == community && d.BuildingId == building
            select new Recipient(
                r.HouseholdId, d.Id, d.Label, d.SortKey,
                people.Any(p => p.CommunityId == community && p.HouseholdId == r.HouseholdId && p.ClosedAt == null && p.PhonesSealed != null)))
            .ToListAsync(cancel);
        var phones = (await db.Residents
            .Where(r => r.CommunityId == community && r.BuildingId == building && r.State == ResidentState.In && !r.IsProxy)
            .Select(r => new { r.DwellingId, r.HouseholdId }).ToListAsync(cancel)).ToLookup(r => r.DwellingId, r => r.HouseholdId);
        var behind = found.ToLookup(r => r.DwellingId, r => r.Id);
        return [.. found
            .Select(r => r with { HasPhone = r.HasPhone || phones[r.DwellingId].Any(given => Home.HouseholdOf(given, behind[r.DwellingId]) == r.Id) })
            .OrderBy(r => r.SortKey, StringComparer.Ordinal).ThenBy(r => r.Id)];
    }
}
