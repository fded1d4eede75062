using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Fences;

/// <summary>Patrols: breaches that are not mended, the oldest first, with who goes there.</summary>
internal static class ListBreaches
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/breaches", ShowAsync).May(WhoMay.Readers);

    internal static string Path(long community) => $"/desk/{community}/breaches";

    private static async Task<IResult> ShowAsync(
        long community, string? show, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var rows = db.Breaches.Within(me).Where(b => b.CommunityId == community);
        rows = show switch
        {
            "closed" => rows.Where(b => b.ClosedAt != null).OrderByDescending(b => b.ClosedAt).ThenBy(b => b.Id),
            "mine" => rows.Where(b => b.ClosedAt == null && b.OwnerId == me.AccountId).OrderBy(b => b.At).ThenBy(b => b.Id),
            _ => rows.Where(b => b.ClosedAt == null).OrderBy(b => b.At).ThenBy(b => b.Id),
        };
        var shown = await rows.Page(Paging.Number(page)).ToListAsync(cancel);
        return Page.Of<ListBreachesPage>(new
        {
            Community = community,
            Rows = await BreachRow.OfAsync(db, shown, cancel),
            Total = await rows.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Me = me.AccountId,
            Acts = me.Is(community, BreachRules.Acts),
            Now = clock.Now(),
        });
    }
}

/// <summary>A breach in the list.</summary>
/// <param name="Where">菜场边围挡，靠近水闸</param>
/// <param name="Visits">How often somebody was there.</param>
public sealed record BreachRow(Breach Breach, string Where, int Visits)
{
    /// <summary>Those breaches, which the reader may see, with their places and visits, in the same order.</summary>
    internal static async Task<IReadOnlyList<BreachRow>> OfAsync(Db db, IReadOnlyList<Breach> breaches, CancellationToken cancel)
    {
        if (breaches.Count == 0)
        {
            return [];
        }

        var community = breaches[0].CommunityId;
        var (ids, gates) = (breaches.Select(b => b.Id).ToList(), breaches.Select(b => b.GateId).OfType<Guid>().Distinct().ToList());
        var names = await db.Gates.Where(g => g.CommunityId == community && gates.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        var visits = await db.BreachSteps
            .Where(s => s.CommunityId == community && ids.Contains(s.BreachId) && (s.Act == BreachAct.Visited || s.Act == BreachAct.Mended))
            .GroupBy(s => s.BreachId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. breaches.Select(b => new BreachRow(
            b, ReportBreach.Where(b.GateId is { } gate ? names[gate] : null, b.Spot), visits.GetValueOrDefault(b.Id)))];
    }
}
