using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Makes the codes on old paper invalid: a sheet was lost, people moved out, somebody played with it.</summary>
internal static class RenewDoorCode
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/buildings/{id:guid}/door-codes/renew", BuildingAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/dwellings/{id:guid}/door-code/renew", DwellingAsync).May(Role.Committee);
    }

    private static async Task<IResult> BuildingAsync(
        long community, Guid id, HttpContext http, FormInput form, Me me, KeyRing keys, Db db, CancellationToken cancel)
    {
        var building = await db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id, cancel);
        if (building is null)
        {
            return TypedResults.NotFound();
        }

        var back = $"/desk/{community}/buildings/{id}/door-sheets";
        if (!form.Ticked("sure"))
        {
            return http.Refused(back, "没有换码：换整栋的编码前，请先勾选“我知道旧告知单全部作废”。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var dwellings = await db.Dwellings.Within(me).AsTracking()
            .Where(d => d.CommunityId == community && d.BuildingId == id && d.ClosedAt == null).ToListAsync(cancel);
        foreach (var dwelling in dwellings)
        {
            DoorCode.Renew(keys, dwelling);
        }

        write.Record(community, "door-code.renew", id, $"更换{building.Label}全部 {dwellings.Count} 户的门上编码，旧告知单作废");
        await write.CommitAsync(cancel);
        return http.Done(back, $"{building.Label} {dwellings.Count} 户的编码已换新，旧告知单全部作废；请重新打印张贴。");
    }

    private static async Task<IResult> DwellingAsync(
        long community, Guid id, HttpContext http, Me me, KeyRing keys, Db db, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var dwelling = await db.Dwellings.Within(me).AsTracking()
            .SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id && d.ClosedAt == null, cancel);
        if (dwelling is null)
        {
            return TypedResults.NotFound();
        }

        DoorCode.Renew(keys, dwelling);
        write.Record(community, "door-code.renew", id, $"更换{dwelling.Label}的门上编码，旧告知单作废");
        await write.CommitAsync(cancel);
        return http.Done(
            $"/desk/{community}/buildings/{dwelling.BuildingId}/door-sheets", $"{dwelling.Label}的编码已换新，旧告知单作废；请打印新的一张贴上。");
    }
}
