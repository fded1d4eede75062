using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>An order in one line, its tasks counted: the one place that says what is open and late, for every list of orders.</summary>
/// <param name="Done">Of all its tasks.</param>
/// <param name="Open">Still to be done; after the lifting only what comes after it, as <see cref="OrderBoard.Counts"/> says.</param>
/// <param name="Late">Those of the open ones whose time is over.</param>
/// <param name="NextDueAt">When the first of the open ones is due; null when nothing is open.</param>
/// <param name="NextTask">What it is.</param>
public sealed record ClosureRow(
    Guid Id, string Label, string Plan, DateTimeOffset StartsAt, DateTimeOffset ClosedUntil, DateTimeOffset MonitoredUntil, DateTimeOffset? LiftedAt,
    int Tasks, int Done, int Open, int Late, DateTimeOffset? NextDueAt, string? NextTask)
{
    public Phase PhaseAt(DateTimeOffset now) => ClosureRules.PhaseAt(new(StartsAt, ClosedUntil, MonitoredUntil), LiftedAt, now);

    /// <summary>These orders, in their order.</summary>
    /// <param name="orders">Only such as the person may see.</param>
    public static async Task<IReadOnlyList<ClosureRow>> LoadAsync(
        Db db, Me me, IQueryable<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel)
    {
        var tasks = db.ClosureTasks.Within(me);
        var plans = db.ResponsePlans.Within(me);
        var open = tasks.Where(t => t.DoneAt == null);
        return await orders.Select(o => new ClosureRow(
            o.Id,
            o.Label,
            plans.Where(p => p.CommunityId == o.CommunityId && p.Id == o.PlanId).Select(p => p.Name).First(),
            o.StartsAt,
            o.ClosedUntil,
            o.MonitoredUntil,
            o.LiftedAt,
            tasks.Count(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id),
            tasks.Count(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id && t.DoneAt != null),
            open.Count(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id && (o.LiftedAt == null || t.Stage == Stage.After)),
            open.Count(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id && (o.LiftedAt == null || t.Stage == Stage.After) && t.DueAt < now),
            open.Where(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id && (o.LiftedAt == null || t.Stage == Stage.After))
                .OrderBy(t => t.DueAt).Select(t => (DateTimeOffset?)t.DueAt).FirstOrDefault(),
            open.Where(t => t.CommunityId == o.CommunityId && t.OrderId == o.Id && (o.LiftedAt == null || t.Stage == Stage.After))
                .OrderBy(t => t.DueAt).Select(t => t.Title).FirstOrDefault()))
            .ToListAsync(cancel);
    }
}
