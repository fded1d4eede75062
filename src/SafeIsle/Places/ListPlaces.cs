using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>A compound with its buildings, as the list shows them.</summary>
public sealed record CompoundRow(Guid Id, string Name, CompoundKind Kind, IReadOnlyList<BuildingRow> Buildings);

/// <param name="Homes">Dwellings in use, without shops.</param>
public sealed record BuildingRow(Guid Id, string Label, BuildingKind Kind, int Homes, int Shops);

/// <summary>All compounds and buildings of a community on one page.</summary>
internal static class ListPlaces
{
    // A community of several thousand households has some hundred buildings and villas.
    private const int MostBuildings = 3_000;

    public static string Path(long community) => $"/desk/{community}/places";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/places", ListAsync).May(Role.Committee);

    private static async Task<IResult> ListAsync(long community, string? q, Db db, Me me, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community)
            .OrderBy(c => c.SortKey).ThenBy(c => c.Id).ToListAsync(cancel);
        var buildings = await db.Buildings.Within(me).Where(b => b.CommunityId == community)
            .OrderBy(b => b.SortKey).ThenBy(b => b.Id).Take(MostBuildings).ToListAsync(cancel);
        var counts = await db.Dwellings.Within(me).Where(d => d.CommunityId == community && d.ClosedAt == null)
            .GroupBy(d => new { d.BuildingId, d.Kind })
            .Select(g => new { g.Key.BuildingId, g.Key.Kind, Count = g.Count() })
            .ToDictionaryAsync(g => (g.BuildingId, g.Kind), g => g.Count, cancel);
        var sought = ChineseText.Key(q);
        return Page.Of<ListPlacesPage>(new
        {
            Community = community,
            Query = ChineseText.Clean(q),
            HasBuildings = buildings.Count > 0,
            Compounds = compounds.Select(compound => new CompoundRow(
                    compound.Id,
                    compound.Name,
                    compound.Kind,
                    buildings.Where(b => b.CompoundId == compound.Id && Fits(compound, b, sought)).Select(Row).ToList()))
                .Where(row => sought.Length == 0 || row.Buildings.Count > 0).ToList(),
        });

        BuildingRow Row(Building b) => new(
            b.Id, b.Label, b.Kind, counts.GetValueOrDefault((b.Id, DwellingKind.Home)), counts.GetValueOrDefault((b.Id, DwellingKind.Shop)));
    }

    private static bool Fits(Compound compound, Building building, string sought) =>
        sought.Length == 0 || building.Label.Contains(sought, StringComparison.OrdinalIgnoreCase)
        || ChineseText.Key(compound.Name + building.Label).Contains(sought, StringComparison.Ordinal);
}
