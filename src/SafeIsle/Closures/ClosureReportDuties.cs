using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>Orders in force make their dwellings report temperatures: through closure and monitoring, until they are lifted.</summary>
internal static class ClosureReportDuties
{
    // A published version of a plan never changes, and every report asks for it.
    private static readonly ConcurrentDictionary<(long Community, Guid Plan), PlanDuty> Known = new();

    /// <summary>Orders name a few plans in all; beyond this the memory is begun anew.</summary>
    private const int MostKnown = 1000;

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReportDuties>(OfAsync);
        services.AddSingleton<DutySpans>((db, community) => db.ClosureOrders.Where(o => o.CommunityId == community)
            .Select(o => new DutySpan { Id = o.Id, PlanId = o.PlanId, EndedAt = o.LiftedAt }));
        services.AddSingleton<BoardFigures>(FiguresAsync);
        services.AddSingleton(new OrderPage(20, "体温", "/temperatures", "temperature"));
    }

    private static async Task<IReadOnlyList<ReportDuty>> OfAsync(Db db, DutyQuery query, CancellationToken cancel)
    {
        var orders = db.ClosureOrders.Where(o => o.CommunityId == query.Community);
        orders = query.Id is { } id ? orders.Where(o => o.Id == id) : orders.Where(o => o.LiftedAt == null);
        if (query.Building is { } building)
        {
            orders = orders.Where(o => o.BuildingId == building);
        }

        var restarts = db.ClosureExtensions.Where(e => e.OldStartsAt != null);
        var rows = await orders.Select(o => new
        {
            o.Id, o.CommunityId, o.BuildingId, o.Label, o.Whole, o.PlanId, o.StartsAt, o.LiftedAt,
            // As OrderView.FirstStart: what was reported before the days were counted anew was reported for the same order.
            FirstStart = restarts.Where(e => e.CommunityId == o.CommunityId && e.OrderId == o.Id).OrderBy(e => e.At).Select(e => e.OldStartsAt).FirstOrDefault(),
        }).ToListAsync(cancel);
        var parts = rows.Where(r => !r.Whole).Select(r => r.Id).ToList();
        var units = parts.Count == 0
            ? []
            : await db.ClosureUnits.Where(u => u.CommunityId == query.Community && parts.Contains(u.OrderId))
                .Select(u => new { u.OrderId, u.Unit }).ToListAsync(cancel);
        var duties = new List<ReportDuty>(rows.Count);
        foreach (var row in rows)
        {
            var plan = await PlanAsync(db, row.CommunityId, row.PlanId, cancel);
            if (plan.Windows.Count > 0)
            {
                duties.Add(new(
                    row.Id, row.CommunityId, row.BuildingId, row.Label, ClosuresModule.Path(row.CommunityId, row.Id),
                    row.Whole ? null : [.. units.Where(u => u.OrderId == row.Id).Select(u => u.Unit)],
                    row.FirstStart ?? row.StartsAt, row.LiftedAt, plan.Windows, plan.FeverTenths) { Chase = plan.Chase });
            }
        }

        return duties;
    }

    private static async Task<PlanDuty> PlanAsync(Db db, long community, Guid plan, CancellationToken cancel)
    {
        if (Known.TryGetValue((community, plan), out var known))
        {
            return known;
        }

        var body = (await db.ResponsePlans.SingleAsync(p => p.CommunityId == community && p.Id == plan, cancel)).Read();
        if (Known.Count >= MostKnown)
        {
            Known.Clear();
        }

        return Known[(community, plan)] = new(body.ReportWindows, body.FeverTenths, body.Chase);
    }

    private static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> FiguresAsync(
        Db db, Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel)
    {
        var wanted = orders.Select(o => o.Id).ToHashSet();
        var duties = orders.Count == 0 ? [] : (await OfAsync(db, new(orders[0].CommunityId), cancel)).Where(d => wanted.Contains(d.Id));
        var figures = new Dictionary<Guid, IReadOnlyList<BoardFigure>>();
        foreach (var figure in await ReportFigure.LoadAsync(db, [.. duties], now, cancel))
        {
            figures[figure.Duty.Id] = [.. Shown(figure)];
        }

        return figures;
    }

    private static IEnumerable<BoardFigure> Shown(ReportFigure figure)
    {
        if (figure.Slot is not null)
        {
            var wait = figure.Open ? "wait" : "late";
            yield return new(30, "reports", "体温", $"{figure.Reported}/{figure.Asked}", figure.Missing == 0 ? "ok" : wait, "/temperatures");
            yield return new(31, "missing", "未报", $"{figure.Missing}", figure.Missing == 0 ? "ok" : wait, "/missing");
        }

        yield return new(32, "abnormal", "待处理异常", $"{figure.Abnormal}", figure.Abnormal == 0 ? "ok" : "late", "/alerts");
    }

    private sealed record PlanDuty(IReadOnlyList<ReportWindow> Windows, int FeverTenths, ReportChase Chase);
}
