using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Gates.Log;

/// <summary>
/// Whoever went out or in with a household's pass lives behind its door: one piece of evidence for each door and day. Brought by the clock
/// and not by each scan, which has somebody waiting.
/// </summary>
internal sealed class SeenAtGates(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SeenAtGates> log)
    : Rounds(Every, scopes, clock, log, "What gates say of occupancy could not be stored")
{
    private const string By = "门岗";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    // Longer than the pause: a round that failed is made up for. What is known already changes nothing.
    private static readonly TimeSpan Back = TimeSpan.FromHours(2);

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Back;
        return db.GateScans.Where(s => s.ReceivedAt >= since).Select(s => s.CommunityId).Distinct().ToListAsync(cancel);
    }

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        RunAsync(db, community, clock.Now(), cancel);

    /// <summary>One round of a community.</summary>
    internal static async Task RunAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Back;
        var passages = await (
            from s in db.GateScans
            join p in db.Passes on new { s.CommunityId, Id = s.PassId!.Value } equals new { p.CommunityId, p.Id }
            where s.CommunityId == community && s.ReceivedAt >= since && s.PassId != null && s.VoidAt == null && s.Verdict != PassVerdict.Stop && p.Kind != PassKind.Visitor
            select new { p.BuildingId, p.DwellingId, s.At }).ToListAsync(cancel);
        var pieces = passages.GroupBy(p => (p.DwellingId, Day: p.At.DateHere())).Select(g => new OccupancyEvidence
        {
            CommunityId = community, Id = Ids.Of(g.Key.DwellingId, $"gate {g.Key.Day:yyyyMMdd}"), BuildingId = g.First().BuildingId, DwellingId = g.Key.DwellingId,
            Kind = EvidenceKind.Gate, Sign = EvidenceSign.Present, At = g.Max(p => p.At), Detail = "", EnteredBy = By,
        }).ToList();
        var ids = pieces.ConvertAll(p => p.Id);
        var known = (await db.OccupancyEvidence.Where(e => e.CommunityId == community && ids.Contains(e.Id)).Select(e => e.Id).ToListAsync(cancel)).ToHashSet();
        var fresh = pieces.FindAll(p => !known.Contains(p.Id));
        if (fresh.Count == 0)
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var doors = await db.TakeEvidenceAsync(fresh, cancel);
        write.Record(community, "occupancy.gate", null, $"照门岗进出记下 {doors} 户有人住");
        await write.CommitAsync(cancel);
    }
}
