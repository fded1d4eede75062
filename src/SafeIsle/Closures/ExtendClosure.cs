using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Extending an order: new ends later than the old ones, a reason, the decision that says so, the test days it adds. Never shorter.</summary>
internal static class ExtendClosure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/extend", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/extend", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return view.Order.LiftedAt is null
            ? Page.Of<ExtendClosurePage>(new { View = view, Form = FormInput.Empty })
            : http.Refused(view.Path, "封控已经解除，不能延长；需要时请凭新的决定重新封控。");
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
        var old = order.Span;
        // The field shows minutes; an untouched one means the old instant, seconds included.
        var closed = Moment(form, "closed", "封控到", old.ClosedUntil);
        var monitored = Moment(form, "monitored", "健康管理到", old.MonitoredUntil);
        var decision = ReadDecision(form, order, "延长的原因");
        var days = PlanForm.Days(form, "testDays");
        var extended = ClosureRules.Extend(old, closed, monitored, now);
        if (form.Ok && extended.Refused)
        {
            form.Wrong("closed", extended.Refusal!);
        }

        if (form.Ok && ClosureRules.AddedTestDaysRefusal(extended.Value, view.Body.TestDays, days, now) is { } wrongDay)
        {
            form.Wrong("testDays", wrongDay);
        }

        if (!form.Ok)
        {
            return Page.Again<ExtendClosurePage>(new { View = view, Form = form });
        }

        var span = extended.Value;
        if (!form.Has("sure"))
        {
            return Page.Of<ExtendClosurePage>(new { View = view, Form = form, Ends = span });
        }

        await ClosureTodos.TakeAsync(db, community, id, cancel);
        (order.ClosedUntil, order.MonitoredUntil) = (span.ClosedUntil, span.MonitoredUntil);
        var extension = new ClosureExtension
        {
            CommunityId = community,
            Id = Ids.New(),
            BuildingId = order.BuildingId,
            OrderId = id,
            At = now,
            By = me.Name,
            Authority = decision.Authority,
            DocumentNumber = decision.Document,
            Basis = decision.Basis,
            Reason = decision.Reason,
            OldClosedUntil = old.ClosedUntil,
            OldMonitoredUntil = old.MonitoredUntil,
            ClosedUntil = span.ClosedUntil,
            MonitoredUntil = span.MonitoredUntil,
            TestDays = days,
        };
        var notice = Notice(view with { Body = OrderView.Extended(view.Body, [extension]), Extensions = [.. view.Extensions, extension] });
        // Closed again: its passing is still to come, and is written down and told then.
        var closedAgain = span.ClosedUntil > now;
        var changed = await db.ClosureOrders
            .Where(o => o.CommunityId == community && o.Id == id && o.LiftedAt == null
                && o.StartsAt == old.StartsAt && o.ClosedUntil == old.ClosedUntil && o.MonitoredUntil == old.MonitoredUntil)
            .ExecuteUpdateAsync(
                set => set.SetProperty(o => o.ClosedUntil, span.ClosedUntil).SetProperty(o => o.MonitoredUntil, span.MonitoredUntil)
                    .SetProperty(o => o.DoorNotice, notice).SetProperty(o => o.PassedAt, o => closedAgain ? null : o.PassedAt), cancel);
        if (changed == 0)
        {
            return http.Refused(view.Path, "这次封控刚被别人延长、重新计时或解除，请看最新的状态再操作。");
        }

        await MoveTasksAsync(db, order, StepClock.ClosedEnd, span.ClosedUntil - old.ClosedUntil, cancel);
        await MoveTasksAsync(db, order, StepClock.End, span.MonitoredUntil - old.MonitoredUntil, cancel);
        db.Add(extension);
        db.AddRange(RunSheet.Added(order, view.Body, days, await ClosureBoard.TasksAsync(db, me, order, cancel)));
        await ClosureTodos.FollowAsync(db, order, now, cancel);
        var change = ClosureWords.Change(view, extension);
        var words = $"{change}；{ClosureWords.Decision(extension)}";
        db.Add(ClosureEvent.Of(order, now, Stage.During, me.Name, words));
        await tells.TellAsync(db, order, $"{order.Label}封控延长", $"{change}。\n{ClosureWords.Decision(extension)}。", me.Actor, cancel);
        write.Record(community, "closure.extend", id, $"{order.Label}，{words}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(view.Path, $"已{change}。请打印新的告知书换下旧的，并告诉每一户。");
    }

    /// <summary>A later decision from its form. Authority and basis that were left empty are those of the first decision.</summary>
    /// <param name="why">The label of the reason.</param>
    internal static (string Reason, string Document, string Authority, string Basis) ReadDecision(FormInput form, ClosureOrder order, string why)
    {
        var authority = form.Text("authority", "决定机关", ClosureRules.MostWords) is { Length: > 0 } other ? other : order.Authority;
        var basis = form.Text("basis", "依据", ClosureRules.MostWords) is { Length: > 0 } ground ? ground : order.Basis;
        if (ClosureRules.AuthorityRefusal(authority) is { } notTheirs)
        {
            form.Wrong("authority", notTheirs);
        }

        return (form.Required("reason", why, ClosureRules.MostWords), form.Required("document", "文号", ClosureRules.MostWords), authority, basis);
    }

    /// <summary>The first decision as the template says it, with its own ends, and below it a line for each later decision and what that changed.</summary>
    internal static string Notice(OrderView view) =>
        PlanText.Fill(view.Body.Templates.DoorNotice, ClosureWords.FirstValues(view))
        + string.Concat(view.Extensions.Select(e => $"\n（{e.At.Full()} {ClosureWords.Change(view, e)}。{ClosureWords.Decision(e)}。）"));

    private static DateTimeOffset Moment(FormInput form, string name, string label, DateTimeOffset old) =>
        form.Typed(name) == old.ForInput() ? old : form.Moment(name, label) ?? old;

    /// <summary>Open tasks that wait for that instant wait for the new one.</summary>
    internal static async Task MoveTasksAsync(Db db, ClosureOrder order, StepClock clock, TimeSpan by, CancellationToken cancel)
    {
        var tasks = await db.ClosureTasks.AsTracking()
            .Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.Clock == clock && t.DoneAt == null).ToListAsync(cancel);
        foreach (var task in tasks)
        {
            task.DueAt += by;
        }
    }
}
