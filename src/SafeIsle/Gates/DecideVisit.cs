using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>The yes or no to a visit, by the host's phone or by the committee after a call; a yes makes the one-time pass.</summary>
internal static class DecideVisit
{
    /// <summary>Within the open write; records it.</summary>
    /// <returns>Null when it was decided before.</returns>
    public static async Task<Visit?> DecideAsync(
        Db db, WriteScope write, IQueryable<Visit> own, Guid id, bool yes, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var state = yes ? VisitState.Agreed : VisitState.Refused;
        // Whoever is first decides; of two at once the other finds it decided.
        if (await own.Where(v => v.Id == id && v.State == VisitState.Asked).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.State, state).SetProperty(v => v.DecidedAt, now).SetProperty(v => v.DecidedBy, by), cancel) == 0)
        {
            return null;
        }

        var visit = await own.AsTracking().SingleAsync(v => v.Id == id, cancel);
        if (yes)
        {
            var number = (await PassNumbers.LoadAsync(db, visit.CommunityId, cancel)).Next();
            var pass = new Pass
            {
                CommunityId = visit.CommunityId, Id = Ids.New(), BuildingId = visit.BuildingId, DwellingId = visit.DwellingId, HouseholdId = visit.HouseholdId,
                Kind = PassKind.Visitor, Holder = visit.Name, Number = number, Counter = number, Rule = GatePlan.Visitor.Key,
                FirstDay = visit.ArrivesAt.DateHere() < now.DateHere() ? visit.ArrivesAt.DateHere() : now.DateHere(), LastDay = visit.ArrivesAt.DateHere().AddDays(1),
                IssuedAt = now, IssuedBy = by, ChangedSeq = await PassSequences.NextAsync(db, visit.CommunityId, cancel),
            };
            db.Add(pass);
            visit.PassId = pass.Id;
        }

        write.Record(visit.CommunityId, yes ? "visit.agree" : "visit.refuse", id, $"{(yes ? "同意" : "没有同意")}来访{visit.Dwelling}");
        return visit;
    }

    /// <summary>What passages of visitors' passes mean: in is inside, out is over, and the pass is void. Within the open write.</summary>
    public static async Task PassedAsync(Db db, long community, IReadOnlyList<GateScan> scans, CancellationToken cancel)
    {
        var passes = scans.Where(s => s.PassId is not null && s.Verdict != Plans.PassVerdict.Stop).GroupBy(s => s.PassId).ToDictionary(g => g.Key!.Value, g => g.MaxBy(s => s.At)!);
        var ids = passes.Keys.Select(k => (Guid?)k).ToList();
        foreach (var visit in await db.Visits.AsTracking().Where(v => v.CommunityId == community && ids.Contains(v.PassId)).ToListAsync(cancel))
        {
            var last = passes[visit.PassId!.Value];
            if (last.Direction == Plans.PassDirection.In)
            {
                visit.CameAt ??= last.At;
                visit.State = visit.State == VisitState.Left ? VisitState.Left : VisitState.Inside;
                continue;
            }

            (visit.State, visit.LeftAt) = (VisitState.Left, last.At);
            var pass = await db.Passes.AsTracking().SingleAsync(p => p.CommunityId == community && p.Id == visit.PassId, cancel);
            (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (last.At.AddMilliseconds(1), "系统", "访客已离开");
            pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
        }
    }
}
