using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The list of people to be looked after first, for those who call them; who only watches sees how many there are of each kind.</summary>
internal static class FirstCare
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures/{id:guid}/care", ShowAsync).May(WhoMay.Readers);

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var full = await IsFullAsync(db, me, view.Order, cancel);
        return Page.Of<FirstCarePage>(new { View = view, Groups = await LoadAsync(db, me, sealer, view, full, clock, cancel), Full = full, Keeps = me.Keeps(community) });
    }

    /// <summary>
    /// Whether that person sees names, phones and medicines: whoever calls people in the building, and whoever has an open task that
    /// needs them. When the order is over, only the committee.
    /// </summary>
    internal static async Task<bool> IsFullAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
        me.Calls(order)
        || (order.LiftedAt is null && await db.ClosureTasks.Within(me).AnyAsync(
            t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.ReadsCare && t.DoneAt == null && t.OwnerId == me.AccountId, cancel));

    /// <summary>The groups with their people; the look is recorded when it shows phones and medicines.</summary>
    internal static async Task<IReadOnlyList<CareGroup>> LoadAsync(
        Db db, Me me, Sealer sealer, OrderView view, bool full, TimeProvider clock, CancellationToken cancel)
    {
        var order = view.Order;
        if (full)
        {
            await db.RecordLookAsync(me.Actor, order.CommunityId, "closure.care", order.Id, $"查看{order.Label}重点照护名单（含电话、用药）", cancel);
        }

        return await GroupsAsync(db, me, sealer, view, full, clock, cancel);
    }

    /// <summary>The same for whoever records the look herself.</summary>
    internal static async Task<IReadOnlyList<CareGroup>> GroupsAsync(
        Db db, Me me, Sealer sealer, OrderView view, bool full, TimeProvider clock, CancellationToken cancel)
    {
        var order = view.Order;
        var affected = await Affected.LoadAsync(db, sealer, me, order, clock.Today(), cancel);
        return CareList.Make(view.Body, affected.People, await CloseBuilding.TagNamesAsync(db, me, order.CommunityId, cancel), full);
    }
}
