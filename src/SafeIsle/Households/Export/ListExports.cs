using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Export;

/// <summary>My exports, and those of colleagues that wait for a second person.</summary>
public static class ListExports
{
    private const int MostShown = 50;

    internal static string Path(long community) => $"/desk/{community}/exports";

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/exports", ListAsync).May(AskExport.May);

    /// <summary>The requests of others that the person may agree to.</summary>
    internal static IQueryable<ExportRequest> WaitingFor(Db db, Me me, long community, DateTimeOffset now) =>
        db.ExportRequests.Within(me.Only(DecideExport.May))
            .Where(e => e.CommunityId == community && e.State == ExportState.Waiting && e.ById != me.AccountId && e.ExpiresAt > now);

    private static async Task<IResult> ListAsync(
        long community, Db db, Me me, IEnumerable<ExportSource> sources, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var requests = db.ExportRequests.Within(me).Where(e => e.CommunityId == community);
        return Page.Of<ExportsPage>(new
        {
            Community = community,
            Mine = await requests.Where(e => e.ById == me.AccountId).OrderByDescending(e => e.At).Take(MostShown).ToListAsync(cancel),
            Waiting = await WaitingFor(db, me, community, now).OrderBy(e => e.At).Take(MostShown).ToListAsync(cancel),
            Sources = sources.Where(s => me.Is(community, [.. s.Roles])).ToList(),
            Now = now,
        });
    }
}
