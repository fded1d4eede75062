using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>The grids in force on the plan of a compound, each with who answers for it.</summary>
internal static class GridLayer
{
    public static async Task<PlanLayer> OfAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var split = await db.GridSplitsOn(now.DateHere()).Within(me).Where(s => s.CommunityId == community)
            .OrderByDescending(s => s.MadeAt).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancel);
        var buildings = db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).Select(b => b.Id);
        var parts = await db.GridParts.Within(me).Where(p => p.CommunityId == community && p.SplitId == split && buildings.Contains(p.BuildingId)).ToListAsync(cancel);
        var ids = parts.Select(p => p.GridId).Distinct().ToList();
        var grids = await db.Grids.Within(me).Where(g => g.CommunityId == community && ids.Contains(g.Id)).OrderBy(g => g.Number).ToListAsync(cancel);
        var duties = await db.GridDuties.Within(me).Where(d => d.CommunityId == community && ids.Contains(d.GridId) && d.EndedAt == null).ToListAsync(cancel);
        return new("网格", [], [.. grids.Select(g => AreaOf(g, parts, [.. duties.Where(d => d.GridId == g.Id)]))]);
    }

    private static PlanArea AreaOf(Grid grid, List<GridPart> parts, List<GridDuty> duties)
    {
        var responsible = duties.Find(d => d.Role == GridRole.Responsible)?.Name;
        var standIn = duties.Find(d => d.Role == GridRole.StandIn)?.Name;
        var inside = parts.FindAll(p => p.GridId == grid.Id).ToLookup(p => p.BuildingId);
        // All units of a building in one grid are the building.
        return new(
            grid.Name, $"网{grid.Number}", $"{responsible ?? "没人负责"}{(standIn is null ? "" : $"，替补{standIn}")}", ListGrids.Path(grid.CommunityId),
            inside.ToDictionary(b => b.Key, b => b.Any(p => p.Unit is null) || parts.TrueForAll(p => p.BuildingId != b.Key || p.GridId == grid.Id)))
        {
            Number = grid.Number,
        };
    }
}
