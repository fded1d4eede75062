using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>重新计时: a new case was found, and by a new decision the plan's days are counted anew. The first decision stays in sight.</summary>
internal static class RestartClosure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/restart", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/restart", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return view.Order.LiftedAt is null
            ? Page.Of<RestartClosurePage>(new { View = view, Form = FormInput.Empty, Now = clock.Now() })
            : http.Refused(view.Path, "封控已经解除，不能重新计时；需要时请凭新的决定重新封控。");
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, Signals signals, IEnumerable<TellOrder> tells,
        CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var (order, now) = (view.Order, clock.Now());
        if (Read(form, view, me, now) is not { } restart)
        {
            return Page.Again<RestartClosurePage>(new { View = view, Form = form, Now = now });
        }

        if (!form.Has("sure"))
        {
            var inside = await InsideOrder.Of(db, order).Select(h => h.HouseholdId).ToListAsync(cancel);
            return Page.Of<RestartClosurePage>(new
            {
                View = view,
                Form = form,
                Now = now,
                Next = new ClosureSpan(restart.StartsAt!.Value, restart.ClosedUntil, restart.MonitoredUntil),
                Households = inside.Count,
                AtHome = await db.People.Within(me).CountAsync(
                    p => p.CommunityId == community && p.BuildingId == order.BuildingId && p.ClosedAt == null && p.Presence == Presence.Home
                        && inside.Contains(p.HouseholdId), cancel),
            });
        }

        await ClosureTodos.TakeAsync(db, community, id, cancel);
        var old = order.Span;
        (order.StartsAt, order.ClosedUntil, order.MonitoredUntil) = (restart.StartsAt!.Value, restart.ClosedUntil, restart.MonitoredUntil);
        IReadOnlyList<ClosureExtension> extensions = [.. view.Extensions, restart];
        var anew = view with { Body = OrderView.Extended(view.Plan.Read(), extensions), Extensions = extensions };
        var notice = ExtendClosure.Notice(anew);
        var changed = await db.ClosureOrders
            .Where(o => o.CommunityId == community && o.Id == id && o.LiftedAt == null
                && o.StartsAt == old.StartsAt && o.ClosedUntil == old.ClosedUntil && o.MonitoredUntil == old.MonitoredUntil)
            .ExecuteUpdateAsync(
                set => set.SetProperty(o => o.StartsAt, order.StartsAt).SetProperty(o => o.ClosedUntil, order.ClosedUntil)
                    .SetProperty(o => o.MonitoredUntil, order.MonitoredUntil).SetProperty(o => o.DoorNotice, notice)
                    .SetProperty(o => o.PassedAt, (DateTimeOffset?)null), cancel);
        if (changed == 0)
        {
            return http.Refused(view.Path, "这次封控刚被别人延长、重新计时或解除，请看最新的状态再操作。");
        }

        db.Add(restart);
        var tasks = await ArrangeTasksAsync(db, anew, old, now, cancel);
        var change = ClosureWords.Change(anew, restart);
        var words = $"{change}；{ClosureWords.Decision(restart)}；{tasks}";
        db.Add(ClosureEvent.Of(order, now, Stage.During, me.Name, words));
        await tells.TellAsync(db, order, $"{order.Label}重新计时", $"{change}。\n{ClosureWords.Decision(restart)}。", me.Actor, cancel);
        write.Record(community, "closure.restart", id, $"{order.Label}，{words}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(view.Path, $"已重新计时：封控到 {order.ClosedUntil.Short()}，健康管理到 {order.MonitoredUntil.Short()}；{tasks}。请打印新的告知书换下旧的，并告诉每一户。");
    }

    // Null when something is wrong; it stands in the form's errors then.
    private static ClosureExtension? Read(FormInput form, OrderView view, Me me, DateTimeOffset now)
    {
        var order = view.Order;
        var decision = ExtendClosure.ReadDecision(form, order, "重新计时的原因");
        var start = form.Moment("starts", "新的起算时间");
        if (start is null)
        {
            form.Wrong("starts", "请填写新的起算时间。");
        }

        if (!form.Ok)
        {
            return null;
        }

        var span = order.LiftedAt is null
            ? ClosureRules.Restart(order.Span, start!.Value, view.Body.ClosedDays, view.Body.MonitoredDays, now)
            : new No("封控刚被别人解除，没有重新计时；需要时请凭新的决定重新封控。");
        if (span.Refused)
        {
            form.Wrong("starts", span.Refusal!);
            return null;
        }

        return new()
        {
            CommunityId = order.CommunityId,
            Id = Ids.New(),
            BuildingId = order.BuildingId,
            OrderId = order.Id,
            At = now,
            By = me.Name,
            Authority = decision.Authority,
            DocumentNumber = decision.Document,
            Basis = decision.Basis,
            Reason = decision.Reason,
            OldStartsAt = order.StartsAt,
            StartsAt = span.Value.StartsAt,
            OldClosedUntil = order.ClosedUntil,
            OldMonitoredUntil = order.MonitoredUntil,
            ClosedUntil = span.Value.ClosedUntil,
            MonitoredUntil = span.Value.MonitoredUntil,
            TestDays = [],
        };
    }

    // Rounds that were not taken fall with the old days; what waits for an end waits for the new one; what was done for an end is due again.
    private static async Task<string> ArrangeTasksAsync(Db db, OrderView view, ClosureSpan old, DateTimeOffset now, CancellationToken cancel)
    {
        var order = view.Order;
        var there = await db.ClosureTasks.AsTracking().Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id)
            .OrderBy(t => t.Position).ToListAsync(cancel);
        var dropped = there.Where(t => t.Clock == StepClock.TestDay && t.DoneAt is null).ToList();
        db.RemoveRange(dropped);
        await db.DropTodosAsync(order.CommunityId, ClosureTodos.Code, dropped.ConvertAll(t => t.Id), now, cancel);
        foreach (var task in there.Where(t => t.DoneAt is null))
        {
            task.DueAt += task.Clock switch
            {
                StepClock.ClosedEnd => order.ClosedUntil - old.ClosedUntil,
                StepClock.End => order.MonitoredUntil - old.MonitoredUntil,
                _ => TimeSpan.Zero,
            };
        }

        var added = RunSheet.Restarted(order, view.Body, there, now);
        db.AddRange(added);
        await ClosureTodos.FollowAsync(db, order, now, cancel);
        return $"新派任务 {added.Count} 项" + (dropped.Count > 0 ? $"，原定没做的核酸 {dropped.Count} 轮不再做" : "");
    }
}
