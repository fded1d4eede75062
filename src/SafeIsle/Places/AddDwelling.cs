using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Adds a single dwelling to a building.</summary>
internal static class AddDwelling
{
    public static string Path(long community, Guid building) => $"/desk/{community}/places/{building}/dwellings";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/places/{building:guid}/dwellings", AddAsync).May(Role.Committee);

    private static async Task<IResult> AddAsync(
        long community, Guid building, FormInput form, HttpContext http, Db db, Me me, KeyRing keys, CancellationToken cancel)
    {
        var house = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == building, cancel);
        if (house is null)
        {
            return TypedResults.NotFound();
        }

        if (ReadDoor(form, house) is { } address)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                var dwelling = NewPlace.Dwelling(keys, community, building, address);
                db.Add(dwelling);
                write.Record(community, "dwelling.add", dwelling.Id, $"添加房屋 {dwelling.Label}");
                await write.CommitAsync(cancel);
                return http.Done(ShowBuilding.Path(community, building), $"已添加{dwelling.Label}。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                SayTaken(form, address);
            }
        }

        return await ShowBuilding.AnswerAsync(community, building, form, db, me, cancel);
    }

    /// <summary>Unit and room of a form as an address in that building; null when something is wrong, which the form then says.</summary>
    internal static DwellingAddress? ReadDoor(FormInput form, Building building)
    {
        var unit = form.Number("unit", "单元", 0, 99) ?? 0;
        var room = form.Required("room", "门号", 20);
        if (!form.Ok)
        {
            return null;
        }

        if (!DwellingAddress.TryParse(room, new KnownPlace(null, building.Key, unit), out var address) || address.Room.Length == 0)
        {
            form.Wrong("room", $"门号「{room}」看不懂，请写成 501、B101 或 商铺3 这样。");
            return null;
        }

        if (address.Unit != unit && !address.IsShop)
        {
            form.Wrong("room", $"门号里写的是 {address.Unit} 单元，与上面的单元不一致。");
            return null;
        }

        return address;
    }

    internal static void SayTaken(FormInput form, DwellingAddress address) =>
        form.Wrong("room", $"{address.Label}已经有了，没有重复建立；请换一个门号。");
}
