using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>An order's papers as PDF files.</summary>
internal static class ClosurePapers
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/notice.pdf", NoticeAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/lifting.pdf", LiftingAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/monitoring.pdf", MonitoringAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/runsheet.pdf", RunSheetAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/care.pdf", CareAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/chain.pdf", ChainAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> NoticeAsync(
        long community, Guid id, string? each, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        IReadOnlyList<string> doors = [];
        if (each == "door")
        {
            doors = (await Affected.LoadAsync(db, sealer, me, view.Order, clock.Today(), cancel)).Doors;
        }

        return Answer(http, view, NoticePaper.Door(view, doors, clock.Now()), "封控告知书");
    }

    private static async Task<IResult> LiftingAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return view.Order.LiftedAt is null
            ? http.Refused(view.Path, "还没有解除，解除之后才有解封告知书。")
            : Answer(http, view, NoticePaper.Lifting(view, clock.Now()), "解封告知书");
    }

    private static async Task<IResult> MonitoringAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await OrderView.LoadAsync(db, me, community, id, cancel) is { } view
            ? Answer(http, view, NoticePaper.Monitoring(view, clock.Now()), "转入健康管理告知书")
            : TypedResults.NotFound();

    private static async Task<IResult> RunSheetAsync(
        long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var tasks = await ClosureBoard.TasksAsync(db, me, view.Order, cancel);
        return Answer(http, view, DeskPapers.RunSheet(view, tasks, me.Name, clock.Now()), "分工表");
    }

    private static async Task<IResult> CareAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (!await FirstCare.IsFullAsync(db, me, view.Order, cancel))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        var groups = await FirstCare.LoadAsync(db, me, sealer, view, full: true, clock, cancel);
        return Answer(http, view, DeskPapers.Care(view, groups, me.Name, clock.Now()), "重点照护名单");
    }

    private static async Task<IResult> ChainAsync(
        long community, Guid id, HttpContext http, Db db, Me me, IEnumerable<ChainSource> sources, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var links = await ClosureChain.LoadAsync(db, me, view.Order, sources, clock.Now(), cancel);
        return Answer(http, view, DeskPapers.Chain(view, links, me.Name, clock.Now()), "处置链");
    }

    private static IResult Answer(HttpContext http, OrderView view, Paper paper, string name)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(view.Path, problem);
        }

        using var file = new MemoryStream();
        paper.WriteTo(file, cancel: http.RequestAborted);
        // Shown in the browser, and saved under a name that says what it is.
        http.Response.Headers.ContentDisposition = $"inline; filename*=UTF-8''{Uri.EscapeDataString($"{view.Order.Label}{name}.pdf")}";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }
}
