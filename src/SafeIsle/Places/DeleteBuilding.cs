using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Takes away a building that was made by mistake and that nothing was ever written about. Everything else is only taken out of use.</summary>
internal static class DeleteBuilding
{
    public static string Path(long community, Guid building) => $"{ShowBuilding.Path(community, building)}/delete";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/places/{building:guid}/delete", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/places/{building:guid}/delete", DeleteAsync).May(Role.Committee);
    }

    private static async Task<IResult> ConfirmAsync(
        long community, Guid building, Db db, Me me, [FromServices] IEnumerable<HistoryOfBuilding> modules, CancellationToken cancel) =>
        await FindAsync(community, building, db, me, cancel) is { } found
            ? Page.Of<DeleteBuildingPage>(new
            {
                Building = found,
                Compound = await db.Compounds.Where(c => c.CommunityId == community && c.Id == found.CompoundId).Select(c => c.Name).SingleAsync(cancel),
                Doors = await Doors(db, community, building).OrderBy(d => d.SortKey).Select(d => d.Label).ToListAsync(cancel),
                History = await HistoryAsync(db, community, building, modules, cancel),
            })
            : TypedResults.NotFound();

    private static async Task<IResult> DeleteAsync(
        long community, Guid building, HttpContext http, Db db, Me me, [FromServices] IEnumerable<HistoryOfBuilding> modules, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(community, building, db, me, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (await HistoryAsync(db, community, building, modules, cancel) is { Count: > 0 } history)
        {
            return http.Refused(
                ShowBuilding.Path(community, building), $"{found.Label}有{string.Join("、", history)}，没有删除；不再使用的，请逐户停用房屋。");
        }

        var doors = await Doors(db, community, building).ExecuteDeleteAsync(cancel);
        await db.PlanSpots.Where(s => s.CommunityId == community && s.Id == building).ExecuteDeleteAsync(cancel);
        await db.Buildings.Where(b => b.CommunityId == community && b.Id == building).ExecuteDeleteAsync(cancel);
        write.Record(community, "building.delete", building, $"删除{found.Label}和它的 {doors} 套房屋：没有住户、封控和其他记录");
        await write.CommitAsync(cancel);
        return http.Done(ListPlaces.Path(community), $"{found.Label}和它的 {doors} 套房屋已删除。");
    }

    /// <summary>What stands against deleting, in words; empty when nothing does.</summary>
    private static async Task<IReadOnlyList<string>> HistoryAsync(
        Db db, long community, Guid building, IEnumerable<HistoryOfBuilding> modules, CancellationToken cancel)
    {
        var history = new List<string>();
        if (await Doors(db, community, building).CountAsync(d => d.ClosedAt != null, cancel) is > 0 and var closed)
        {
            history.Add($"停用或合并过的房屋 {closed} 套");
        }

        if (await db.Set<Grant>().CountAsync(g => g.Place == community && g.BuildingId == building, cancel) is > 0 and var grants)
        {
            history.Add($"只管这栋楼的人员 {grants} 名");
        }

        foreach (var module in modules)
        {
            if (await module(db, community, building, cancel) is { } words)
            {
                history.Add(words);
            }
        }

        return history;
    }

    private static Task<Building?> FindAsync(long community, Guid building, Db db, Me me, CancellationToken cancel) =>
        db.Buildings.Within(me).SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == building, cancel);

    private static IQueryable<Dwelling> Doors(Db db, long community, Guid building) =>
        db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building);
}
