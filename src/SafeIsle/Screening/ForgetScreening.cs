using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Lists;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Tips;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Screening;

/// <summary>Takes away lists from above, tips, answers and travel when the plan's days are over.</summary>
internal sealed class ForgetScreening(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetScreening> log)
    : Rounds(Every, scopes, clock, log, "Old records of screening could not be deleted")
{
    // Whole days end once a day; looked for every hour, whenever the server was started.
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        db.SentLists.Where(l => l.Stage != SentStage.Dropped).Select(l => l.CommunityId)
            .Union(db.Tips.Select(t => t.CommunityId)).Union(db.TipQuotas.Select(q => q.CommunityId)).Union(db.ScreeningAnswers.Select(a => a.CommunityId))
            .Union(db.OccupancyEvidence.Select(e => e.CommunityId)).Union(db.MeterReadings.Select(r => r.CommunityId))
            .Union(db.TravelChecks.Select(c => c.CommunityId)).Union(db.Returnees.Select(r => r.CommunityId)).ToListAsync(cancel);

    /// <summary>One round of a community.</summary>
    internal static async Task ForgetOldAsync(Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.Today();
        var before = await KeptFromAsync(db, community, today, cancel);
        await ForgetLists.ForgetOldAsync(db, community, before, cancel);
        await ForgetTips.ForgetOldAsync(db, community, before.DateHere(), today, clock.Now(), cancel);
        await ForgetAnswers.ForgetOldAsync(db, community, before, cancel);
        await ForgetEvidence.ForgetOldAsync(db, community, before, cancel);
        await ForgetTravel.ForgetOldAsync(db, community, before, cancel);
    }

    /// <summary>Midnight of the first day of which screening's records are kept: as long as any plan of the community still needs them.</summary>
    internal static async Task<DateTimeOffset> KeptFromAsync(Db db, long community, DateOnly today, CancellationToken cancel)
    {
        var newest = await db.NewestPlans(community).ToListAsync(cancel);
        var days = newest.Count == 0 ? PlanBody.UsualScreeningRecordDays : newest.Max(p => p.Read().ScreeningRecordDays);
        return Clock.Midnight(today.AddDays(-days));
    }

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        ForgetOldAsync(db, community, clock, cancel);
}
