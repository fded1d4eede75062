using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Errands;

/// <summary>What passages mean for errand slips: out is out, in closes the slip. In any order, as devices send.</summary>
internal static class ErrandPassages
{
    /// <summary>Within the open write, which has these scans and the slips' locks.</summary>
    public static async Task PassedAsync(Db db, long community, IReadOnlyList<GateScan> scans, CancellationToken cancel)
    {
        var passed = scans.Where(s => s.PassId is not null && s.Verdict != PassVerdict.Stop).ToLookup(s => s.PassId!.Value);
        var passes = passed.Select(g => g.Key).ToList();
        if (passes.Count == 0)
        {
            return;
        }

        foreach (var slip in await db.Errands.AsTracking().Where(e => e.CommunityId == community && passes.Contains(e.PassId)).ToListAsync(cancel))
        {
            foreach (var scan in passed[slip.PassId].OrderBy(s => s.At))
            {
                await PassAsync(db, slip, scan, cancel);
            }
        }
    }

    /// <summary>A guard took passages back: slips stand as if they had not been. Within the open write, in which these count no more, and which has the slips' locks.</summary>
    public static async Task TakenBackAsync(Db db, long community, IReadOnlyList<GateScan> scans, CancellationToken cancel)
    {
        var gone = scans.Where(s => s.PassId is not null && s.Verdict != PassVerdict.Stop).ToLookup(s => s.PassId!.Value);
        var passes = gone.Select(g => g.Key).ToList();
        if (passes.Count == 0 || !await db.Errands.AnyAsync(e => e.CommunityId == community && passes.Contains(e.PassId), cancel))
        {
            return;
        }

        var left = await CorrectScans.LeftAsync(db, community, gone, cancel);
        foreach (var slip in await db.Errands.AsTracking().Where(e => e.CommunityId == community && passes.Contains(e.PassId)).ToListAsync(cancel))
        {
            // Closed at the desk it stays closed.
            if (slip.State == ErrandState.Back && gone[slip.PassId].Any(s => s.Direction == PassDirection.In && s.At == slip.BackAt))
            {
                await ReopenAsync(db, slip, cancel);
            }

            if (gone[slip.PassId].Any(s => s.Direction == PassDirection.Out && s.At == slip.LeftAt))
            {
                slip.LeftAt = left[slip.PassId].Where(s => s.Direction == PassDirection.Out).Select(s => (DateTimeOffset?)s.At).Min();
            }

            // By another passage somebody is home all the same.
            if (slip.State == ErrandState.Out && left[slip.PassId].Where(s => s.Direction == PassDirection.In).MinBy(s => s.At) is { } home)
            {
                await PassAsync(db, slip, home, cancel);
            }
            else if (slip is { State: ErrandState.Out, LeftAt: null })
            {
                slip.State = slip.TakenBackAt is null ? ErrandState.Issued : ErrandState.TakenBack;
            }
        }
    }

    private static async Task ReopenAsync(Db db, Errand slip, CancellationToken cancel)
    {
        var (community, id, ended) = (slip.CommunityId, slip.Id, slip.BackAt!.Value.AddMilliseconds(1));
        (slip.State, slip.BackAt, slip.ClosedBy) = (ErrandState.Out, null, "");
        var pass = await PassOfAsync(db, slip, cancel);
        if (pass.RevokedAt == ended)
        {
            (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (null, "", "");
            pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        }

        await db.MedicineCertificates.Where(c => c.CommunityId == community && c.ErrandId == id && c.VoidAt == ended)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.VoidAt, (DateTimeOffset?)null), cancel);
    }

    /// <summary>The same, of slips by their passes.</summary>
    public static Task TakeAsync(Db db, long community, IReadOnlyCollection<Guid> passes, CancellationToken cancel) =>
        TakeAsync(db.Errands.Where(e => e.CommunityId == community && passes.Contains(e.PassId)), cancel);

    /// <summary>Takes the slips' locks until the end of the write, so that desk and gate change one after the other. On SQLite the write has the only lock.</summary>
    public static Task TakeAsync(IQueryable<Errand> slips, CancellationToken cancel) =>
        slips.ExecuteUpdateAsync(set => set.SetProperty(e => e.Dwelling, e => e.Dwelling), cancel);

    /// <summary>When open slips went out: rules look back fewer days than somebody may be away for a funeral.</summary>
    public static async Task<IReadOnlyList<(int Counter, DateTimeOffset At)>> OutsAsync(Db db, long community, CancellationToken cancel) =>
        [.. (await (
            from e in db.Errands
            join p in db.Passes on new { e.CommunityId, Id = e.PassId } equals new { p.CommunityId, p.Id }
            where e.CommunityId == community && e.State == ErrandState.Out && e.LeftAt != null
            select new { p.Counter, At = e.LeftAt!.Value }).ToListAsync(cancel)).Select(o => (o.Counter, o.At))];

    /// <summary>Closes the slip, its pass and its certificate. Within the open write.</summary>
    public static async Task CloseAsync(Db db, Errand slip, DateTimeOffset at, string by, CancellationToken cancel)
    {
        (slip.State, slip.BackAt, slip.ClosedBy) = (ErrandState.Back, at, by);
        await EndAsync(db, slip, at.AddMilliseconds(1), by, "外出单已交回", cancel);
    }

    /// <summary>Voids what was issued with the slip.</summary>
    public static async Task EndAsync(Db db, Errand slip, DateTimeOffset at, string by, string why, CancellationToken cancel)
    {
        var (community, id) = (slip.CommunityId, slip.Id);
        var pass = await PassOfAsync(db, slip, cancel);
        if (pass.RevokedAt is null)
        {
            (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (at, by, why);
            pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        }

        await db.MedicineCertificates.Where(c => c.CommunityId == community && c.ErrandId == id && c.VoidAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.VoidAt, at), cancel);
    }

    private static async Task PassAsync(Db db, Errand slip, GateScan scan, CancellationToken cancel)
    {
        if (scan.Direction == PassDirection.In)
        {
            if (slip.State != ErrandState.Back)
            {
                var gate = await db.Gates.Where(g => g.CommunityId == scan.CommunityId && g.Id == scan.GateId).Select(g => g.Name).SingleAsync(cancel);
                await CloseAsync(db, slip, scan.At, $"{gate}扫码收单", cancel);
            }

            return;
        }

        slip.LeftAt = slip.LeftAt is { } before && before < scan.At ? before : scan.At;
        if (slip.State is ErrandState.Issued or ErrandState.TakenBack)
        {
            // Also where it was taken back meanwhile: somebody is outside, and that is what counts.
            slip.State = ErrandState.Out;
            var pass = await PassOfAsync(db, slip, cancel);
            pass.LastDay = slip.BackBy.DateHere().AddDays(ErrandRules.KnownDaysAfter);
            pass.ChangedSeq = await PassSequences.NextAsync(db, slip.CommunityId, cancel);
        }
    }

    private static Task<Pass> PassOfAsync(Db db, Errand slip, CancellationToken cancel)
    {
        var (community, id) = (slip.CommunityId, slip.PassId);
        return db.Passes.AsTracking().SingleAsync(p => p.CommunityId == community && p.Id == id, cancel);
    }
}
