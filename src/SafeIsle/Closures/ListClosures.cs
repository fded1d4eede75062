using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>All closed buildings of a community on one screen that updates by itself, also on a television; below it those that are over.</summary>
internal static class ListClosures
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/board", PartAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/events", Listen).May(WhoMay.Readers);
    }

    internal static string Path(long community) => $"/desk/{community}/closures";

    private static async Task<IResult> ShowAsync(
        long community, string? page, string? tv, Db db, Me me, IEnumerable<BoardFigures> figures, TimeProvider clock, CancellationToken cancel)
    {
        var board = await BoardAsync(db, me, community, figures, clock.Now(), cancel);
        if (tv == "1")
        {
            return Page.Of<TvBoardPage>(new { Community = await db.Communities.Within(me).SingleAsync(c => c.CommunityId == community, cancel), Board = board });
        }

        var number = Paging.Number(page);
        var over = db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.LiftedAt != null);
        return Page.Of<ClosuresPage>(new
        {
            Community = community,
            Board = board,
            Over = await ClosureRow.LoadAsync(db, me, over.OrderByDescending(o => o.StartsAt).ThenByDescending(o => o.Id).Page(number), board.Now, cancel),
            Total = await over.CountAsync(cancel),
            Number = number,
            MayClose = me.Keeps(community),
            Oversees = me.Is(community, Role.Overseer),
        });
    }

    private static async Task<IResult> PartAsync(
        long community, string? tv, Db db, Me me, IEnumerable<BoardFigures> figures, TimeProvider clock, CancellationToken cancel)
    {
        var board = await BoardAsync(db, me, community, figures, clock.Now(), cancel);
        return tv == "1" ? Page.Of<TvBoardPart>(new { Board = board }) : Page.Of<CommunityBoardPart>(new { Board = board });
    }

    private static IResult Listen(long community, Me me, LiveChanges live, CancellationToken cancel)
    {
        var topic = Topics.Community(community);
        return live.Of(me, raised => raised == topic, cancel);
    }

    private static Task<CommunityBoard> BoardAsync(
        Db db, Me me, long community, IEnumerable<BoardFigures> figures, DateTimeOffset now, CancellationToken cancel) =>
        CommunityBoard.LoadAsync(
            db, me, db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.LiftedAt == null), figures, now, cancel);
}
