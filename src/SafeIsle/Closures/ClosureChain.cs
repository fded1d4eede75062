using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The whole chain of an order: who did what when, 事前、事中、事后.</summary>
internal static class ClosureChain
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures/{id:guid}/chain", ShowAsync).May(WhoMay.Readers);

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, IEnumerable<ChainSource> sources, TimeProvider clock, CancellationToken cancel) =>
        await OrderView.LoadAsync(db, me, community, id, cancel) is { } view
            ? Page.Of<ClosureChainPage>(new { View = view, Links = await LoadAsync(db, me, view.Order, sources, clock.Now(), cancel), Keeps = me.Keeps(community) })
            : TypedResults.NotFound();

    /// <param name="now">What lies after it has not happened yet.</param>
    internal static async Task<IReadOnlyList<ChainLink>> LoadAsync(
        Db db, Me me, ClosureOrder order, IEnumerable<ChainSource> sources, DateTimeOffset now, CancellationToken cancel)
    {
        var links = await db.ClosureEvents.Within(me).Where(e => e.CommunityId == order.CommunityId && e.OrderId == order.Id)
            .OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new ChainLink(e.Stage, e.At, e.By, e.Words)).ToListAsync(cancel);
        foreach (var source in sources)
        {
            links.AddRange((await source(db, me, order, cancel)).Where(l => l.At <= now).Select(l => l.By.Length > 0 ? l : l with { By = Actor.System.Name }));
        }

        return [.. links.OrderBy(l => l.Stage).ThenBy(l => l.At)];
    }
}

/// <summary>One link: in time order within its stage.</summary>
/// <param name="By">Who did it; empty: nobody did, the product noticed it.</param>
public sealed record ChainLink(Stage Stage, DateTimeOffset At, string By, string Words)
{
    /// <summary>Stands for whoever lives there: the chain names no residents.</summary>
    public const string Resident = "住户";
}
