using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Fences;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Shelf;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Photos;

namespace SafeIsle.Gates.Log;

/// <summary>
/// Deletes passages and the shelf's records, what visitors said of themselves, what slips say of an errand and photos of mended fences, when the plan's days are over (个人信息保护法 19、47); each time with an entry that
/// tells how many and until when. What a statement of facts may still need is kept until that is signed.
/// </summary>
internal sealed class ForgetScans(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetScans> log)
    : Rounds(Every, scopes, clock, log, "Old passages could not be deleted")
{
    /// <summary>Rows in one transaction: gates do not wait long behind it.</summary>
    internal const int Batch = 2_000;

    /// <summary>Batches of a community in one round; the rest waits for the next.</summary>
    private const int MostBatches = 50;

    /// <summary>A statement that nobody signed for half a year holds nothing back any more.</summary>
    private const int MostStatementDays = 180;

    // Whole days end once a day; looked for every hour, whenever the server was started.
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>One round of a community.</summary>
    internal static async Task ForgetOldAsync(Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var before = (await GatePlan.LoadAsync(db, community, cancel)).KeptFrom(now);
        for (var i = 0; i < MostBatches && await ForgetAsync(db, community, before, now, cancel); i++)
        {
        }

        for (var i = 0; i < MostBatches && await ForgetHolders.ForgetAsync(db, community, before, cancel); i++)
        {
        }
    }

    // True while there may be more.
    private static async Task<bool> ForgetAsync(Db db, long community, DateTimeOffset before, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var scans = await Old(db, community, before, now).OrderBy(s => s.At).Select(s => s.Id).Take(Batch).ToListAsync(cancel);
        var visits = await db.Visits.Where(v => v.CommunityId == community && v.Name != "" && v.ArrivesAt < before && (v.LeftAt == null || v.LeftAt < before))
            .OrderBy(v => v.ArrivesAt).Select(v => new { v.Id, v.PassId }).Take(Batch).ToListAsync(cancel);
        var slips = await OldSlips(db, community, before, now).OrderBy(e => e.IssuedAt).Select(e => new { e.Id, e.PassId }).Take(Batch).ToListAsync(cancel);
        var drops = await db.ShelfDrops.Where(d => d.CommunityId == community && (d.TakenAt ?? d.LeftAt) < before)
            .OrderBy(d => d.TakenAt ?? d.LeftAt).Select(d => d.Id).Take(Batch).ToListAsync(cancel);
        var mended = db.Breaches.Where(b => b.CommunityId == community && b.ClosedAt < before);
        var photos = await db.BreachSteps.Where(s => s.CommunityId == community && s.PhotoId != null && mended.Any(b => b.Id == s.BreachId))
            .OrderBy(s => s.Id).Select(s => s.PhotoId!.Value).Take(Batch).ToListAsync(cancel);
        if (scans.Count + visits.Count + slips.Count + drops.Count + photos.Count == 0)
        {
            return false;
        }

        await db.GateScans.Where(s => s.CommunityId == community && scans.Contains(s.Id)).ExecuteDeleteAsync(cancel);
        var (ids, passes) = (visits.ConvertAll(v => v.Id), visits.Select(v => v.PassId).OfType<Guid>().Concat(slips.Select(s => s.PassId)).ToList());
        await db.Visits.Where(v => v.CommunityId == community && ids.Contains(v.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.Name, "").SetProperty(v => v.DocumentSealed, (byte[]?)null).SetProperty(v => v.PhoneSealed, (byte[]?)null)
                .SetProperty(v => v.DocumentHash, (long?)null)
                .SetProperty(v => v.Transport, "").SetProperty(v => v.Reason, "").SetProperty(v => v.From, "").SetProperty(v => v.DecidedBy, ""),
            cancel);
        await db.Passes.Where(p => p.CommunityId == community && passes.Contains(p.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Holder, "").SetProperty(p => p.IssuedBy, "").SetProperty(p => p.Despite, ""), cancel);
        await ForgetSlipsAsync(db, community, slips.ConvertAll(s => s.Id), cancel);
        await db.ShelfDrops.Where(d => d.CommunityId == community && drops.Contains(d.Id)).ExecuteDeleteAsync(cancel);
        await db.BreachSteps.Where(s => s.CommunityId == community && s.PhotoId != null && photos.Contains(s.PhotoId.Value))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.PhotoId, (Guid?)null), cancel);
        await db.Photos.Where(p => p.CommunityId == community && photos.Contains(p.Id)).ExecuteDeleteAsync(cancel);
        var more = $"{(slips.Count > 0 ? $"，外出单 {slips.Count} 张" : "")}{(drops.Count > 0 ? $"，货架记录 {drops.Count} 条" : "")}{(photos.Count > 0 ? $"，围挡照片 {photos.Count} 张" : "")}";
        write.Record(
            community, "gate.forget", null,
            $"按预案删除 {before.DateHere().Full()} 以前的进出记录 {scans.Count} 条、访客信息 {visits.Count} 份{more}");
        await write.CommitAsync(cancel);
        return scans.Count == Batch || visits.Count == Batch || slips.Count == Batch || drops.Count == Batch || photos.Count == Batch;
    }

    // Who went where for what goes; that there was a slip, and whether somebody came back, stays.
    private static async Task ForgetSlipsAsync(Db db, long community, List<Guid> slips, CancellationToken cancel)
    {
        await db.Errands.Where(e => e.CommunityId == community && slips.Contains(e.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Name, "").SetProperty(e => e.Where, "").SetProperty(e => e.WhatSealed, (byte[]?)null).SetProperty(e => e.Companion, "")
                .SetProperty(e => e.CompanionId, (Guid?)null).SetProperty(e => e.Evidence, "").SetProperty(e => e.Authority, "").SetProperty(e => e.TakenBackWhy, ""),
            cancel);
        await db.MedicineCertificates.Where(c => c.CommunityId == community && slips.Contains(c.ErrandId)).ExecuteDeleteAsync(cancel);
    }

    private static IQueryable<Errand> OldSlips(Db db, long community, DateTimeOffset before, DateTimeOffset now)
    {
        var since = now.AddDays(-MostStatementDays);
        var open = db.FactStatements.Where(f => f.CommunityId == community && f.SignedAt == null && f.CreatedAt > since);
        return db.Errands.Where(e => e.CommunityId == community && e.Name != "" && e.State != ErrandState.Out && e.BackBy < before && (e.BackAt == null || e.BackAt < before)
            && !open.Any(f => f.From <= e.IssuedAt && e.IssuedAt <= f.To && (f.HouseholdId == null || f.HouseholdId == e.HouseholdId)));
    }

    private static IQueryable<GateScan> Old(Db db, long community, DateTimeOffset before, DateTimeOffset now)
    {
        var since = now.AddDays(-MostStatementDays);
        var open = db.FactStatements.Where(f => f.CommunityId == community && f.SignedAt == null && f.CreatedAt > since);
        var households = db.Households.Where(h => h.CommunityId == community);
        // Of the time that a statement is about: all where it names no household; else of its door, and of those whose door nobody noted.
        return db.GateScans.Where(s => s.CommunityId == community && s.At < before && !open.Any(f => f.From <= s.At && s.At <= f.To
            && (f.HouseholdId == null || s.DwellingId == null || households.Any(h => h.Id == f.HouseholdId && h.DwellingId == s.DwellingId))));
    }

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        db.Gates.Select(g => g.CommunityId).Union(db.Set<PassSequence>().Select(s => s.CommunityId)).ToListAsync(cancel);

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        ForgetOldAsync(db, community, clock, cancel);
}
