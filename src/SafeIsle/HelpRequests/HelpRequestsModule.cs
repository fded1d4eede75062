using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>Households' needs (求助): each has somebody who answers for it, a time, and a state that the household sees.</summary>
public static class HelpRequestsModule
{
    public static void AddHelpRequests(this IServiceCollection services)
    {
        services.AddSingleton(new OrderPage(30, "求助", "/requests", "list-check"));
        services.AddSingleton(new NavItem(54, "求助", "/requests", "heart-handshake", HelpDesk.May));
        services.AddSingleton<BoardFigures>(FiguresAsync);
        services.AddSingleton<LiftBlocker>(OpenAsync);
        services.AddSingleton(p => HelpFromCall.With(p.GetRequiredService<Sealer>()));
        services.AddSingleton<ChainSource>(HelpRecord.ChainAsync);
        services.AddSingleton<FactSource>(p => (db, me, ask, cancel) => HelpRecord.FactsAsync(p.GetRequiredService<Sealer>(), db, me, ask, cancel));
        services.AddSingleton(p => HelpTodos.Kind(p.GetRequiredService<Sealer>()));
        services.AddSingleton<HomeCards>(CardsAsync);
    }

    public static void MapHelpRequests(this IEndpointRouteBuilder app)
    {
        AskHelp.Map(app);
        FollowHelp.Map(app);
        ListHelp.Map(app);
        EnterHelp.Map(app);
        HandleHelp.Map(app);
    }

    // The same two conditions as the list behind it: open, and open with its time over.
    private static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> FiguresAsync(
        Db db, Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel)
    {
        if (orders.Count == 0)
        {
            return new Dictionary<Guid, IReadOnlyList<BoardFigure>>();
        }

        var community = orders[0].CommunityId;
        var ids = orders.Select(o => o.Id).ToList();
        var counts = await db.HelpRequests.Where(r => r.CommunityId == community && r.OrderId != null && ids.Contains(r.OrderId.Value) && r.ClosedAt == null)
            .GroupBy(r => r.OrderId!.Value).Select(g => new { g.Key, Open = g.Count(), Late = g.Count(r => r.DueAt < now) })
            .ToDictionaryAsync(g => g.Key, cancel);
        return ids.ToDictionary(id => id, id => Figure(counts.TryGetValue(id, out var c) ? (c.Open, c.Late) : default));
    }

    private static async Task<IReadOnlyList<string>> OpenAsync(Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        return await db.HelpRequests.CountAsync(r => r.CommunityId == community && r.OrderId == id && r.ClosedAt == null, cancel) is > 0 and var open
            ? [$"还有 {open} 件求助没办完。"]
            : [];
    }

    private static IReadOnlyList<BoardFigure> Figure((int Open, int Late) count) =>
    [
        new(
            40, "requests", "求助", count.Late > 0 ? $"{count.Open}（超时 {count.Late}）" : $"{count.Open}",
            count switch { { Late: > 0 } => "late", { Open: > 0 } => "wait", _ => "ok" }, "/requests"),
    ];

    private static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var at = await HomeHelp.OfAsync(db, home, cancel);
        var open = await at.Requests(db).Where(r => r.ClosedAt == null).OrderBy(r => r.At).Select(r => new { r.Kind, r.State }).ToListAsync(cancel);
        return open.Count == 0 && !at.Open
            ? []
            : [new(20, "求助", open.Count == 0 ? "配药、看医生、买菜、收垃圾、心里不安……" : string.Join("；", open.Select(r => $"{r.Kind.Name()}：{r.State.Words()}")), "/requests", open.Count == 0 ? "off" : "wait")];
    }
}
