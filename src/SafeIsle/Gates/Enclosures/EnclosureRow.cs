using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Households;
using SafeIsle.Places;

namespace SafeIsle.Gates.Enclosures;

/// <summary>An enclosure with its entrance and how much is inside; of what is inside only what the reader reaches.</summary>
/// <param name="Dwellings">In use.</param>
public sealed record EnclosureRow(Enclosure Enclosure, Gate Entrance, string Compound, int Dwellings, int Households, int People)
{
    /// <summary>Those enclosures by compound and name; ended ones with the counts of nobody.</summary>
    internal static async Task<IReadOnlyList<EnclosureRow>> OfAsync(
        Db db, Me me, long community, IQueryable<Enclosure> enclosures, CancellationToken cancel)
    {
        var rows = await (
            from e in enclosures
            join g in db.Gates on new { e.CommunityId, Id = e.GateId } equals new { g.CommunityId, g.Id }
            join c in db.Compounds on new { e.CommunityId, Id = e.CompoundId } equals new { c.CommunityId, c.Id }
            orderby c.SortKey, e.StartsAt, e.Name
            select new { Enclosure = e, Gate = g, Compound = c.Name }).ToListAsync(cancel);
        var inside = Inside(db, me, community);
        var dwellings = await CountAsync(
            from i in inside
            join d in db.Dwellings on new { i.CommunityId, Id = i.DwellingId } equals new { d.CommunityId, d.Id }
            where d.ClosedAt == null
            select i.EnclosureId);
        var households = await CountAsync(
            from i in inside
            join h in db.Households on new { i.CommunityId, i.DwellingId } equals new { h.CommunityId, h.DwellingId }
            where h.ClosedAt == null
            select i.EnclosureId);
        var people = await CountAsync(
            from i in inside
            join h in db.Households on new { i.CommunityId, i.DwellingId } equals new { h.CommunityId, h.DwellingId }
            join p in db.People on new { h.CommunityId, HouseholdId = h.Id } equals new { p.CommunityId, p.HouseholdId }
            where h.ClosedAt == null && p.ClosedAt == null
            select i.EnclosureId);
        return [.. rows.Select(r => new EnclosureRow(
            r.Enclosure, r.Gate, r.Compound, dwellings.GetValueOrDefault(r.Enclosure.Id), households.GetValueOrDefault(r.Enclosure.Id), people.GetValueOrDefault(r.Enclosure.Id)))];

        Task<Dictionary<Guid, int>> CountAsync(IQueryable<Guid> enclosed) =>
            enclosed.GroupBy(id => id).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    /// <summary>Which dwelling is in which enclosure now.</summary>
    internal static IQueryable<EnclosedDwelling> Inside(Db db, Me me, long community) =>
        db.EnclosedDwellings.Within(me).Where(d => d.CommunityId == community && d.LeftAt == null);

    internal string Size => $"{Dwellings} 套房屋、{Households} 户、{People} 人";
}
