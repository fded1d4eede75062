using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>A grid is called as people call it: 河边网格. Its number stays, and with it its colour on the map.</summary>
internal static partial class RenameGrid
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/grids/{id:guid}/name", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/grids/{id:guid}/name", SaveAsync).May(Role.Committee);
    }

    internal static string Path(Grid grid) => $"{ListGrids.Path(grid.CommunityId)}/{grid.Id}/name";

    /// <summary>第3网格: as a grid is called that nobody named.</summary>
    [GeneratedRegex(@"^第\d+网格$", RegexOptions.None, 1_000)]
    internal static partial Regex Unnamed();

    // Those of a division that is over keep the names that they had.
    private static IQueryable<Grid> Grids(Db db, Me me, long community, Guid id, DateOnly today) =>
        from g in db.Grids.Within(me)
        join s in db.GridSplits on new { g.CommunityId, Id = g.SplitId } equals new { s.CommunityId, s.Id }
        where g.CommunityId == community && g.Id == id && (s.LastDay == null || s.LastDay >= today)
        select g;

    private static async Task<IResult> FormAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await Grids(db, me, community, id, clock.Today()).SingleOrDefaultAsync(cancel) is { } grid ? Page.Of<RenameGridPage>(new { Row = grid }) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var name = form.Required("name", "网格的名称", GridsTables.MostName);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Grids(db, me, community, id, clock.Today()).AsTracking().SingleOrDefaultAsync(cancel) is not { } grid)
        {
            return TypedResults.NotFound();
        }

        var split = grid.SplitId;
        // Of two who give the same name at once the second waits, and finds it taken.
        await db.GridSplits.Where(s => s.CommunityId == community && s.Id == split).ExecuteUpdateAsync(set => set.SetProperty(s => s.Why, s => s.Why), cancel);
        if (form.Ok && Unnamed().IsMatch(name) && name != $"第{grid.Number}网格")
        {
            form.Wrong("name", $"“{name}”是别的网格的编号，会弄混；这个网格的编号是 {grid.Number}。");
        }
        else if (form.Ok && await BesideAsync(db, grid, name, cancel))
        {
            form.Wrong("name", $"这个小区已经有一个网格叫“{name}”，请换一个名称。");
        }

        if (!form.Ok)
        {
            return Page.Again<RenameGridPage>(new { Row = grid, Form = form });
        }

        if (grid.Name == name)
        {
            return http.Done(ListGrids.Path(community), "名称没有改动。");
        }

        write.Record(community, "grid.rename", id, $"第 {grid.Number} 个网格由“{grid.Name}”改名为“{name}”");
        grid.Name = name;
        await write.CommitAsync(cancel);
        return http.Done(ListGrids.Path(community), $"已改名为“{name}”。");
    }

    /// <summary>Whether another grid that lies in one of its compounds is called so.</summary>
    private static Task<bool> BesideAsync(Db db, Grid grid, string name, CancellationToken cancel)
    {
        var (community, split, id) = (grid.CommunityId, grid.SplitId, grid.Id);
        var places =
            from p in db.GridParts
            join b in db.Buildings on new { p.CommunityId, Id = p.BuildingId } equals new { b.CommunityId, b.Id }
            where p.CommunityId == community && p.SplitId == split
            select new { p.GridId, b.CompoundId };
        var here = places.Where(p => p.GridId == id).Select(p => p.CompoundId);
        return db.Grids.AnyAsync(
            g => g.CommunityId == community && g.SplitId == split && g.Id != id && g.Name == name && places.Any(p => p.GridId == g.Id && here.Contains(p.CompoundId)), cancel);
    }
}
