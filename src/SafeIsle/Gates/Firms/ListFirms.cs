using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Firms;

/// <summary>The firms that deliver to the community or repair in it.</summary>
internal static class ListFirms
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/firms", ShowAsync).May(Role.Committee);

    internal static string Path(long community) => $"/desk/{community}/firms";

    private static async Task<IResult> ShowAsync(
        long community, string? show, string? q, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.Today();
        var rows = db.Firms.Within(me).Where(f => f.CommunityId == community);
        rows = show == "over" ? rows.Where(f => f.EndedAt != null || f.LastDay < today) : rows.Where(f => f.EndedAt == null && f.LastDay >= today);
        if (ChineseText.Clean(q) is { Length: > 0 } words)
        {
            rows = rows.Where(f => f.Name.Contains(words) || f.What.Contains(words) || f.Dwelling.Contains(words));
        }

        return Page.Of<ListFirmsPage>(new
        {
            Community = community,
            Rows = await rows.OrderBy(f => f.Name).ThenBy(f => f.Id).Page(Paging.Number(page)).ToListAsync(cancel),
            Gates = await db.Gates.Within(me).Where(g => g.CommunityId == community).ToDictionaryAsync(g => g.Id, g => g.Name, cancel),
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Asked = q ?? "",
        });
    }
}
