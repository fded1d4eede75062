using Microsoft.EntityFrameworkCore;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups;

/// <summary>The group's page at the desk: who is in, who is not, who waits. It updates by itself.</summary>
internal static class ShowGroup
{
    internal const string Root = "/desk/{community:long}/closures/{order:guid}/group";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Root, ShowAsync).May(WhoMay.Readers);
        app.MapGet(Root + "/part", PartAsync).May(WhoMay.Readers);
        app.MapGet(Root + "/calls", CallsAsync).May(Role.Committee, Role.Field);
        app.MapPost(Root + "/code", RenewAsync).May(Role.Committee);
        app.MapBack(Root + "/code").May(Role.Committee);
        app.MapPost(Root + "/wecom", WeComAsync).May(Role.Committee);
        app.MapBack(Root + "/wecom").May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid order, HttpContext http, Db db, Me me, Sealer sealer, KeyRing keys, PublicAddress address,
        IEnumerable<IOutsideChannel> channels, TimeProvider clock, CancellationToken cancel) =>
        await GroupBoard.LoadAsync(db, me, sealer, community, order, clock.Now(), cancel) is { } board
            ? Page.Of<GroupPage>(new
            {
                Board = board,
                Code = GroupCode.Of(keys, board.Group),
                Address = address.Of(http.Request),
                OnlyHere = address.IsOnlyHere(http.Request),
                WeCom = WeCom(channels) is not null,
            })
            : TypedResults.NotFound();

    private static async Task<IResult> PartAsync(
        long community, Guid order, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel) =>
        await GroupBoard.LoadAsync(db, me, sealer, community, order, clock.Now(), cancel) is { } board
            ? Page.Of<GroupPart>(new { Board = board })
            : TypedResults.NotFound();

    /// <summary>Whom to call, with numbers in full; the look is recorded.</summary>
    private static async Task<IResult> CallsAsync(
        long community, Guid order, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await GroupBoard.LoadAsync(db, me, sealer, community, order, clock.Now(), cancel) is not { Calls: true } board)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(
            me.Actor, community, "group.calls", order, $"查看{board.View.Order.Label}没进群 {board.Missing.Count} 户的完整电话", cancel);
        return Page.Of<GroupCallsPage>(new { Board = board });
    }

    private static IOutsideChannel? WeCom(IEnumerable<IOutsideChannel> channels) =>
        channels.FirstOrDefault(c => c.Way == OutsideWay.WeCom && c is not ByHand);

    /// <summary>The picture that leads into the same building's group at WeCom. Asked for by a press, because the provider makes it anew.</summary>
    private static async Task<IResult> WeComAsync(
        long community, Guid order, HttpContext http, Db db, Me me, Sealer sealer, IEnumerable<IOutsideChannel> channels, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await GroupBoard.LoadAsync(db, me, sealer, community, order, clock.Now(), cancel) is not { } board || WeCom(channels) is not { } channel)
        {
            return TypedResults.NotFound();
        }

        if (!board.Open)
        {
            return http.Refused(board.Path, "封控已解除，楼组群已解散。");
        }

        var link = await channel.GroupLinkAsync($"{board.View.Order.Label}楼组群", cancel);
        if (link.Refused)
        {
            return http.Refused(board.Path, $"没有拿到企业微信群二维码：{link.Refusal}楼组群自己的二维码照常可用。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        write.Record(community, "group.wecom", board.Group.Id, $"取{board.View.Order.Label}的企业微信群二维码");
        await write.CommitAsync(cancel);
        return Page.Of<WeComGroupPage>(new { Board = board, Picture = link.Value });
    }

    private static async Task<IResult> RenewAsync(
        long community, Guid order, HttpContext http, Db db, Me me, KeyRing keys, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var group = await db.BuildingGroups.Within(me).AsTracking().SingleOrDefaultAsync(g => g.CommunityId == community && g.OrderId == order, cancel);
        if (group is null)
        {
            return TypedResults.NotFound();
        }

        group.CodeVersion++;
        group.CodeHash = GroupCode.HashOf(keys, GroupCode.Of(keys, group));
        write.Record(community, "group.code", group.Id, "更换楼组群的编码，旧海报和名片作废");
        await write.CommitAsync(cancel);
        return http.Done(
            Closures.ClosuresModule.Path(community, order) + "/group", "编码已换新，旧海报和名片扫不开了；已经进群的人不受影响。请重新打印张贴。");
    }
}
