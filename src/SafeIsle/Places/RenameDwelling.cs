using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Gives a dwelling another unit or room number within its building.</summary>
internal static class RenameDwelling
{
    public static string Path(long community, Guid id) => $"{ShowDwelling.Path(community, id)}/rename";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/places/dwellings/{id:guid}/rename", RenameAsync).May(Role.Committee);

    private static async Task<IResult> RenameAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        DwellingAddress? address = null;
        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            if (await ShowDwelling.FindAsync(community, id, db, me, cancel) is not { } dwelling)
            {
                return TypedResults.NotFound();
            }

            var building = await db.Buildings.SingleAsync(b => b.CommunityId == community && b.Id == dwelling.BuildingId, cancel);
            address = AddDwelling.ReadDoor(form, building);
            if (dwelling.ClosedAt is not null)
            {
                form.Wrong("reopen", "这套房屋已停用，请先恢复使用再改门号。");
            }

            if (address is not null && form.Ok)
            {
                write.Record(community, "dwelling.rename", id, $"{dwelling.Label} 改为 {address.Label}");
                dwelling.Name(address);
                await write.CommitAsync(cancel);
                return http.Done(ShowDwelling.Path(community, id), "已保存。");
            }
        }
        catch (DbUpdateException collision) when (address is not null && collision.IsTaken())
        {
            AddDwelling.SayTaken(form, address);
        }

        return await ShowDwelling.AnswerAsync(community, id, form, db, me, cancel);
    }
}
