using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Divisions;

/// <summary>Where staff arrive: in their one community, or before the list of those they reach.</summary>
internal static class Communities
{
    internal const string ListPath = "/desk/communities";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk", ArriveAsync).May(WhoMay.Everyone);
        app.MapGet(ListPath, ListAsync).May(WhoMay.Everyone);
    }

    private static async Task<IResult> ArriveAsync(Db db, Me me, CancellationToken cancel)
    {
        var first = await db.Communities.Within(me).OrderBy(c => c.CommunityId).Select(c => c.CommunityId).Take(2).ToListAsync(cancel);
        return first switch
        {
            [_, ..] when me.Grants.All(g => g.Role == Role.Overseer) => TypedResults.LocalRedirect("/oversee"),
            // Who walks the stairs opens what she has to do, not the board.
            [var only] when me.Grants.All(g => g.Role == Role.Field) => TypedResults.LocalRedirect($"/field/{only}/todos"),
            [var only] when me.Is(only, WhoMay.Readers) => TypedResults.LocalRedirect($"/desk/{only}"),
            [] when NewCommunity.RootsOf(me).Count > 0 => TypedResults.LocalRedirect(NewCommunity.Path),
            _ => TypedResults.LocalRedirect(ListPath),
        };
    }

    private static async Task<IResult> ListAsync(string? q, string? page, Db db, Me me, CancellationToken cancel)
    {
        var name = ChineseText.Clean(q);
        var communities = db.Communities.Within(me).Where(c => name == "" || c.Name.Contains(name) || c.Above.Contains(name));
        var number = Paging.Number(page);
        return Page.Of<CommunitiesPage>(new
        {
            Query = name,
            Number = number,
            Total = await communities.CountAsync(cancel),
            Communities = await communities.OrderBy(c => c.CommunityId).Page(number).ToListAsync(cancel),
            MayCreate = NewCommunity.RootsOf(me).Count > 0,
        });
    }
}
