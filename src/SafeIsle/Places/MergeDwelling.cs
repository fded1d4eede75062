using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Two dwellings were knocked into one: the first closes and remembers which one it became part of.</summary>
internal static class MergeDwelling
{
    public static string Path(long community, Guid id) => $"{ShowDwelling.Path(community, id)}/merge";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/places/dwellings/{id:guid}/merge", MergeAsync).May(Role.Committee);

    private static async Task<IResult> MergeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock,
        [FromServices] IEnumerable<WhenDwellingMerged> followers, CancellationToken cancel)
    {
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            if (await ShowDwelling.FindAsync(community, id, db, me, cancel) is not { } from)
            {
                return TypedResults.NotFound();
            }

            var wanted = form.Id("into");
            var into = await db.Dwellings.SingleOrDefaultAsync(
                d => d.CommunityId == community && d.Id == wanted && d.BuildingId == from.BuildingId && d.ClosedAt == null, cancel);
            if (from.ClosedAt is not null)
            {
                form.Wrong("reopen", "这套房屋已经停用，没有再合并。");
            }
            else if (into is null || into.Id == id)
            {
                form.Wrong("into", "请选择同一栋楼里另一套使用中的房屋。");
            }
            else
            {
                from.ClosedAt = clock.Now();
                from.MergedInto = into.Id;
                var notice = new DwellingMerged(community, id, into.Id);
                foreach (var follow in followers)
                {
                    await follow(db, write, notice, cancel);
                }

                write.Record(community, "dwelling.merge", id, $"{from.Label} 并入 {into.Label}");
                write.Record(community, "dwelling.merge", into.Id, $"{from.Label} 并入 {into.Label}");
                await write.CommitAsync(cancel);
                return http.Done(ShowDwelling.Path(community, into.Id), $"{from.Label}已并入{into.Label}，住户已随迁。");
            }
        }

        return await ShowDwelling.AnswerAsync(community, id, form, db, me, cancel);
    }
}
