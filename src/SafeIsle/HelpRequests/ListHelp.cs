using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.HelpRequests;

/// <summary>Requests of a community or of one order, the late ones first; who only watches an order sees how many there are.</summary>
internal static class ListHelp
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/requests", OfCommunityAsync).May(HelpDesk.May);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/requests", OfOrderAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> OfCommunityAsync(
        long community, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var (rows, total) = await RowsAsync(HelpDesk.Visible(db, me, community), show, page, me, cancel);
        return Page.Of<RequestsPage>(new
        {
            Community = community, Rows = rows, Total = total, Number = Paging.Number(page), Show = show ?? "", Now = clock.Now(), Opens = true,
        });
    }

    private static async Task<IResult> OfOrderAsync(
        long community, Guid id, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await ListPosts.OrderAsync(db, me, community, id, cancel) is not { } order)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var counts = await db.HelpRequests.Within(me).Where(r => r.CommunityId == community && r.OrderId == id).GroupBy(r => r.Kind)
            .Select(g => new HelpCount(g.Key, g.Count(), g.Count(r => r.ClosedAt == null), g.Count(r => r.ClosedAt == null && r.DueAt < now)))
            .ToListAsync(cancel);
        var (rows, total) = await RowsAsync(HelpDesk.Visible(db, me, community).Where(r => r.OrderId == id), show, page, me, cancel);
        return Page.Of<RequestsPage>(new
        {
            Community = community,
            Order = order,
            Counts = counts.OrderByDescending(c => c.Open).ThenByDescending(c => c.All).ToList(),
            Rows = rows,
            Total = total,
            Number = Paging.Number(page),
            Show = show ?? "",
            Now = now,
            Opens = me.IsIn(community, order.BuildingId, HelpDesk.May),
            Enters = order.LiftedAt is null && me.IsIn(community, order.BuildingId, EnterHelp.May),
        });
    }

    // Open ones in the order of their time: what is late stands first by itself.
    private static async Task<(IReadOnlyList<HelpRequest> Rows, int Total)> RowsAsync(
        IQueryable<HelpRequest> rows, string? show, string? page, Me me, CancellationToken cancel)
    {
        rows = show switch
        {
            "closed" => rows.Where(r => r.ClosedAt != null).OrderByDescending(r => r.ClosedAt).ThenBy(r => r.Id),
            "mine" => rows.Where(r => r.ClosedAt == null && r.OwnerId == me.AccountId).OrderBy(r => r.DueAt).ThenBy(r => r.Id),
            _ => rows.Where(r => r.ClosedAt == null).OrderBy(r => r.DueAt).ThenBy(r => r.Id),
        };
        return (await rows.Page(Paging.Number(page)).ToListAsync(cancel), await rows.CountAsync(cancel));
    }
}

/// <summary>How many requests of a kind an order has.</summary>
public sealed record HelpCount(HelpKind Kind, int All, int Open, int Late);
