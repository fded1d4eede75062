using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;

namespace SafeIsle.Closures;

/// <summary>
/// Writes down and tells when an order's closed days are over and its monitoring begins. The phase itself follows from the decision's
/// time and needs nobody: holding people in longer would need a decision; so what is open is named, not waited for.
/// </summary>
internal sealed partial class PassPhases(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PassPhases> log)
    : Rounds(Every, scopes, clock, log, "Orders could not be passed to their next phase just now")
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>Orders of a community in one round; more wait for the next.</summary>
    private const int MostAtOnce = 100;

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        Due(db, now).Select(o => o.CommunityId).Distinct().ToListAsync(cancel);

    protected override async Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var due = await Due(db, now).Where(o => o.CommunityId == community)
            .OrderBy(o => o.ClosedUntil).Take(MostAtOnce).ToListAsync(cancel);
        foreach (var order in due)
        {
            try
            {
                await PassAsync(services, db, order, now, cancel);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                // One order that cannot be passed holds up none of the others.
                LogOrder(failure, order.Id);
            }
        }
    }

    // Every order whose closed days have ended and of which that was not written down.
    private static IQueryable<ClosureOrder> Due(Db db, DateTimeOffset now) =>
        db.ClosureOrders.Where(o => o.LiftedAt == null && o.PassedAt == null && o.ClosedUntil <= now);

    private static async Task PassAsync(IServiceProvider services, Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        // Of several nodes one finds it untold.
        var mine = await db.ClosureOrders
            .Where(o => o.CommunityId == order.CommunityId && o.Id == order.Id && o.PassedAt == null && o.LiftedAt == null && o.ClosedUntil <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.PassedAt, now), cancel);
        if (mine == 0 || await OrderView.LoadAsync(db, null, order.CommunityId, order.Id, cancel) is not { } view)
        {
            return;
        }

        var open = await Passing.OpenBeforeMonitoringAsync(db, order, services.GetServices<LiftBlocker>(), now, cancel);
        var words = $"封控期满，按决定转入健康管理，到{order.MonitoredUntil.Full()}"
            + (open.Count == 0 ? "；封控期的核酸和核对都已完成" : $"；当时还有：{ClosureWords.Listed(open)}");
        db.Add(ClosureEvent.Of(order, order.ClosedUntil, Stage.During, Actor.System.Name, words));
        await services.GetServices<TellOrder>().TellAsync(db, order, $"{order.Label}转入健康管理", PassingWords.Text(view), Actor.System, cancel);
        write.Record(order.CommunityId, "closure.pass", order.Id, $"{order.Label}，{words}");
        var signals = services.GetRequiredService<Signals>();
        write.AfterCommit(() => signals.RaiseBuilding(order.CommunityId, order.BuildingId));
        await write.CommitAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Id} could not be passed to its next phase; it is tried again")]
    private partial void LogOrder(Exception failure, Guid id);
}
