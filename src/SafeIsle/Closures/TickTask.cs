using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Ticking a task, and taking the tick back; both stay in the chain.</summary>
internal static class TickTask
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/closures/{id:guid}/tasks/{task:guid}/tick", TickAsync).May(Role.Committee, Role.Partner, Role.Field);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/tasks/{task:guid}/untick", UntickAsync).May(Role.Committee, Role.Partner, Role.Field);
    }

    private static Task<IResult> TickAsync(
        long community, Guid id, Guid task, HttpContext http, Db db, Me me, TodoKinds kinds, TimeProvider clock, Signals signals, CancellationToken cancel) =>
        SetAsync(community, id, task, done: true, http, db, me, kinds, clock.Now(), signals, cancel);

    private static Task<IResult> UntickAsync(
        long community, Guid id, Guid task, HttpContext http, Db db, Me me, TodoKinds kinds, TimeProvider clock, Signals signals, CancellationToken cancel) =>
        SetAsync(community, id, task, done: false, http, db, me, kinds, clock.Now(), signals, cancel);

    private static async Task<IResult> SetAsync(
        long community, Guid id, Guid task, bool done, HttpContext http, Db db, Me me, TodoKinds kinds, DateTimeOffset now, Signals signals, CancellationToken cancel)
    {
        var path = ClosuresModule.Path(community, id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var order = await db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == id, cancel);
        var found = await db.ClosureTasks.Within(me).SingleOrDefaultAsync(t => t.CommunityId == community && t.OrderId == id && t.Id == task, cancel);
        if (order is null || found is null)
        {
            return TypedResults.NotFound();
        }

        if (!me.Keeps(community) && found.OwnerId != me.AccountId)
        {
            http.Features.Set(new Refusal($"这项任务交给了{(found.OwnerName.Length > 0 ? found.OwnerName : "居委会")}，请由本人或居委会来勾。"));
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (order.LiftedAt is not null && found.Stage != Stage.After)
        {
            return http.Refused(path, "封控已经解除，解除前的任务不能再改。");
        }

        if (done)
        {
            await db.TryOnPageAsync(
                write, me.Actor, kinds, db.Todos.Where(t => t.CommunityId == community && t.Kind == ClosureTodos.Code && t.SourceId == task), ClosureTodos.Done, Ids.New(), now,
                cancel);
        }
        else
        {
            await ClosureTodos.TakeAsync(db, community, id, cancel);
        }

        if (!await WriteAsync(db, write, order, found, done, now, me.Name, cancel))
        {
            return http.Done(path, done ? "这项任务已经勾过了。" : "这项任务还没有勾，不用撤销。");
        }

        if (!done)
        {
            await ClosureTodos.FollowAsync(db, order, now, cancel);
        }

        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(path, done ? $"已勾选：{found.Title}" : $"已撤销：{found.Title}");
    }

    /// <summary>The tick, or its taking back, in the chain and in the log.</summary>
    /// <returns>False: it was so already.</returns>
    internal static async Task<bool> WriteAsync(
        Db db, WriteScope write, ClosureOrder order, ClosureTask task, bool done, DateTimeOffset at, string by, CancellationToken cancel)
    {
        // The condition stands in the update: of two who press at once, one finds nothing left to do.
        var changed = await db.ClosureTasks
            .Where(t => t.CommunityId == task.CommunityId && t.Id == task.Id && (t.DoneAt == null) == done)
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.DoneAt, done ? at : (DateTimeOffset?)null).SetProperty(t => t.DoneBy, done ? by : ""), cancel);
        if (changed == 0)
        {
            return false;
        }

        var words = done ? $"完成：{task.Title}{Clock(task, at)}" : $"撤销完成：{task.Title}（原由{task.DoneBy}于 {task.DoneAt!.Value.Short()} 勾选）";
        db.Add(ClosureEvent.Of(order, at, task.Stage, by, words));
        write.Record(order.CommunityId, done ? "closure.tick" : "closure.untick", order.Id, $"{order.Label}，{words}");
        return true;
    }

    private static string Clock(ClosureTask task, DateTimeOffset now)
    {
        if (task.TargetSeconds is { } target)
        {
            var took = Math.Max(0, (long)(now - task.DueAt.AddSeconds(-target)).TotalSeconds);
            return $"（用时 {PlanWords.Span(took)}，目标 {PlanWords.Span(target)}）";
        }

        return now > task.DueAt ? $"（晚了 {PlanWords.Span((long)(now - task.DueAt).TotalSeconds)}）" : "";
    }
}
