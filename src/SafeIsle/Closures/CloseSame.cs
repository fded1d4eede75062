using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>再封一栋: the next buildings by the plan and the choices of the first, from one form, all in one transaction or none.</summary>
internal static class CloseSame
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/same", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/same", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/same/orders", MakeAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await SameGround.LoadAsync(db, me, community, id, cancel) is { } ground
            ? Page.Of<CloseSamePage>(new { Ground = ground, Form = FormInput.Empty, Now = clock.Now() })
            : TypedResults.NotFound();

    private static async Task<IResult> ConfirmAsync(
        long community, Guid id, FormInput form, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await SameGround.LoadAsync(db, me, community, id, cancel) is not { } ground)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        if (form.Has("find") || form.Has("edit"))
        {
            return Page.Of<CloseSamePage>(new { Ground = ground, Form = form, Now = now });
        }

        var chosen = ground.Read(form);
        if (chosen.Count == 0)
        {
            return Page.Again<CloseSamePage>(new { Ground = ground, Form = form, Now = now });
        }

        var draft = ClosureDraft.Read(form, ground.For(chosen), now);
        if (!form.Ok)
        {
            return Page.Again<CloseSamePage>(new { Ground = ground, Form = form, Now = now });
        }

        var touched = await TouchedBuilding.LoadAsync(db, me, ground, chosen, draft, cancel);
        return Page.Of<ConfirmSamePage>(new
        {
            Ground = ground, Draft = draft, Touched = touched, Form = form, Tasks = RunSheet.Make(Sample(ground, draft, me, now), ground.Body, draft.Owners).Count,
            Ends = ClosureSpan.From(draft.StartsAt, ground.Body.ClosedDays, ground.Body.MonitoredDays),
        });
    }

    private static async Task<IResult> MakeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Signals signals, IEnumerable<OrderMade> hooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await SameGround.LoadAsync(db, me, community, id, cancel) is not { } ground)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var chosen = ground.Read(form);
        if (chosen.Count == 0)
        {
            return Page.Again<CloseSamePage>(new { Ground = ground, Form = form, Now = now });
        }

        var draft = ClosureDraft.Read(form, ground.For(chosen), now);
        // The order's id comes with the form: sent twice, it is found the second time.
        var ids = chosen.ToDictionary(c => c.Id, c => form.Id(IdField(c.Id)));
        if (form.Ok && ids.Values.Any(o => o is null))
        {
            form.Wrong("building", "请再点一次“看看会涉及谁”，核对之后确认。");
        }

        if (!form.Ok)
        {
            return Page.Again<CloseSamePage>(new { Ground = ground, Form = form, Now = now });
        }

        var orders = chosen.Select(c => new NewOrder(
            MakeOrders.Order(ground.View.Community, c.Building, c.Compound, ground.View.Plan, ground.Body, draft, ids[c.Id]!.Value, me, now),
            draft.Whole ? c.Units : draft.Units, [])).ToList();
        var taken = await WriteAsync(db, me, ground, orders, draft, signals, hooks, cancel);
        if (taken.Count > 0)
        {
            form.Wrong("building", $"{string.Join("、", taken)}刚被别人封控，这一次一栋都没有下令；请去掉它再确认。");
            return Page.Again<CloseSamePage>(new { Ground = await SameGround.LoadAsync(db, me, community, id, cancel), Form = form, Now = now });
        }

        return http.Done(ListClosures.Path(community), $"{string.Join("、", orders.Select(o => o.Order.Label))}已封控，任务已分派；请打印各栋的告知书和楼组表。");
    }

    internal static string IdField(Guid building) => $"order-{building:N}";

    // The labels of buildings that somebody else has closed meanwhile; empty when all are made, now or by the same form before.
    private static async Task<IReadOnlyList<string>> WriteAsync(
        Db db, Me me, SameGround ground, List<NewOrder> orders, ClosureDraft draft, Signals signals, IEnumerable<OrderMade> hooks,
        CancellationToken cancel)
    {
        var first = ground.View.Order;
        DbUpdateException? collision = null;
        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            if (await AreMadeAsync(db, me, first.CommunityId, orders, cancel))
            {
                return [];
            }

            if (await TakenAsync(db, me, first.CommunityId, orders, draft, cancel) is { Count: > 0 } taken)
            {
                return taken;
            }

            var made = orders.ConvertAll(o => o with { Tasks = RunSheet.Make(o.Order, ground.Body, draft.Owners) });
            await MakeOrders.AddAsync(db, write, me, ground.View.Plan, ground.Body, made, hooks, signals, $"照{first.Label}", cancel);
            await write.CommitAsync(cancel);
            return [];
        }
        catch (DbUpdateException atOnce)
        {
            // Somebody pressed at the same moment: the unique key let one of the two through.
            collision = atOnce;
        }

        if (await AreMadeAsync(db, me, first.CommunityId, orders, cancel))
        {
            return [];
        }

        return await TakenAsync(db, me, first.CommunityId, orders, draft, cancel) is { Count: > 0 } now
            ? now
            : throw new InvalidOperationException("Orders could not be saved, and no other stands in their way.", collision);
    }

    private static async Task<bool> AreMadeAsync(Db db, Me me, long community, List<NewOrder> orders, CancellationToken cancel)
    {
        var ids = orders.ConvertAll(o => o.Order.Id);
        return await db.ClosureOrders.Within(me).CountAsync(o => o.CommunityId == community && ids.Contains(o.Id), cancel) == ids.Count;
    }

    private static async Task<IReadOnlyList<string>> TakenAsync(
        Db db, Me me, long community, List<NewOrder> orders, ClosureDraft draft, CancellationToken cancel)
    {
        var taken = new List<string>();
        foreach (var (order, _, _) in orders)
        {
            if (draft.Conflict(await CloseGround.InForceAsync(db, me, community, order.BuildingId, cancel)) is { } other)
            {
                taken.Add(other.Label);
            }
        }

        return taken;
    }

    // Only to count its tasks.
    private static ClosureOrder Sample(SameGround ground, ClosureDraft draft, Me me, DateTimeOffset now)
    {
        var first = ground.Choices[0];
        return MakeOrders.Order(ground.View.Community, first.Building, first.Compound, ground.View.Plan, ground.Body, draft, Ids.New(), me, now);
    }
}
