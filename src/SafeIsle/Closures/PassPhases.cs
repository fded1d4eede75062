using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>
/// Writes down and tells when an order's closed days are over and its monitoring begins. The phase itself follows from the decision's
/// time and needs nobody: holding people in longer would need a decision; so what is open is named, not waited for.
/// </summary>
internal sealed partial class PassPhases(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PassPhases> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    /// <summary>Orders in one round; more wait for the next.</summary>
    private const int MostAtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await PassAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away or busy for a moment; the orders are still there after the pause.
                LogRound(failure);
            }
        }
    }

    /// <summary>One round: every order whose closed days have ended and of which that was not written down.</summary>
    internal async Task PassAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.Now();
        var due = await db.ClosureOrders.Where(o => o.LiftedAt == null && o.PassedAt == null && o.ClosedUntil <= now)
            .OrderBy(o => o.ClosedUntil).Take(MostAtOnce).ToListAsync(cancel);
        foreach (var order in due)
        {
            try
            {
                await PassAsync(scope.ServiceProvider, db, order, now, cancel);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                // One order that cannot be passed holds up none of the others.
                LogOrder(failure, order.Id);
            }
        }
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders could not be passed to their next phase just now")]
    private partial void LogRound(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Id} could not be passed to its next phase; it is tried again")]
    private partial void LogOrder(Exception failure, Guid id);
}
