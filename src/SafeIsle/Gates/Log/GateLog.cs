using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Log;

/// <summary>The log of all gates: filtered, sorted and paged by its address; on paper as one list.</summary>
internal static class GateLog
{
    /// <summary>Rows on paper: some thirty sheets. More goes into a workbook.</summary>
    internal const int MostPrinted = 1_000;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/gates/log", ShowAsync).May(GateDesk.May);

    internal static string Path(long community) => $"/desk/{community}/gates/log";

    private static async Task<IResult> ShowAsync(
        long community, string? page, string? print, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var filter = LogFilter.Read(name => http.Request.Query[name], clock.Today());
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var rows = filter.Of(db, me, community, plan.FeverTenths);
        var (number, size) = print == "1" ? (1, MostPrinted) : (Paging.Number(page), Paging.Size);
        var gates = await GatesOfAsync(db, me, community, cancel);
        var shown = await RowsAsync(db, filter.Sorted(rows).Page(number, size), cancel);
        if (print == "1" && shown.Count > 0)
        {
            var words = LogWords.Of(filter, gates.Find(g => g.Id == filter.Gate)?.Name);
            await db.RecordLookAsync(me.Actor, community, "gate.print", null, $"打印进出记录 {shown.Count} 条：{words}", cancel);
        }

        return Page.Of<GateLogPage>(new
        {
            Community = community,
            Filter = filter,
            Gates = gates,
            Rows = shown,
            Total = await rows.CountAsync(cancel),
            Number = number,
            Prints = print == "1",
            Fever = plan.FeverTenths,
            On = clock.Today(),
            KeptFrom = plan.KeptFrom(clock.Now()).DateHere(),
        });
    }

    /// <summary>The gates to choose from; nobody passes a fence.</summary>
    internal static Task<List<Gate>> GatesOfAsync(Db db, Me me, long community, CancellationToken cancel) =>
        db.Gates.Within(me).Where(g => g.CommunityId == community && g.Kind == GateKind.Post).OrderBy(g => g.Name).ToListAsync(cancel);

    /// <summary>Those scans, in their order, with the numbers of the passes that were shown.</summary>
    internal static async Task<IReadOnlyList<LogRow>> RowsAsync(Db db, IQueryable<GateScan> scans, CancellationToken cancel)
    {
        var rows = await scans.ToListAsync(cancel);
        var (community, ids) = (rows.FirstOrDefault()?.CommunityId, rows.Select(r => r.PassId).OfType<Guid>().Distinct().ToList());
        var passes = await db.Passes.Where(p => p.CommunityId == community && ids.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.HouseholdId })
            .ToDictionaryAsync(p => p.Id, cancel);
        return rows.ConvertAll(r => r.PassId is { } id && passes.TryGetValue(id, out var pass) ? new LogRow(r, pass.Number, pass.HouseholdId) : new(r, null, null));
    }
}

/// <summary>A passage in the log.</summary>
/// <param name="Number">Of the pass; null where none is known.</param>
public sealed record LogRow(GateScan Scan, int? Number, Guid? Household);
