using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Visits;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// What guards took back (撤回): the earlier record stays and counts no more, and what followed from it is undone. In whatever order the two
/// arrive; only a record of the same gate.
/// </summary>
internal sealed class CorrectScans
{
    private readonly HashSet<(Guid Scan, Guid Gate)> taken;

    private CorrectScans(HashSet<(Guid Scan, Guid Gate)> taken, IReadOnlyList<GateScan> rows)
    {
        this.taken = taken;
        Rows = rows;
        Stored = [.. rows.Select(r => r.Id)];
    }

    /// <summary>Those that were stored before and count until now.</summary>
    public IReadOnlyList<GateScan> Rows { get; }

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<Guid> Stored { get; }

    public static async Task<CorrectScans> LoadAsync(Db db, long community, IReadOnlyList<Arrival> arrivals, CancellationToken cancel)
    {
        var ids = arrivals.Select(a => a.Id).ToList();
        var named = arrivals.Where(a => a.TakesBack is not null).Select(a => (a.TakesBack!.Value, a.Device.Row.GateId)).ToHashSet();
        var earlier = named.Select(t => t.Item1).ToList();
        IReadOnlyList<GateScan> stored = earlier.Count == 0 ? []
            : [.. (await db.GateScans.Where(s => s.CommunityId == community && earlier.Contains(s.Id) && s.VoidAt == null).ToListAsync(cancel)).Where(s => named.Contains((s.Id, s.GateId)))];
        // The correction came before what it corrects.
        named.UnionWith((await db.GateScans
            .Where(s => s.CommunityId == community && s.AboutId != null && ids.Contains(s.AboutId.Value) && (s.Mark == ScanMark.Corrects || s.Mark == ScanMark.Nobody))
            .Select(s => new { About = s.AboutId!.Value, s.GateId }).ToListAsync(cancel)).Select(s => (s.About, s.GateId)));
        return new(named, stored);
    }

    /// <summary>Passes that those were of.</summary>
    public IReadOnlyCollection<Guid> Passes => [.. Rows.Select(r => r.PassId).OfType<Guid>().Distinct()];

    /// <summary>Whether somebody's going out at that moment is one of those.</summary>
    public bool TookOut(int counter, DateTimeOffset at) => Rows.Any(r => r.Counter == counter && r.At == at && r.Direction == PassDirection.Out);

    /// <summary>Whether one of those had ended the pass, which it does until the write that takes it back: what is good once is over a moment after its last passage.</summary>
    public bool Ended(Pass pass) => Rows.Any(r => r.PassId == pass.Id && pass.RevokedAt == r.At.AddMilliseconds(1));

    /// <summary>Whether a guard took that one back.</summary>
    public bool Has(Arrival arrival) => taken.Contains((arrival.Id, arrival.Device.Row.GateId));

    /// <summary>The passages that are left of passes that were let through, by pass.</summary>
    /// <param name="gone">Taken back, of these passes.</param>
    public static async Task<ILookup<Guid, GateScan>> LeftAsync(Db db, long community, ILookup<Guid, GateScan> gone, CancellationToken cancel)
    {
        var (passes, counters) = (gone.Select(g => g.Key).ToList(), gone.SelectMany(g => g).Select(s => s.Counter).Distinct().ToList());
        return (await db.GateScans
            .Where(s => s.CommunityId == community && counters.Contains(s.Counter) && passes.Contains(s.PassId!.Value) && s.VoidAt == null && s.Verdict != PassVerdict.Stop)
            .ToListAsync(cancel)).ToLookup(s => s.PassId!.Value);
    }

    /// <summary>Within the open write, which has the corrections.</summary>
    public async Task TakeBackAsync(Db db, DateTimeOffset now, CancellationToken cancel)
    {
        if (Rows.Count == 0)
        {
            return;
        }

        var (community, ids) = (Rows[0].CommunityId, Stored);
        await db.GateScans.Where(s => s.CommunityId == community && ids.Contains(s.Id) && s.VoidAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.VoidAt, now), cancel);
        await ErrandPassages.TakenBackAsync(db, community, Rows, cancel);
        await DecideVisit.TakenBackAsync(db, community, Rows, cancel);
    }
}
