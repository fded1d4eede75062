using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Gates.Fences;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>What this module shows on the plan of a compound: its border with the breaches in it, and its enclosures.</summary>
internal static class GateLayers
{
    public static async Task<PlanLayer> BorderAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && g.CompoundId == id)
            .OrderBy(g => g.Kind == GateKind.Fence).ThenBy(g => g.Name).ToListAsync(cancel);
        var here = gates.Select(g => (Guid?)g.Id).ToList();
        // Where only words say where a breach is, it may be in any compound.
        var breaches = await db.Breaches.Within(me)
            .Where(b => b.CommunityId == community && b.ClosedAt == null && (b.GateId == null || here.Contains(b.GateId))).OrderBy(b => b.At).ToListAsync(cancel);
        var rows = await BreachRow.OfAsync(db, breaches, cancel);
        return new(
            "门岗、围挡和待巡查",
            [
                .. gates.Select(g => new PlanPoint(g.Id, g.Name, Sign(g), g.Tone(), g.State(), EditGate.Path(community, g.Id))),
                .. rows.Select(r => new PlanPoint(
                    r.Breach.Id, r.Breach.Spot.Length > 0 ? r.Breach.Spot : r.Where, PlanSign.Triangle, r.Breach.DueAt < now ? "late" : "wait",
                    $"{r.Breach.Kind.Name()}{(r.Breach.DueAt < now ? "，超时" : "")}", PatrolBreach.Path(community, r.Breach.Id), r.Breach.GateId)),
            ],
            []);
    }

    public static async Task<PlanLayer> EnclosuresAsync(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (compound.CommunityId, compound.Id);
        var rows = await EnclosureRow.OfAsync(
            db, me, community, db.Enclosures.Within(me).Where(e => e.CommunityId == community && e.CompoundId == id && e.DissolvedAt == null), cancel);
        var inside = await (
            from i in EnclosureRow.Inside(db, me, community)
            join d in db.Dwellings on new { i.CommunityId, Id = i.DwellingId } equals new { d.CommunityId, d.Id }
            where d.ClosedAt == null
            group i by new { i.EnclosureId, i.BuildingId } into g
            select new { g.Key.EnclosureId, g.Key.BuildingId, Count = g.Count() }).ToListAsync(cancel);
        var all = await db.Dwellings.Where(d => d.CommunityId == community && d.ClosedAt == null).GroupBy(d => d.BuildingId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new(
            "围合",
            [],
            [
                .. rows.Select((row, i) => new PlanArea(
                    row.Enclosure.Name, $"围{i + 1}", $"围合，走{row.Entrance.Name}（{row.Entrance.State()}）", ShowEnclosure.Path(community, row.Enclosure.Id),
                    inside.Where(p => p.EnclosureId == row.Enclosure.Id).ToDictionary(p => p.BuildingId, p => p.Count == all[p.BuildingId]))),
            ]);
    }

    private static PlanSign Sign(Gate gate) => gate.Kind switch
    {
        GateKind.Post => gate.IsOpen ? PlanSign.Circle : PlanSign.Barred,
        GateKind.Fence => gate.IsOpen ? PlanSign.BrokenBar : PlanSign.Bar,
    };
}
