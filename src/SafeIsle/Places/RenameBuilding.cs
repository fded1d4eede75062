using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Gives a building another number or compound; the addresses of its dwellings follow.</summary>
internal static class RenameBuilding
{
    public static string Path(long community, Guid building) => $"/desk/{community}/places/{building}/rename";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/places/{building:guid}/rename", RenameAsync).May(Role.Committee);

    private static async Task<IResult> RenameAsync(
        long community, Guid building, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        var house = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == building, cancel);
        if (house is null)
        {
            return TypedResults.NotFound();
        }

        var wanted = form.Id("compound");
        var compound = await db.Compounds.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == wanted, cancel);
        if (compound is null)
        {
            form.Wrong("compound", "请选择小区。");
        }

        var name = BuildingNames.ReadOne(form.Required("name", "楼号", 20), house.Kind);
        if (name.Refused)
        {
            form.Wrong("name", name.Refusal!);
        }

        if (form.Ok)
        {
            try
            {
                await SaveAsync(community, building, compound!, name.Value, db, me, cancel);
                return http.Done(ShowBuilding.Path(community, building), "已保存，楼里各户的地址已跟着改好。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                form.Wrong("name", $"{compound!.Name}里已经有{DwellingAddress.BuildingLabel(name.Value)}，没有改动；请换一个楼号。");
            }
        }

        return await ShowBuilding.AnswerAsync(community, building, form, db, me, cancel);
    }

    private static async Task SaveAsync(long community, Guid building, Compound compound, string name, Db db, Me me, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var house = await db.Buildings.AsTracking().SingleAsync(b => b.CommunityId == community && b.Id == building, cancel);
        write.Record(community, "building.rename", building, $"{house.Label} 改为 {compound.Name}{DwellingAddress.BuildingLabel(name)}");
        house.CompoundId = compound.Id;
        house.Key = name;
        house.Label = DwellingAddress.BuildingLabel(name);
        house.SortKey = DwellingAddress.BuildingSortKey(name);
        foreach (var dwelling in await db.Dwellings.AsTracking()
            .Where(d => d.CommunityId == community && d.BuildingId == building).ToListAsync(cancel))
        {
            dwelling.Name(NewPlace.AddressOf(house, dwelling));
        }

        await write.CommitAsync(cancel);
    }
}
