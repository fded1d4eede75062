using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Closing a building: choose it, fill one form, see what it touches, confirm once.</summary>
internal static class CloseBuilding
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/new", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures", MakeAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(
        long community, Guid? building, Guid? plan, string? q, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (building is null)
        {
            return Page.Of<PickBuildingPage>(new { Community = community, Query = q ?? "", Buildings = await BuildingsAsync(db, me, community, q, cancel) });
        }

        return await CloseGround.LoadAsync(db, me, community, building, plan, cancel) is { } ground
            ? Page.Of<CloseBuildingPage>(new { Ground = ground, Form = FormInput.Empty, Now = clock.Now(), Maker = me.AccountId })
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ConfirmAsync(
        long community, FormInput form, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await CloseGround.LoadAsync(db, me, community, form.Id("building"), form.Id("plan"), cancel) is not { } ground)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        if (form.Has("edit"))
        {
            return Page.Of<CloseBuildingPage>(new { Ground = ground, Form = form, Now = now, Maker = me.AccountId });
        }

        var draft = ClosureDraft.Read(form, ground, now);
        var conflict = draft.Conflict(ground.InForce);
        if (!form.Ok || conflict is not null)
        {
            return Page.Again<CloseBuildingPage>(new { Ground = ground, Form = form, Now = now, Maker = me.AccountId, Conflict = conflict });
        }

        // Medicines and whereabouts of the people are read here before anything is decided, so the look is noted.
        await db.RecordLookAsync(me.Actor, community, "closure.preview", ground.Building.Id, $"查看封控{ground.Building.Label}会涉及的人", cancel);
        var affected = await Affected.LoadAsync(
            db, sealer, me, community, ground.Building.Id, draft.Whole ? null : draft.Units, clock.Today(), cancel);
        var order = Order(ground, draft, Ids.New(), me, now);
        return Page.Of<ConfirmClosurePage>(new
        {
            Ground = ground,
            Draft = draft,
            Order = order,
            Affected = affected,
            Tasks = RunSheet.Make(order, ground.Body, draft.Owners),
            Tags = await TagNamesAsync(db, me, community, cancel),
            Form = form,
        });
    }

    private static async Task<IResult> MakeAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Signals signals, IEnumerable<OrderMade> hooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (form.Id("id") is not { } id || await CloseGround.LoadAsync(db, me, community, form.Id("building"), form.Id("plan"), cancel) is not { } ground)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var draft = ClosureDraft.Read(form, ground, now);
        if (!form.Ok)
        {
            return Page.Again<CloseBuildingPage>(new { Ground = ground, Form = form, Now = now, Maker = me.AccountId });
        }

        var order = Order(ground, draft, id, me, now);
        var made = false;
        DbUpdateException? collision = null;
        try
        {
            made = await WriteAsync(db, me, ground, draft, order, signals, hooks, cancel);
        }
        catch (DbUpdateException atOnce)
        {
            // Somebody pressed at the same moment: the unique key let one of the two through.
            collision = atOnce;
            db.ChangeTracker.Clear();
        }

        // The same form sent twice leads to the order that it made.
        if (made || await db.ClosureOrders.Within(me).AnyAsync(o => o.CommunityId == community && o.Id == id, cancel))
        {
            return http.Done(ClosuresModule.Path(community, id), $"{order.Label}{(order.StartsAt > now ? $"已下令，{order.StartsAt.Short()}开始" : "已封控")}，任务已分派，请先打印告知书和楼组表。");
        }

        var conflict = draft.Conflict(await CloseGround.InForceAsync(db, me, community, ground.Building.Id, cancel));
        if (conflict is null && collision is not null)
        {
            throw new InvalidOperationException("An order could not be saved, and no other stands in its way.", collision);
        }

        return Page.Again<CloseBuildingPage>(new { Ground = ground, Form = form, Now = now, Maker = me.AccountId, Conflict = conflict });
    }

    // False when the order is there already or another one binds a unit of it.
    private static async Task<bool> WriteAsync(
        Db db, Me me, CloseGround ground, ClosureDraft draft, ClosureOrder order, Signals signals, IEnumerable<OrderMade> hooks,
        CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.ClosureOrders.AnyAsync(o => o.CommunityId == order.CommunityId && o.Id == order.Id, cancel)
            || draft.Conflict(await CloseGround.InForceAsync(db, me, order.CommunityId, order.BuildingId, cancel)) is not null)
        {
            return false;
        }

        await MakeOrders.AddAsync(
            db, write, me, ground.Plan, ground.Body, [new(order, draft.Whole ? ground.Units : draft.Units, RunSheet.Make(order, ground.Body, draft.Owners))],
            hooks, signals, "", cancel);
        await write.CommitAsync(cancel);
        return true;
    }

    private static ClosureOrder Order(CloseGround ground, ClosureDraft draft, Guid id, Me me, DateTimeOffset now) => MakeOrders.Order(
        ground.Community, ground.Building, ground.Compound, ground.Plan, ground.Body, draft, id, me, now);

    internal static async Task<IReadOnlyDictionary<string, string>> TagNamesAsync(Db db, Me me, long community, CancellationToken cancel) =>
        await db.CareTags.Within(me).Where(t => t.CommunityId == community).ToDictionaryAsync(t => t.Code, t => t.Name, StringComparer.Ordinal, cancel);

    private static async Task<IReadOnlyList<BuildingChoice>> BuildingsAsync(Db db, Me me, long community, string? q, CancellationToken cancel)
    {
        var wanted = Platform.Text.ChineseText.Key(q).Replace("号楼", "", StringComparison.Ordinal);
        var buildings = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community && (wanted == "" || b.Key.Contains(wanted) || b.Label.Contains(wanted))
            orderby c.SortKey, b.SortKey
            select new { b.Id, b.Label, Compound = c.Name }).ToListAsync(cancel);
        var closed = (await db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.LiftedAt == null)
            .Select(o => new { o.BuildingId, o.Id }).ToListAsync(cancel)).ToLookup(o => o.BuildingId, o => o.Id);
        return [.. buildings.Select(b => new BuildingChoice(b.Id, b.Label, b.Compound, closed.Contains(b.Id)))];
    }
}

/// <summary>A building to choose.</summary>
public sealed record BuildingChoice(Guid Id, string Label, string Compound, bool Closed);
