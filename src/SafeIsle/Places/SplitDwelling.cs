using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>One dwelling was divided: 501 becomes 501A with all its households and history, 501B and the others are new and empty.</summary>
internal static class SplitDwelling
{
    public static string Path(long community, Guid id) => $"{ShowDwelling.Path(community, id)}/split";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/places/dwellings/{id:guid}/split", SplitAsync).May(Role.Committee);

    private static async Task<IResult> SplitAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, KeyRing keys, CancellationToken cancel)
    {
        var parts = form.RequiredNumber("parts", "拆成几户", 2, SplitRules.MostParts);
        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            if (await ShowDwelling.FindAsync(community, id, db, me, cancel) is not { } dwelling)
            {
                return TypedResults.NotFound();
            }

            if (dwelling.ClosedAt is not null)
            {
                form.Wrong("reopen", "这套房屋已停用，请先恢复使用再拆分。");
            }

            var building = await db.Buildings.SingleAsync(b => b.CommunityId == community && b.Id == dwelling.BuildingId, cancel);
            var taken = await db.Dwellings
                .Where(d => d.CommunityId == community && d.BuildingId == building.Id && d.Unit == dwelling.Unit && d.ClosedAt == null)
                .Select(d => d.Room).ToListAsync(cancel);
            var split = SplitRules.Parts(NewPlace.AddressOf(building, dwelling), parts, taken.ToHashSet());
            if (split.Refused)
            {
                form.Wrong("parts", split.Refusal!);
            }

            if (form.Ok)
            {
                var labels = string.Join("、", split.Value.Select(p => p.Label));
                write.Record(community, "dwelling.split", id, $"{dwelling.Label} 拆成 {labels}");
                foreach (var part in split.Value.Skip(1))
                {
                    var added = NewPlace.Dwelling(keys, community, building.Id, part);
                    db.Add(added);
                    write.Record(community, "dwelling.add", added.Id, $"由 {dwelling.Label} 拆出 {part.Label}");
                }

                dwelling.Name(split.Value[0]);
                await write.CommitAsync(cancel);
                return http.Done(ShowBuilding.Path(community, building.Id), $"已拆成{labels}；原来的住户留在{split.Value[0].Label}。");
            }
        }

        return await ShowDwelling.AnswerAsync(community, id, form, db, me, cancel);
    }
}
