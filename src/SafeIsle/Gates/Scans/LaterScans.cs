using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// What was stored before is judged again where something earlier comes late: the gate that had no network tells in the morning who came
/// home by it, and the other gate's guard was right after all.
/// </summary>
internal static class LaterScans
{
    /// <summary>What hangs on the passages before it. All else was known when the scan came, and a rule that changed meanwhile does not rewrite it.</summary>
    private static readonly string[] ByHistory =
        [.. new[] { PassReason.Ok, PassReason.AlreadyOut, PassReason.Used, PassReason.In, PassReason.NotOut, PassReason.Late }.Select(ScanJudge.Named), ScanJudge.OtherEntrance];

    /// <summary>Within the open write.</summary>
    /// <param name="told">Just stored.</param>
    /// <param name="gone">Stored before, and just taken back.</param>
    public static async Task JudgeAsync(Db db, ScanJudge judge, IReadOnlyList<GateScan> told, IReadOnlyList<GateScan> gone, CancellationToken cancel)
    {
        var since = told.Where(s => s.VoidAt is null).Concat(gone).Where(s => s.Counter is not null && s.Verdict != PassVerdict.Stop)
            .GroupBy(s => s.Counter!.Value).Select(g => (Counter: g.Key, At: g.Min(s => s.At)))
            .Where(g => judge.KnewLater(g.Counter, g.At)).ToDictionary(g => g.Counter, g => g.At);
        if (since.Count == 0)
        {
            return;
        }

        var (community, counters, first, own) = (told[0].CommunityId, since.Keys.ToList(), since.Values.Min(), told.Select(s => s.Id).ToHashSet());
        var stored = await db.GateScans.AsTracking()
            .Where(s => s.CommunityId == community && s.Counter != null && counters.Contains(s.Counter.Value) && s.At > first && s.VoidAt == null && ByHistory.Contains(s.ServerReason))
            .ToListAsync(cancel);
        var ids = stored.Select(s => s.PassId).OfType<Guid>().Distinct().ToList();
        var passes = await db.Passes.Where(p => p.CommunityId == community && ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        foreach (var scan in stored.Where(s => !own.Contains(s.Id) && s.At > since[s.Counter!.Value]))
        {
            // An answer by another rule would be one that changed meanwhile.
            if (scan.PassId is { } id && judge.Again(scan, passes[id]) is var (verdict, reason) && verdict != scan.ServerVerdict && ByHistory.Contains(reason))
            {
                // A turnstile, which numbers nothing, did what the server said then.
                (scan.ServerVerdict, scan.ServerReason, scan.Differs) = (verdict, reason, scan.Seq > 0 && ScanJudge.Differ(verdict, scan.Verdict, judge.IsFever(scan)));
            }
        }
    }
}
