using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>What measures show on the plan of a compound: how many people of a building are under one, and where to disinfect. Nobody's name, no door.</summary>
internal static class MeasureLayers
{
    public static async Task<PlanLayer> PeopleAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var buildings = db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).Select(b => b.Id);
        // Whoever is kept elsewhere, or was fetched, is not in the building.
        var counts = await MeasureFigures.RunningOf(db, me, community, now).AtHome(db).Where(m => buildings.Contains(m.BuildingId))
            .GroupBy(m => m.BuildingId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return new(
            "健康措施",
            [],
            counts.Count == 0
                ? []
                :
                [
                    new(
                        "在家隔离、观察、监测", "人", $"{counts.Count} 栋楼共 {counts.Sum(c => c.Count)} 人，楼上的数字是人数", MeasureDesk.Path(community),
                        counts.ToDictionary(c => c.Key, _ => true))
                    {
                        Figures = counts.ToDictionary(c => c.Key, c => $"{c.Count}人"),
                    },
                ]);
    }

    /// <summary>Of everything that asks for it, and where somebody was fetched and it was not done since.</summary>
    public static async Task<PlanLayer> CorridorsAsync(
        Db db, IEnumerable<CorridorsToClean> sources, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var here = await db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).Select(b => b.Id).ToHashSetAsync(cancel);
        var mine = me.ForCleaning();
        var corridors = (await CorridorTodos.OfAsync(db, sources.Append(MeasureCorridors.LeftAsync), community, now, cancel))
            .Where(c => here.Contains(c.Building) && mine.IsIn(community, c.Building, WhoMay.Readers)).ToList();
        return new(
            "要消毒的楼道",
            [],
            corridors.Count == 0
                ? []
                :
                [
                    new(
                        "要消毒的楼道", "消", string.Join("、", corridors.Select(Words)), MeasureCorridors.Path(community),
                        corridors.GroupBy(c => c.Building).ToDictionary(g => g.Key, g => g.All(c => c.Unit == 0))),
                ]);
    }

    private static string Words(CorridorToClean corridor) => $"{MeasureCorridors.Name(corridor.Label, corridor.Unit)}每天 {corridor.PerDay} 次";
}
