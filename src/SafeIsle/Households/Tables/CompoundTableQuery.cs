using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.Tables;

/// <summary>
/// The compound big table (一小区一大表): one line for each building, sums for each compound and for the community. Counted by the
/// database in a few grouped statements; page, PDF and XLSX read it here.
/// </summary>
public sealed class CompoundTableQuery(Db db, TimeProvider clock)
{
    /// <summary>All buildings of the community that the person reaches.</summary>
    public async Task<CommunityTable> OfAsync(Me me, long community, CancellationToken cancel)
    {
        var now = clock.Now();
        var since = now.AddDays(-AccuracyStamp.FreshDays);
        var name = await db.Communities.Within(me).Where(c => c.CommunityId == community).Select(c => c.Name).SingleAsync(cancel);
        var buildings = await (
            from building in db.Buildings.Within(me).Where(b => b.CommunityId == community)
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            orderby compound.SortKey, building.SortKey, building.Id
            select new { building.Id, building.Label, building.CompoundId, Compound = compound.Name }).ToListAsync(cancel);
        var dwellings = await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.ClosedAt == null)
            .GroupBy(d => d.BuildingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var households = await db.Households.Within(me).Where(h => h.CommunityId == community && h.ClosedAt == null)
            .GroupBy(h => new { h.BuildingId, h.VerifiedBy, Never = h.VerifiedAt == null, Fresh = h.VerifiedAt >= since })
            .Select(g => new { g.Key.BuildingId, g.Key.VerifiedBy, g.Key.Never, g.Key.Fresh, Count = g.Count(), Oldest = g.Min(h => h.VerifiedAt) })
            .ToListAsync(cancel);
        var occupied = await db.Households.Within(me).Where(h => h.CommunityId == community && h.ClosedAt == null)
            .GroupBy(h => h.BuildingId).Select(g => new { g.Key, Count = g.Select(h => h.DwellingId).Distinct().Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var people = await db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null)
            .GroupBy(p => new { p.BuildingId, p.Presence }).Select(g => new { g.Key.BuildingId, g.Key.Presence, Count = g.Count() }).ToListAsync(cancel);
        var tags = await (
            from tag in db.PersonTags.Within(me).Where(t => t.CommunityId == community)
            join person in db.People.Where(p => p.ClosedAt == null) on new { tag.CommunityId, Id = tag.PersonId } equals new { person.CommunityId, person.Id }
            group tag by new { tag.BuildingId, tag.Tag } into g
            select new { g.Key.BuildingId, g.Key.Tag, Count = g.Count() }).ToListAsync(cancel);
        var open = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null);
        var elders = await Elders.Of(db, open, community, now.DateHere()).GroupBy(p => p.BuildingId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var householdsOf = households.ToLookup(h => h.BuildingId);
        var peopleOf = people.ToLookup(p => p.BuildingId);
        var tagsOf = tags.ToLookup(t => t.BuildingId);
        var lines = buildings.ConvertAll(b => new TableLine(b.Label)
        {
            BuildingId = b.Id,
            CompoundId = b.CompoundId,
            Compound = b.Compound,
            Dwellings = dwellings.GetValueOrDefault(b.Id),
            Occupied = occupied.GetValueOrDefault(b.Id),
            AtHome = peopleOf[b.Id].Where(p => p.Presence == Presence.Home).Sum(p => p.Count),
            Away = peopleOf[b.Id].Where(p => p.Presence == Presence.Away).Sum(p => p.Count),
            Tags = tagsOf[b.Id].Where(t => t.Tag != CareTags.Elder).Select(t => (t.Tag, t.Count))
                .Concat(elders.TryGetValue(b.Id, out var old) ? [(CareTags.Elder, old)] : [])
                .ToDictionary(t => t.Item1, t => t.Item2, StringComparer.Ordinal),
            Verified = householdsOf[b.Id].Select(h => new VerifiedCount(h.VerifiedBy, h.Count, h.Fresh && !h.Never ? h.Count : 0, h.Oldest)).ToList(),
        });
        return new(community, name, lines, await TagNames.LoadAsync(db, me, community, cancel), now);
    }
}

/// <summary>What was counted for a community.</summary>
public sealed record CommunityTable(long Community, string Name, IReadOnlyList<TableLine> Buildings, TagNames Tags, DateTimeOffset Now)
{
    /// <summary>The line of the whole community.</summary>
    public TableLine Total => TableLine.Sum($"{Name} 合计", Buildings);

    /// <summary>A line for each compound, in walking order.</summary>
    public IReadOnlyList<TableLine> Compounds => Buildings.GroupBy(b => b.CompoundId)
        .Select(g => TableLine.Sum(g.First().Compound, g.ToList()) with { CompoundId = g.Key, Compound = g.First().Compound }).ToList();

    /// <summary>The tags that anybody in those lines has, the most urgent first.</summary>
    public IReadOnlyList<CareTag> TagsOf(IEnumerable<TableLine> lines)
    {
        var used = lines.SelectMany(l => l.Tags.Keys).ToHashSet(StringComparer.Ordinal);
        return Tags.Open.Where(t => used.Contains(t.Code)).ToList();
    }
}

/// <summary>The figures of a building, a compound or a community.</summary>
public sealed record TableLine(string Label)
{
    public Guid BuildingId { get; init; }
    public Guid CompoundId { get; init; }
    public string Compound { get; init; } = "";

    /// <summary>Doors in use.</summary>
    public int Dwellings { get; init; }

    /// <summary>Doors with at least one household.</summary>
    public int Occupied { get; init; }

    public int AtHome { get; init; }
    public int Away { get; init; }

    /// <summary>Tag code → people who have it.</summary>
    public IReadOnlyDictionary<string, int> Tags { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    public IReadOnlyList<VerifiedCount> Verified { get; init; } = [];

    public int People => AtHome + Away;

    public AccuracyStamp Stamp => AccuracyStamp.Of(Verified);

    /// <summary>The sum of lines, under a name of its own.</summary>
    public static TableLine Sum(string label, IReadOnlyList<TableLine> lines) => new(label)
    {
        Dwellings = lines.Sum(l => l.Dwellings),
        Occupied = lines.Sum(l => l.Occupied),
        AtHome = lines.Sum(l => l.AtHome),
        Away = lines.Sum(l => l.Away),
        Tags = lines.SelectMany(l => l.Tags).GroupBy(t => t.Key).ToDictionary(g => g.Key, g => g.Sum(t => t.Value), StringComparer.Ordinal),
        Verified = lines.SelectMany(l => l.Verified).ToList(),
    };
}
