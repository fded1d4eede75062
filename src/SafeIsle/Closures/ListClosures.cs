using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Plans;

namespace SafeIsle.Closures;

/// <summary>All orders of the community, those in force first.</summary>
internal static class ListClosures
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures", ShowAsync).May(WhoMay.Readers);

    private static async Task<IResult> ShowAsync(long community, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var number = Paging.Number(page);
        var orders = db.ClosureOrders.Within(me).Where(o => o.CommunityId == community);
        var rows = await ClosureRow.LoadAsync(
            db, me, orders.OrderBy(o => o.LiftedAt != null).ThenByDescending(o => o.StartsAt).ThenByDescending(o => o.Id).Page(number), now, cancel);
        return Page.Of<ClosuresPage>(new
        {
            Community = community,
            Rows = rows,
            Total = await orders.CountAsync(cancel),
            Number = number,
            Now = now,
            MayClose = me.Keeps(community),
        });
    }
}
