using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Takes a dwelling out of use (torn down, turned into something else, entered twice), or brings it back.</summary>
internal static class CloseDwelling
{
    public static string Path(long community, Guid id) => $"{ShowDwelling.Path(community, id)}/close";

    public static string ReopenPath(long community, Guid id) => $"{ShowDwelling.Path(community, id)}/reopen";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/places/dwellings/{id:guid}/close", CloseAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/places/dwellings/{id:guid}/reopen", ReopenAsync).May(Role.Committee);
    }

    private static async Task<IResult> CloseAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock,
        [FromServices] IEnumerable<BeforeDwellingClosed> objections, CancellationToken cancel)
    {
        var why = form.Required("why", "停用的原因", 60);
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            if (await ShowDwelling.FindAsync(community, id, db, me, cancel) is not { } dwelling)
            {
                return TypedResults.NotFound();
            }

            if (dwelling.ClosedAt is { } closed)
            {
                form.Wrong("reopen", $"这套房屋在 {closed.Full()} 已经停用，没有再改动。");
            }

            foreach (var objects in objections)
            {
                if (await objects(db, community, id, cancel) is { } because)
                {
                    form.Wrong("why", because);
                }
            }

            if (form.Ok)
            {
                dwelling.ClosedAt = clock.Now();
                write.Record(community, "dwelling.close", id, $"停用 {dwelling.Label}：{why}");
                await write.CommitAsync(cancel);
                return http.Done(ShowDwelling.Path(community, id), $"{dwelling.Label}已停用。");
            }
        }

        return await ShowDwelling.AnswerAsync(community, id, form, db, me, cancel);
    }

    private static async Task<IResult> ReopenAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            if (await ShowDwelling.FindAsync(community, id, db, me, cancel) is not { } dwelling)
            {
                return TypedResults.NotFound();
            }

            if (dwelling.ClosedAt is null)
            {
                return http.Refused(ShowDwelling.Path(community, id), "这套房屋本来就在使用中，没有改动。");
            }

            dwelling.ClosedAt = null;
            dwelling.MergedInto = null;
            write.Record(community, "dwelling.reopen", id, $"恢复使用 {dwelling.Label}");
            await write.CommitAsync(cancel);
            return http.Done(ShowDwelling.Path(community, id), $"{dwelling.Label}已恢复使用。");
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            form.Wrong("reopen", "现在另有一套使用中的房屋是这个门号，没有恢复；请先改那一套的门号。");
        }

        return await ShowDwelling.AnswerAsync(community, id, form, db, me, cancel);
    }
}
