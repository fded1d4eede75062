using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>A building with all its doors, closed ones marked.</summary>
internal static class ShowBuilding
{
    public static string Path(long community, Guid building) => $"/desk/{community}/places/{building}";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/places/{building:guid}", (long community, Guid building, Db db, Me me, CancellationToken cancel) =>
            AnswerAsync(community, building, FormInput.Empty, db, me, cancel)).May(Role.Committee);

    /// <summary>The page; with a refused form shown again in it.</summary>
    internal static async Task<IResult> AnswerAsync(long community, Guid building, FormInput form, Db db, Me me, CancellationToken cancel)
    {
        var found = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == building, cancel);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);
        var doors = await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.BuildingId == building)
            .OrderBy(d => d.SortKey).ThenBy(d => d.ClosedAt).Take(BuildingRules.MostDwellings)
            .Select(d => new { d.Id, d.Unit, d.Floor, d.Room, d.Label, d.Kind, d.ClosedAt }).ToListAsync(cancel);
        return Page.Of<ShowBuildingPage>(
            new
            {
                Community = community,
                Building = found,
                Compounds = compounds,
                Doors = doors.Select(d => new Door(
                    d.Unit, d.Floor, d.Room, d.Label, d.Kind == DwellingKind.Shop, d.ClosedAt != null, ShowDwelling.Path(community, d.Id))).ToList(),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
