using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Tables;

/// <summary>A building's roster as page and as PDF. Phones stand in full only for those who call, and each look is recorded.</summary>
internal static class ShowRoster
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/buildings/{id:guid}/roster", ShowAsync).May(HouseholdsModule.MayRead);
        app.MapPost("/desk/{community:long}/buildings/{id:guid}/roster", RevealAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/buildings/{id:guid}/roster.pdf", PrintAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Me me, RosterQuery query, CancellationToken cancel) =>
        await query.OfAsync(me, community, id, cancel) is { } roster
            ? Page.Of<RosterPage>(new { Roster = roster, Keeps = me.Keeps(community) })
            : TypedResults.NotFound();

    private static async Task<IResult> RevealAsync(long community, Guid id, Db db, Me me, RosterQuery query, CancellationToken cancel)
    {
        if (await query.OfAsync(me, community, id, cancel) is not { } roster)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "roster.look", id, $"查看{roster.Title}，{roster.People.Count()} 人的完整电话", cancel);
        return Page.Of<RosterPage>(new { Roster = roster, Keeps = me.Keeps(community), Full = true });
    }

    private static async Task<IResult> PrintAsync(
        long community, Guid id, HttpContext http, Db db, Me me, RosterQuery query, PublicAddress address, CancellationToken cancel)
    {
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(RegisterPaths.Roster(community, id), problem);
        }

        if (await query.OfAsync(me, community, id, cancel) is not { } roster)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "roster.print", id, $"打印{roster.Title}，{roster.People.Count()} 人的完整电话", cancel);
        var file = new MemoryStream();
        RosterPaper.Of([roster], full: true, me.Name, address.Of(http.Request)).WriteTo(file, cancel: cancel);
        return PdfFile(file);
    }

    /// <summary>A finished PDF, shown in the browser.</summary>
    internal static IResult PdfFile(MemoryStream file)
    {
        file.Position = 0;
        return TypedResults.File(file, "application/pdf");
    }

    /// <summary>A finished workbook, to be saved.</summary>
    internal static IResult SheetFileOf(MemoryStream file, string name)
    {
        file.Position = 0;
        return TypedResults.File(file, SheetFile.ContentType, name);
    }
}
