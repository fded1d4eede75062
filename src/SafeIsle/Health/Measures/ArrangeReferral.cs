using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>
/// Somebody is to be fetched: on the list of every member of the committee until she has left, whoever asked for it. It names no illness and no
/// place: what it is about stands in the file that it opens.
/// </summary>
internal static class ArrangeReferral
{
    internal const string Code = "measure-fetch";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    public static readonly TodoKind Kind = new(
        Code, "安排车", "alert-triangle", [new("waits", "车约好了，等来接", false, TimeSpan.FromHours(1)), new("asked", "已上报，等答复", false, TimeSpan.FromMinutes(30))],
        null, MeasureTodos.CallPage)
    {
        Also = (me, community) => me.Keeps(community), OnlyAlso = true, Private = true,
    };

    /// <summary>Within the write that asks for the referral.</summary>
    public static Task AskAsync(Db db, Measure measure, Referral referral, CancellationToken cancel) =>
        MeasureTodos.AskAsync(db, measure, Code, referral.Id, "有一件事要马上安排，车来接走为止", referral.AskedAt + Within, cancel);

    /// <summary>She left by it, or the measure ended before.</summary>
    /// <param name="referral">Null: all of the measure.</param>
    public static Task<int> DropAsync(Db db, Measure measure, Guid? referral, DateTimeOffset now, CancellationToken cancel)
    {
        var referrals = db.Referrals.Where(r => r.CommunityId == measure.CommunityId && r.MeasureId == measure.Id && (referral == null || r.Id == referral));
        return db.Todos.Where(t => t.CommunityId == measure.CommunityId && t.Kind == Code && t.ClosedAt == null && referrals.Any(r => r.Id == t.SourceId))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
    }
}
