using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Visits;

/// <summary>The yes or no to a visit, by the host's phone or by the committee after a call; a yes makes the one-time pass.</summary>
internal static class DecideVisit
{
    private const string Decided = "这次来访已经有人答复过了。";

    /// <summary>Why a yes is not taken, said to the household.</summary>
    public const string BarredAtHome = "没有同意：家里有人隔离、观察，或楼栋在封控，按规定现在不接待访客，门岗也会拦下。有急事请打居委会电话。";

    /// <summary>The same, said to whoever answers for the household at the desk.</summary>
    public const string BarredAtDesk = "没有同意：这一户有人隔离、观察，或楼栋在封控，按规定现在不接待访客，门岗也会拦下；请告诉住户和访客，再点“不同意”。";

    /// <summary>Within the open write; records it.</summary>
    /// <param name="barred">What is said where the household may receive nobody.</param>
    /// <returns>Refused where it was decided before, and where a yes would be worth nothing at the gate.</returns>
    public static async Task<Outcome<Visit>> DecideAsync(
        Db db, WriteScope write, IQueryable<Visit> own, Guid id, bool yes, string by, string barred, DateTimeOffset now, CancellationToken cancel)
    {
        if (yes && await IsBarredAsync(db, own, id, now, cancel))
        {
            return new No(barred);
        }

        var state = yes ? VisitState.Agreed : VisitState.Refused;
        // Whoever is first decides; of two at once the other finds it decided.
        if (await own.Where(v => v.Id == id && v.State == VisitState.Asked).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.State, state).SetProperty(v => v.DecidedAt, now).SetProperty(v => v.DecidedBy, by), cancel) == 0)
        {
            return new No(Decided);
        }

        var visit = await own.AsTracking().SingleAsync(v => v.Id == id, cancel);
        if (yes)
        {
            var number = (await PassNumbers.LoadAsync(db, visit.CommunityId, 1, cancel)).Next();
            var pass = new Pass
            {
                CommunityId = visit.CommunityId, Id = Ids.New(), BuildingId = visit.BuildingId, DwellingId = visit.DwellingId, HouseholdId = visit.HouseholdId,
                Kind = PassKind.Visitor, Holder = visit.Name, Number = number, Counter = number, Rule = GatePlan.Visitor.Key,
                FirstDay = FirstDayOf(visit), LastDay = visit.ArrivesAt.DateHere().AddDays(1),
                IssuedAt = now, IssuedBy = by, ChangedSeq = await PassSequences.NextAsync(db, visit.CommunityId, cancel),
            };
            db.Add(pass);
            visit.PassId = pass.Id;
        }

        write.Record(visit.CommunityId, yes ? "visit.agree" : "visit.refuse", id, $"{(yes ? "同意" : "没有同意")}来访{visit.Dwelling}");
        return visit;
    }

    // Not before: who comes days early is none whom the household awaits.
    private static DateOnly FirstDayOf(Visit visit) => (visit.ArrivesAt - GateRules.VisitEarly).DateHere();

    /// <summary>What a yes says: 已同意，2026年3月23日起可以进门，…, the day where it is still to come.</summary>
    public static string Agreed(Visit visit, DateOnly today) =>
        $"已同意，{(FirstDayOf(visit) is { } first && first > today ? $"{first.Full()}起可以进门，" : null)}访客的手机上会出现进门的码";

    private static async Task<bool> IsBarredAsync(Db db, IQueryable<Visit> own, Guid id, DateTimeOffset now, CancellationToken cancel) =>
        await own.SingleOrDefaultAsync(v => v.Id == id, cancel) is { HouseholdId: var household } visit
        && (await HeldTimes.LoadAsync(db, visit.CommunityId, [household], now, now, cancel)).Of(GatePlan.Visitor, household, null).Any();

    /// <summary>What passages of visitors' passes mean: in is inside, out is over, and the pass is void. Within the open write.</summary>
    public static async Task PassedAsync(Db db, long community, IReadOnlyList<GateScan> scans, CancellationToken cancel)
    {
        var passes = scans.Where(s => s.PassId is not null && s.Verdict != Plans.PassVerdict.Stop).GroupBy(s => s.PassId!.Value)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.At).ToList());
        var ids = passes.Keys.ToList();
        var made = await db.Passes.AsTracking().Where(p => p.CommunityId == community && ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        long? seq = null;
        foreach (var visit in await db.Visits.AsTracking().Where(v => v.CommunityId == community && v.PassId != null && ids.Contains(v.PassId.Value)).ToListAsync(cancel))
        {
            var own = passes[visit.PassId!.Value];
            visit.CameAt ??= own.Find(s => s.Direction == Plans.PassDirection.In)?.At;
            if (own.FindLast(s => s.Direction == Plans.PassDirection.Out) is not { } last)
            {
                visit.State = visit.State == VisitState.Left ? VisitState.Left : VisitState.Inside;
                continue;
            }

            (visit.State, visit.LeftAt) = (VisitState.Left, last.At);
            var pass = made[visit.PassId!.Value];
            (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (last.At.AddMilliseconds(1), "系统", "访客已离开");
            pass.ChangedSeq = seq ??= await PassSequences.NextAsync(db, community, cancel);
        }
    }

    /// <summary>A guard took passages back: the visit stands as if they had not been. Within the open write, in which these count no more.</summary>
    public static async Task TakenBackAsync(Db db, long community, IReadOnlyList<GateScan> scans, CancellationToken cancel)
    {
        var gone = scans.Where(s => s.PassId is not null && s.Verdict != Plans.PassVerdict.Stop).ToLookup(s => s.PassId!.Value);
        var ids = gone.Select(g => g.Key).ToList();
        var visits = ids.Count == 0 ? []
            : await db.Visits.AsTracking().Where(v => v.CommunityId == community && v.PassId != null && ids.Contains(v.PassId.Value)).ToListAsync(cancel);
        if (visits.Count == 0)
        {
            return;
        }

        var left = await CorrectScans.LeftAsync(db, community, gone, cancel);
        foreach (var visit in visits)
        {
            var (own, was) = (left[visit.PassId!.Value].OrderBy(s => s.At).ToList(), gone[visit.PassId.Value].ToList());
            if (was.Exists(s => s.Direction == Plans.PassDirection.In && s.At == visit.CameAt))
            {
                visit.CameAt = own.Find(s => s.Direction == Plans.PassDirection.In)?.At;
            }

            if (visit.LeftAt is { } before && was.Exists(s => s.Direction == Plans.PassDirection.Out && s.At == before))
            {
                visit.LeftAt = own.FindLast(s => s.Direction == Plans.PassDirection.Out)?.At;
                var pass = await db.Passes.AsTracking().SingleAsync(p => p.CommunityId == community && p.Id == visit.PassId, cancel);
                if (visit.LeftAt is null && pass.RevokedAt == before.AddMilliseconds(1))
                {
                    (pass.RevokedAt, pass.RevokedBy, pass.RevokedWhy) = (null, "", "");
                    pass.ChangedSeq = await PassSequences.NextAsync(db, community, cancel);
                }
            }

            visit.State = visit.State is not (VisitState.Inside or VisitState.Left) ? visit.State
                : visit.LeftAt is not null ? VisitState.Left
                : visit.CameAt is not null ? VisitState.Inside
                : VisitState.Agreed;
        }
    }
}
