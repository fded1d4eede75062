using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Enclosures;

/// <summary>
/// Who had another entrance than the gate where he stood, and when: at the entrance of an enclosure, the people of the others. An enclosure
/// whose entrance is closed sends nobody there.
/// </summary>
internal sealed class EntranceTimes
{
    private readonly IReadOnlyList<StandingEnclosure> standing;
    private readonly ILookup<Guid, EnclosedDwelling> inside;

    private EntranceTimes(IReadOnlyList<StandingEnclosure> standing, IEnumerable<EnclosedDwelling> inside) =>
        (this.standing, this.inside) = (standing, inside.ToLookup(d => d.DwellingId));

    /// <summary>Of these dwellings, between these moments.</summary>
    public static async Task<EntranceTimes> LoadAsync(
        Db db, long community, IReadOnlyList<Guid> dwellings, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var enclosures = await StandingAsync(db, community, from, to, cancel);
        return new(enclosures, enclosures.Count == 0 ? [] : await db.EnclosedDwellings
            .Where(d => d.CommunityId == community && dwellings.Contains(d.DwellingId) && d.StartsAt <= to && (d.LeftAt == null || d.LeftAt > from)).ToListAsync(cancel));
    }

    /// <summary>Enclosures that stood at some time between these moments, with an entrance that is open.</summary>
    public static Task<List<StandingEnclosure>> StandingAsync(Db db, long community, DateTimeOffset since, DateTimeOffset until, CancellationToken cancel) => (
        from e in db.Enclosures
        join g in db.Gates on new { e.CommunityId, Id = e.GateId } equals new { g.CommunityId, g.Id }
        where e.CommunityId == community && e.StartsAt <= until && (e.DissolvedAt == null || e.DissolvedAt > since) && g.IsOpen
        orderby e.Name
        select new StandingEnclosure(e.Id, e.Name, e.GateId, g.Name, e.StartsAt, e.DissolvedAt)).ToListAsync(cancel);

    /// <summary>Whether the people of that dwelling had another entrance than this gate, which was one, then.</summary>
    public bool HasOther(Guid gate, Guid dwelling, DateTimeOffset at)
    {
        var then = standing.Where(e => e.StartsAt <= at && (e.DissolvedAt is null || at < e.DissolvedAt)).ToDictionary(e => e.Id, e => e.GateId);
        return then.ContainsValue(gate)
            && inside[dwelling].Any(d => d.StartsAt <= at && (d.LeftAt is null || at < d.LeftAt) && then.TryGetValue(d.EnclosureId, out var own) && own != gate);
    }
}

/// <param name="Gate">Its entrance's name.</param>
internal sealed record StandingEnclosure(Guid Id, string Name, Guid GateId, string Gate, DateTimeOffset StartsAt, DateTimeOffset? DissolvedAt);
