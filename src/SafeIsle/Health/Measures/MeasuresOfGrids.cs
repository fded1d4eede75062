using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>The measures behind the doors of a grid, for its second list: numbers by door, no names.</summary>
internal static class MeasuresOfGrids
{
    public static async Task<IReadOnlyList<GridMeasure>> OfAsync(
        Db db, Me me, long community, IReadOnlyCollection<Guid> buildings, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await (
            from m in MeasureFigures.RunningOf(db, me, community, now).WithHome(db)
            join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where buildings.Contains(b.Id)
            select new { Building = b.Id, d.Unit, d.Label, Sort = b.SortKey + " " + d.SortKey, m.Kind, m.Until }).ToListAsync(cancel);
        return
        [
            .. rows.GroupBy(r => (r.Building, r.Unit, r.Label, r.Sort, r.Kind))
                .Select(g => new GridMeasure(g.Key.Building, g.Key.Unit, g.Key.Label, g.Key.Sort, MeasureWords.Of(g.Key.Kind), g.Max(r => r.Until), g.Count())),
        ];
    }
}
