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

    private static async Task<IResult> ListAsync(
        long community, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock, CancellationToken cancel)
    {
        var compounds = await CompoundsAsync(db, me, community, cancel);
        if (compounds is [var only])
        {
            return TypedResults.LocalRedirect(Path(only.Compound));
        }

        var (now, rows) = (clock.Now(), new List<PlanInShort>());
        foreach (var (compound, buildings) in compounds)
        {
            var figures = new List<string>();
            foreach (var source in layers)
            {
                var layer = await source(db, me, compound, now, cancel);
                figures.AddRange(PlanInShort.Of(layer));
            }

            rows.Add(new(compound, buildings, figures));
        }

        return Page.Of<ListPlansPage>(new { Rows = rows });
    }

    // As people walk, each with the number of its buildings.
    private static async Task<List<(Compound Compound, int Buildings)>> CompoundsAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var all = db.Buildings;
        var rows = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ThenBy(c => c.Id)
            .Select(c => new { Compound = c, Buildings = all.Count(b => b.CommunityId == c.CommunityId && b.CompoundId == c.Id) }).ToListAsync(cancel);
        return rows.ConvertAll(r => (r.Compound, r.Buildings));
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid compound, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, TimeProvider clock, CancellationToken cancel)
    {
        var off = Off(http);
        return await SitePlan.LoadAsync(db, me, community, compound, layers, clock.Now(), cancel, off) is { } plan
            ? Page.Of<PlanPage>(new { Plan = plan, All = await CompoundsAsync(db, me, community, cancel), Off = off, Edits = me.Keeps(community), Now = clock.Now() })
            : TypedResults.NotFound();
    }

    // The layers that the address switches off.
    private static List<string> Off(HttpContext http) => [.. http.Request.Query["off"].Where(t => t is { Length: > 0 and <= 30 }).Select(t => t!).Distinct(StringComparer.Ordinal).Take(MostLayers)];

    /// <summary>Layers that an address may switch off.</summary>
    private const int MostLayers = 20;

    private static async Task<IResult> PaperAsync(
        long community, Guid compound, HttpContext http, Db db, Me me, [FromServices] IEnumerable<PlanLayers> layers, Sealer sealer, TimeProvider clock,
        CancellationToken cancel)
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
        PlanPaper.Of(plan, await UnderAsync(db, plan, sealer, cancel), me.Name, clock.Now()).WriteTo(file, cancel: cancel);
        return TypedResults.File(file.ToArray(), "application/pdf", $"{plan.Compound.Name}防疫地图.pdf");
    }

    private static async Task<PrintPicture?> UnderAsync(Db db, SitePlan plan, Sealer sealer, CancellationToken cancel)
    {
        if (plan.Picture is not { } picture)
        {
            return null;
        }

        var photo = await db.Photos.SingleAsync(p => p.CommunityId == picture.CommunityId && p.Id == picture.PhotoId, cancel);
        return PrintPicture.Of(photo.Kind, sealer.OpenBytes(SealedColumn.Photo, photo.Id, photo.ContentSealed));
    }

    private static async Task<IResult> PictureAsync(long community, Guid compound, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await db.PlanPictures.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == compound, cancel) is { } picture
            ? (await db.Photos.SingleAsync(p => p.CommunityId == community && p.Id == picture.PhotoId, cancel)).Answer(http, sealer)
            : TypedResults.NotFound();
}

/// <summary>A compound in the list of maps.</summary>
/// <param name="Figures">封控 2 栋, 门岗和围挡 4 处: what each layer has there.</param>
public sealed record PlanInShort(Compound Compound, int Buildings, IReadOnlyList<string> Figures)
{
    /// <summary>Of one layer: in how many buildings it has something, and at how many places; none for an empty one.</summary>
    internal static IEnumerable<string> Of(PlanLayer layer)
    {
        if (layer.Areas.SelectMany(a => a.Buildings.Keys).Distinct().Count() is > 0 and var buildings)
        {
            yield return $"{layer.Title} {buildings} 栋";
        }

        if (layer.Points.Count > 0)
        {
            yield return $"{layer.Title} {layer.Points.Count} 处";
        }
    }
}
