using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>Where passes are issued in a batch, and by which rules.</summary>
internal static class PassPlaces
{
    /// <summary>A batch issues passes that the household shares.</summary>
    public static IReadOnlyList<PassRule> Rules(GatePlan plan) => [.. plan.Rules.Where(r => r.Subject == PassSubject.Household && r.Times > PassRules.Barred)];

    /// <summary>Compounds, each with its buildings.</summary>
    public static async Task<IReadOnlyList<(string, string)>> ChoicesAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);
        var buildings = await db.Buildings.Within(me).Where(b => b.CommunityId == community).OrderBy(b => b.SortKey).ToListAsync(cancel);
        return [.. compounds.SelectMany(c => buildings.Where(b => b.CompoundId == c.Id).Select(b => (b.Id.ToString(), $"{c.Name} {b.Label}"))
            .Prepend((c.Id.ToString(), $"{c.Name}（整个小区）")))];
    }

    /// <summary>Its households as people walk; null where there is no such place within reach.</summary>
    /// <param name="where">A compound's or a building's id.</param>
    public static async Task<List<PassHousehold>?> HomesAsync(Db db, Me me, long community, string where, CancellationToken cancel)
    {
        if (!Guid.TryParse(where, out var id))
        {
            return null;
        }

        var buildings = await db.Buildings.Within(me).Where(b => b.CommunityId == community && (b.Id == id || b.CompoundId == id)).Select(b => b.Id).ToListAsync(cancel);
        return buildings.Count == 0 ? null : await (
            from h in db.Households.Within(me)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { h.CommunityId, Id = h.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == community && buildings.Contains(h.BuildingId) && h.ClosedAt == null
            orderby b.SortKey, d.SortKey, h.Id
            select new PassHousehold(h, d)).ToListAsync(cancel);
    }
}
