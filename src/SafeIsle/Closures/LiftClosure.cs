using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Lifting an order: one press when the plan's conditions hold, otherwise with a reason and in sight of what is open.</summary>
internal static class LiftClosure
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/lift", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/lift", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(
        long community, Guid id, HttpContext http, Db db, Me me, IEnumerable<LiftBlocker> blockers, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return view.Order.LiftedAt is null
            ? Page.Of<LiftClosurePage>(new { View = view, Form = FormInput.Empty, Open = await OpenAsync(db, view.Order, blockers, clock.Now(), clock.Now(), cancel) })
            : http.Refused(view.Path, "已经解除了。");
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, IEnumerable<LiftBlocker> blockers, IEnumerable<TellOrder> tells,
        Sealer sealer, KeyRing keys, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var (order, now) = (view.Order, clock.Now());
        if (order.LiftedAt is not null)
        {
            return http.Done(view.Path, "已经解除了。");
        }

        var open = await OpenAsync(db, order, blockers, now, now, cancel);
        var document = form.Required("document", "解除决定的文号", ClosureRules.MostWords);
        var reason = open.Count > 0 ? form.Required("reason", "提前解除的原因", ClosureRules.MostWords) : "";
        if (!form.Ok)
        {
            return Page.Again<LiftClosurePage>(new { View = view, Form = form, Open = open });
        }

        await ClosureTodos.TakeAsync(db, community, id, cancel);
        (order.LiftedAt, order.LiftDocument) = (now, document);
        var notice = PlanText.Fill(view.Body.Templates.LiftingNotice, ClosureWords.Values(view));
        var changed = await db.ClosureOrders.Where(o => o.CommunityId == community && o.Id == id && o.LiftedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.LiftedAt, now).SetProperty(o => o.LiftedBy, me.Name).SetProperty(o => o.LiftDocument, document)
                .SetProperty(o => o.LiftReason, reason)
                .SetProperty(o => o.LiftingNotice, notice), cancel);
        if (changed == 0)
        {
            return http.Done(view.Path, "已经解除了。");
        }

        await db.ClosureUnits.Where(u => u.CommunityId == community && u.OrderId == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LiftedAt, now), cancel);
        await ExtendClosure.MoveTasksAsync(db, order, StepClock.End, now - order.MonitoredUntil, cancel);
        await ClosureTodos.FollowAsync(db, order, now, cancel);
        var certificates = await ReleaseCertificates.MakeAsync(db, me, sealer, keys, view, now, cancel);
        var words = open.Count == 0 ? "解除封控：预案条件全部满足" : $"提前解除封控，原因：{reason}；当时还有：{ClosureWords.Listed(open)}";
        words += $"；解除决定：{order.Authority}，依据：{document}；开出解除证明 {certificates} 张";
        db.Add(ClosureEvent.Of(order, now, Stage.After, me.Name, words));
        await tells.TellAsync(db, order, $"{order.Label}已解除", notice, me.Actor, cancel);
        write.Record(community, "closure.lift", id, $"{order.Label}，{words}");
        write.AfterCommit(() => signals.RaiseBuilding(community, order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(view.Path, $"{order.Label}已解除，开出解除证明 {certificates} 张；请张贴解封告知书，发解除证明，并做完事后的任务。");
    }

    /// <summary>What stands against lifting it, a sentence each.</summary>
    /// <param name="at">When it would be lifted.</param>
    internal static async Task<IReadOnlyList<string>> OpenAsync(
        Db db, ClosureOrder order, IEnumerable<LiftBlocker> blockers, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        var tasks = await db.ClosureTasks
            .Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.BeforeLifting).OrderBy(t => t.Position)
            .Select(t => new LiftTask(t.Title, t.DoneAt != null)).ToListAsync(cancel);
        var open = ClosureRules.OpenBeforeLifting(order.Span, tasks, at).ToList();
        foreach (var blocker in blockers)
        {
            open.AddRange(await blocker(db, order, now, cancel));
        }

        return open;
    }
}
