using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Several equal buildings in one compound: what the form says, after it was read.</summary>
/// <param name="Names">Normal forms, see <see cref="DwellingAddress.Building"/>.</param>
public sealed record Generation(Compound Compound, IReadOnlyList<string> Names, BuildingPlan Plan)
{
    /// <summary>The doors of one of them: they are all alike.</summary>
    public IReadOnlyList<DwellingAddress> DoorsOf(string building) => BuildingRules.Doors(building, Plan);

    public int Total => Names.Count * DoorsOf(Names[0]).Count;
}

/// <summary>Builds buildings from "2 units × 18 floors × 4, no 4th floor, shops below": first shown, then made.</summary>
internal static class GenerateBuildings
{
    private const string Make = "make";

    public static string Path(long community) => $"/desk/{community}/places/generate";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/places/generate", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/places/generate", PreviewOrMakeAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, string? compound, Db db, Me me, CancellationToken cancel)
    {
        var compounds = await CompoundsAsync(community, db, me, cancel);
        return compounds.Count == 0
            ? TypedResults.LocalRedirect(EditCompound.NewPath(community))
            : Page.Of<GenerateBuildingsPage>(new { Community = community, Compounds = compounds, Start = Guid.TryParse(compound, out var id) ? id : (Guid?)null });
    }

    private static async Task<IResult> PreviewOrMakeAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, KeyRing keys, CancellationToken cancel)
    {
        var compounds = await CompoundsAsync(community, db, me, cancel);
        var generation = Read(form, compounds);
        if (generation is null)
        {
            return Page.Again<GenerateBuildingsPage>(new { Community = community, Compounds = compounds, Form = form });
        }

        var taken = await TakenAsync(community, generation, db, cancel);
        if (taken.Count == 0 && form.Typed("act") == Make)
        {
            try
            {
                await MakeAsync(community, generation, db, me, keys, cancel);
                return http.Done(
                    ListPlaces.Path(community), $"已在{generation.Compound.Name}生成 {generation.Names.Count} 栋、{generation.Total} 户。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                // Somebody else made one of them meanwhile: the key decides.
                taken = await TakenAsync(community, generation, db, cancel);
                if (taken.Count == 0)
                {
                    throw;
                }
            }
        }

        if (taken.Count > 0)
        {
            var some = string.Join("、", taken.Take(5).Select(DwellingAddress.BuildingLabel)) + (taken.Count > 5 ? " 等" : "");
            form.Wrong("names", $"{generation.Compound.Name}里已有 {some} {taken.Count} 栋，没有生成；请从楼号里去掉它们。");
        }

        return Page.Of<GenerateBuildingsPage>(
            new { Community = community, Compounds = compounds, Form = form, Preview = generation },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task MakeAsync(long community, Generation generation, Db db, Me me, KeyRing keys, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var dwellings = new List<Dwelling>(generation.Total);
        foreach (var name in generation.Names)
        {
            var building = NewPlace.Building(community, generation.Compound.Id, name, generation.Plan.Kind);
            db.Add(building);
            dwellings.AddRange(generation.DoorsOf(name).Select(door => NewPlace.Dwelling(keys, community, building.Id, door)));
            write.Record(community, "building.generate", building.Id, $"{generation.Compound.Name}{building.Label}：生成 {generation.DoorsOf(name).Count} 户");
        }

        await db.SaveChangesAsync(cancel);
        await db.BulkInsertAsync(dwellings, cancel);
        await write.CommitAsync(cancel);
    }

    private static Generation? Read(FormInput form, IReadOnlyList<Compound> compounds)
    {
        var compound = compounds.FirstOrDefault(c => c.Id == form.Id("compound"));
        if (compound is null)
        {
            form.Wrong("compound", "请选择小区。");
        }

        var kind = form.RequiredChoice<BuildingKind>("kind", "类型");
        var names = Taken(form, "names", BuildingNames.Read(form.Typed("names"), kind));
        var skipped = Taken(form, "skipped", BuildingRules.ReadSkipped(form.Typed("skipped")));
        var plan = new BuildingPlan(
            kind,
            form.Number("units", "单元数", 0, BuildingPlan.MostUnits) ?? 0,
            kind == BuildingKind.Tower ? form.RequiredNumber("floors", "最高楼层", 1, BuildingPlan.MostFloors) : 0,
            kind == BuildingKind.Tower ? form.RequiredNumber("doors", "每层户数", 1, BuildingPlan.MostDoors) : 0,
            skipped ?? new HashSet<int>(),
            form.Number("basements", "地下层数", 0, BuildingPlan.MostBasements) ?? 0,
            form.Number("shops", "底层商铺", 0, BuildingPlan.MostShops) ?? 0,
            form.Choice<RoomStyle>("rooms", "门号写法") ?? RoomStyle.FloorAndDoor);
        if (!form.Ok)
        {
            return null;
        }

        Taken(form, kind == BuildingKind.Shops ? "shops" : "floors", BuildingRules.Check(plan));
        var generation = new Generation(compound!, names!, plan);
        if (form.Ok && generation.Total > BuildingRules.MostAtOnce)
        {
            form.Wrong("names", $"一共 {generation.Total} 户，一次最多 {BuildingRules.MostAtOnce} 户，请分几次生成。");
        }

        return form.Ok ? generation : null;
    }

    private static T? Taken<T>(FormInput form, string field, Outcome<T> outcome)
    {
        if (!outcome.Refused)
        {
            return outcome.Value;
        }

        form.Wrong(field, outcome.Refusal!);
        return default;
    }

    private static Task<List<Compound>> CompoundsAsync(long community, Db db, Me me, CancellationToken cancel) =>
        db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);

    private static Task<List<string>> TakenAsync(long community, Generation generation, Db db, CancellationToken cancel) =>
        db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == generation.Compound.Id && generation.Names.Contains(b.Key))
            .OrderBy(b => b.SortKey).Select(b => b.Key).ToListAsync(cancel);
}
