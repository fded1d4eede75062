using Microsoft.EntityFrameworkCore;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Giving an open task, or all open ones of its role, to somebody else; who had it before stays in the chain.</summary>
internal static class GiveTask
{
    /// <summary>Who looks after what belongs to nobody yet.</summary>
    internal const string Nobody = "居委会";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/tasks/{task:guid}/owner", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/tasks/{task:guid}/owner", SaveAsync).May(Role.Committee);
    }

    internal static string Path(ClosureOrder order, Guid task) => $"{ClosuresModule.Path(order.CommunityId, order.Id)}/tasks/{task}/owner";

    private static async Task<IResult> FormAsync(long community, Guid id, Guid task, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, task, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        return Refusal(found) is { } refusal
            ? http.Refused(ClosuresModule.Path(community, id), refusal)
            : await PageAsync(found, FormInput.Empty, db, cancel);
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, Guid task, FormInput form, HttpContext http, Db db, Me me, Outside outside, TimeProvider clock, Signals signals,
        CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, task, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (order, given) = found;
        var path = ClosuresModule.Path(community, id);
        if (Refusal(found) is { } refusal)
        {
            return http.Refused(path, refusal);
        }

        Colleague? owner = null;
        if (form.Typed("owner").Length > 0)
        {
            owner = (await Colleagues.OfAsync(db, community, order.BuildingId, cancel)).FirstOrDefault(c => c.Id == form.Id("owner"));
            if (owner is null)
            {
                form.Wrong("owner", "这个人不在本社区或已停用，请重新选择。");
                return await PageAsync(found, form, db, cancel);
            }
        }

        if (owner?.Id == given.OwnerId)
        {
            return http.Done(path, "负责人没有变，没有改动。");
        }

        await ClosureTodos.TakeAsync(db, community, id, cancel);
        var all = form.Ticked("all");
        // Done meanwhile by somebody else: stays with whoever did it.
        var tasks = await db.ClosureTasks.AsTracking().Where(t => t.CommunityId == community && t.OrderId == id && t.DoneAt == null
            && (t.Id == task || (all && t.Role == given.Role && t.OwnerId == given.OwnerId))).ToListAsync(cancel);
        foreach (var open in tasks.Where(t => order.LiftedAt is null || t.Stage == Plans.Stage.After))
        {
            (open.OwnerId, open.OwnerName) = (owner?.Id, owner?.Name ?? "");
        }

        var changed = db.ChangeTracker.Entries<ClosureTask>().Count(t => t.State == EntityState.Modified);
        var what = changed == 1 ? given.Title : $"{given.Role}的 {changed} 项任务";
        var words = $"改派：{what}，由{Name(given.OwnerName)}改为{Name(owner?.Name)}";
        db.Add(ClosureEvent.Of(order, clock.Now(), given.Stage, me.Name, words));
        await ClosureTodos.FollowAsync(db, order, clock.Now(), cancel);
        write.Record(community, "closure.give", id, $"{order.Label}，{words}");
        if (owner is not null && owner.Id != me.AccountId)
        {
            await outside.AddForStaffAsync(db, write, community, me.Actor, [owner.Id], $"{order.Label}：{me.Name}改派任务给您，{what}。请看任务表。", cancel);
        }

        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(path, $"已改派：{what}，现在由{Name(owner?.Name)}负责。");
    }

    private static async Task<(ClosureOrder Order, ClosureTask Task)?> FindAsync(Db db, Me me, long community, Guid id, Guid task, CancellationToken cancel)
    {
        var order = await db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == id, cancel);
        var found = await db.ClosureTasks.Within(me).SingleOrDefaultAsync(t => t.CommunityId == community && t.OrderId == id && t.Id == task, cancel);
        return order is null || found is null ? null : (order, found);
    }

    private static string? Refusal((ClosureOrder Order, ClosureTask Task) found)
    {
        if (found.Task.DoneAt is not null)
        {
            return $"这项任务已由{found.Task.DoneBy}完成，不用改派；勾错了请先撤销。";
        }

        return found.Order.LiftedAt is not null && found.Task.Stage != Plans.Stage.After ? "封控已经解除，解除前的任务不能再改。" : null;
    }

    private static async Task<IResult> PageAsync((ClosureOrder Order, ClosureTask Task) found, FormInput form, Db db, CancellationToken cancel)
    {
        var (order, task) = found;
        var others = await db.ClosureTasks.CountAsync(
            t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.DoneAt == null && t.Id != task.Id && t.Role == task.Role
                && t.OwnerId == task.OwnerId && (order.LiftedAt == null || t.Stage == Plans.Stage.After), cancel);
        var staff = await Colleagues.OfAsync(db, order.CommunityId, order.BuildingId, cancel);
        return Page.Of<GiveTaskPage>(
            new { Order = order, Task = task, Others = others, Staff = staff, Form = form },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static string Name(string? name) => name is { Length: > 0 } ? name : Nobody;
}
