using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>Doors by the names that the snapshot gave them, 38号楼 2-501, or by their own, 38号楼2单元501室.</summary>
internal static class DoorNames
{
    /// <summary>Those that are found, each name once; a name that two doors share is nobody's.</summary>
    public static async Task<IReadOnlyDictionary<string, Dwelling>> FindAsync(Db db, long community, IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var buildings = names.Select(BuildingOf).Where(b => b.Length > 0).Distinct().ToList();
        var wanted = names.Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return new Dictionary<string, Dwelling>();
        }

        var rows = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && (buildings.Contains(b.Label) || wanted.Contains(d.Label)) && d.ClosedAt == null
            select new { Dwelling = d, Building = b.Label }).ToListAsync(cancel);
        return rows.SelectMany(r => new[] { ($"{r.Building} {r.Dwelling.Short}", r.Dwelling), (r.Dwelling.Label, r.Dwelling) })
            .GroupBy(r => r.Item1, r => r.Dwelling).Where(g => wanted.Contains(g.Key) && g.Distinct().Count() == 1).ToDictionary(g => g.Key, g => g.First());
    }

    private static string BuildingOf(string name) => name.LastIndexOf(' ') is > 0 and var at ? name[..at] : "";
}
