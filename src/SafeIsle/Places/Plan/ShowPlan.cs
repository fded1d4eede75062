using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places.Plan;

/// <summary>The plan of a compound with the layers of all modules, for the screen and for one sheet of A3.</summary>
internal static class ShowPlan
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/plan", ListAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/plan/{compound:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/plan/{compound:guid}/picture", PictureAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/plan/{compound:guid}/a3.pdf", PaperAsync).May(WhoMay.Readers);
    }

    internal static string ListPath(long community) => $"/desk/{community}/plan";

    internal static string Path(Compound compound) => $"{ListPath(compound.CommunityId)}/{compound.Id}";

    internal static string PicturePath(Compound compound) => Path(compound) + "/picture";

    private static async Task<IResult> ListAsync(long community, Db db, Me me, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ThenBy(c => c.Id).ToListAsync(cancel);
        return compounds is [var only] ? TypedResults.LocalRedirect(Path(only)) : Page.Of<ListPlansPage>(new { Compounds = compounds });
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid compound, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock, CancellationToken cancel)
    {
        var off = Off(http);
        return await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel, off) is { } plan
            ? Page.Of<PlanPage>(new { Plan = plan, Off = off, Edits = me.Keeps(community), Now = clock.Now() })
            : TypedResults.NotFound();
    }

    // The layers that the address switches off.
    private static List<string> Off(HttpContext http) => [.. http.Request.Query["off"].Where(t => t is { Length: > 0 and <= 30 }).Select(t => t!).Distinct(StringComparer.Ordinal).Take(MostLayers)];

    /// <summary>Layers that an address may switch off.</summary>
    private const int MostLayers = 20;

    private static async Task<IResult> PaperAsync(
        long community, Guid compound, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock, CancellationToken cancel)
    {
        if (await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel, Off(http)) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(Path(plan.Compound), problem);
        }

        using var file = new MemoryStream();
        PlanPaper.Of(plan, me.Name, clock.Now()).WriteTo(file, cancel: cancel);
        return TypedResults.File(file.ToArray(), "application/pdf", $"{plan.Compound.Name}防疫地图.pdf");
    }

    private static async Task<IResult> PictureAsync(long community, Guid compound, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await db.PlanPictures.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == compound, cancel) is { } picture
            ? (await db.Photos.SingleAsync(p => p.CommunityId == community && p.Id == picture.PhotoId, cancel)).Answer(http, sealer)
            : TypedResults.NotFound();
}
