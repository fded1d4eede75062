using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Plans;

namespace SafeIsle.Closures;

/// <summary>All orders of the community, those in force first.</summary>
internal static class ListClosures
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures", ShowAsync).May(WhoMay.Readers);

    private static async Task<IResult> ShowAsync(long community, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var number = Paging.Number(page);
        var orders = db.ClosureOrders.Within(me).Where(o => o.CommunityId == community);
        var tasks = db.ClosureTasks.Within(me).Where(t => t.CommunityId == community);
        var rows = await (
            from o in orders.OrderBy(o => o.LiftedAt != null).ThenByDescending(o => o.StartsAt).ThenByDescending(o => o.Id).Page(number)
            join p in db.ResponsePlans on new { o.CommunityId, Id = o.PlanId } equals new { p.CommunityId, p.Id }
            select new ClosureRow(
                o.Id, o.Label, p.Name, o.StartsAt, o.ClosedUntil, o.MonitoredUntil, o.LiftedAt,
                tasks.Count(t => t.OrderId == o.Id),
                tasks.Count(t => t.OrderId == o.Id && t.DoneAt != null),
                tasks.Count(t => t.OrderId == o.Id && t.DoneAt == null && t.DueAt < now))).ToListAsync(cancel);
        return Page.Of<ClosuresPage>(new
        {
            Community = community,
            Rows = rows.OrderBy(r => r.LiftedAt != null).ThenByDescending(r => r.StartsAt).ToList(),
            Total = await orders.CountAsync(cancel),
            Number = number,
            Now = now,
            MayClose = me.Keeps(community),
        });
    }
}

/// <summary>An order as the list shows it.</summary>
public sealed record ClosureRow(
    Guid Id, string Label, string Plan, DateTimeOffset StartsAt, DateTimeOffset ClosedUntil, DateTimeOffset MonitoredUntil, DateTimeOffset? LiftedAt,
    int Tasks, int Done, int Late)
{
    public Phase PhaseAt(DateTimeOffset now) => ClosureRules.PhaseAt(new(StartsAt, ClosedUntil, MonitoredUntil), LiftedAt, now);
}
