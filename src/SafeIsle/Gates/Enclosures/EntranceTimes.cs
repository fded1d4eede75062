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
    private readonly ILookup<Guid, GateChange> changes; // of their entrances, in the order of time

    private EntranceTimes(IReadOnlyList<StandingEnclosure> standing, IEnumerable<EnclosedDwelling> inside, IEnumerable<GateChange> changes)
    {
        this.standing = standing;
        this.inside = inside.ToLookup(d => d.DwellingId);
        this.changes = changes.ToLookup(c => c.GateId);
    }

    /// <summary>Of these dwellings, between these moments.</summary>
    public static async Task<EntranceTimes> LoadAsync(
        Db db, long community, IReadOnlyList<Guid> dwellings, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var enclosures = await StandingAsync(db, community, from, to, cancel);
        if (enclosures.Count == 0)
        {
            return new([], [], []);
        }

        var entrances = enclosures.Select(e => e.GateId).Distinct().ToList();
        return new(
            enclosures,
            await db.EnclosedDwellings
                .Where(d => d.CommunityId == community && dwellings.Contains(d.DwellingId) && d.StartsAt <= to && (d.LeftAt == null || d.LeftAt > from)).ToListAsync(cancel),
            await db.GateChanges.Where(c => c.CommunityId == community && entrances.Contains(c.GateId) && c.Why != EditGate.Entered && c.State != GateChangeState.TakenBack && c.At <= to)
                .OrderBy(c => c.At).ThenBy(c => c.EnteredAt).ToListAsync(cancel));
    }

    /// <summary>Enclosures that stood at some time between these moments.</summary>
    public static Task<List<StandingEnclosure>> StandingAsync(Db db, long community, DateTimeOffset since, DateTimeOffset until, CancellationToken cancel) => (
        from e in db.Enclosures
        join g in db.Gates on new { e.CommunityId, Id = e.GateId } equals new { g.CommunityId, g.Id }
        where e.CommunityId == community && e.StartsAt <= until && (e.DissolvedAt == null || e.DissolvedAt > since)
        orderby e.Name
        select new StandingEnclosure(e.Id, e.Name, e.GateId, g.Name, g.IsOpen, e.StartsAt, e.DissolvedAt)).ToListAsync(cancel);

    /// <summary>Whether the people of that dwelling had another entrance than this gate, which was one, then.</summary>
    public bool HasOther(Guid gate, Guid dwelling, DateTimeOffset at)
    {
        var then = standing.Where(e => e.StartsAt <= at && (e.DissolvedAt is null || at < e.DissolvedAt) && WasOpen(e.GateId, at)).ToDictionary(e => e.Id, e => e.GateId);
        return then.ContainsValue(gate)
            && inside[dwelling].Any(d => d.StartsAt <= at && (d.LeftAt is null || at < d.LeftAt) && then.TryGetValue(d.EnclosureId, out var own) && own != gate);
    }

    // Entered, it stands open.
    private bool WasOpen(Guid gate, DateTimeOffset at) => changes[gate].LastOrDefault(c => c.At <= at)?.Open ?? true;
}

/// <param name="Gate">Its entrance's name.</param>
/// <param name="OpenNow">Whether that stands open now.</param>
internal sealed record StandingEnclosure(Guid Id, string Name, Guid GateId, string Gate, bool OpenNow, DateTimeOffset StartsAt, DateTimeOffset? DissolvedAt);
