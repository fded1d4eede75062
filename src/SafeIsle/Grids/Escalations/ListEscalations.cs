using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Escalations;

/// <summary>What went up (已上报): at the desk those of the community, above it what waits for the street's word.</summary>
internal static class ListEscalations
{
    internal const string Above = "/oversee/escalations";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/escalations", ShowAsync).May(EscalationRules.See);
        app.MapGet(Above, AboveAsync).May(Role.Overseer);
    }

    internal static string Path(long community) => $"/desk/{community}/escalations";

    internal static string Path(long community, Guid id) => $"{Path(community)}/{id}";

    private static async Task<IResult> ShowAsync(long community, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PageAsync(db, EscalationRules.Visible(db, me, clock.Today(), community), show, page, community, cancel);

    private static async Task<IResult> AboveAsync(string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await PageAsync(db, EscalationRules.Visible(db, me, clock.Today()), show, page, null, cancel);

    private static async Task<IResult> PageAsync(Db db, IQueryable<Escalation> rows, string? show, string? page, long? community, CancellationToken cancel)
    {
        var open = show != "decided";
        rows = rows.Where(e => open ? e.DecidedAt == null : e.DecidedAt != null);
        var shown = await (open ? rows.OrderBy(e => e.At) : rows.OrderByDescending(e => e.DecidedAt)).ThenBy(e => e.Id).Page(Paging.Number(page)).ToListAsync(cancel);
        var codes = shown.Select(e => e.CommunityId).Distinct().ToList();
        var names = community is null
            ? await db.Communities.Where(c => codes.Contains(c.CommunityId)).ToDictionaryAsync(c => c.CommunityId, c => c.Name, cancel)
            : [];
        return Page.Of<EscalationsPage>(new
        {
            Path = community is { } one ? Path(one) : Above,
            Rows = shown,
            Names = names,
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Open = open,
        });
    }
}
