using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>Who is under a measure at home reports temperatures by the plan that it was opened with; the others of a home that it binds, too.</summary>
internal static class MeasureDuties
{
    public static async Task<IReadOnlyList<ReportDuty>> OfAsync(Db db, DutyQuery query, CancellationToken cancel)
    {
        var community = query.Community;
        var measures = db.Measures.Where(m => m.CommunityId == community && m.Reports > 0 && m.Place == "");
        measures = query.Id is { } id ? measures.Where(m => m.Id == id) : measures.Where(m => m.EndedAt == null);
        if (query.Building is { } building)
        {
            measures = measures.Where(m => m.BuildingId == building);
        }

        var rows = await (
            from m in measures
            join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            orderby m.StartsAt, m.Id
            select new { Measure = m, d.Unit, b.Label }).ToListAsync(cancel);
        var bound = rows.Where(r => r.Measure.CoResidents).Select(r => r.Measure.HouseholdId).Distinct().ToList();
        var coResidents = bound.Count == 0 ? [] : await db.People.Where(p => p.CommunityId == community && bound.Contains(p.HouseholdId) && p.ClosedAt == null && p.Presence == Presence.Home)
            .Select(p => new { p.HouseholdId, p.Id }).ToListAsync(cancel);
        var away = rows.Count == 0 ? [] : await KeptAtHome.AwayAsync(db, community, cancel);
        var duties = new List<ReportDuty>();
        foreach (var door in rows.GroupBy(r => r.Measure.DwellingId))
        {
            var first = door.First();
            var measure = first.Measure;
            var plan = (await PublishedPlans.ReadAsync(db, community, measure.PlanId, cancel)).Body;
            var windows = MeasureRules.Windows(plan.ReportWindows, door.Max(r => r.Measure.Reports));
            var households = door.Where(r => r.Measure.CoResidents).Select(r => r.Measure.HouseholdId).ToHashSet();
            // Whoever was fetched does not report from home; those who stay there and are bound do.
            List<Guid> people = [.. door.Select(r => r.Measure.PersonId).Concat(coResidents.Where(p => households.Contains(p.HouseholdId)).Select(p => p.Id)).Distinct().Where(p => !away.Contains(p))];
            // Asked for by its id it stays known, though nobody is there: its alerts are.
            if (windows.Count > 0 && (people.Count > 0 || query.Id is not null))
            {
                duties.Add(new(
                    measure.Id, community, measure.BuildingId, $"{first.Label}居家观察", MeasureDesk.Path(measure), [first.Unit], door.Min(r => r.Measure.AsksFrom), measure.EndedAt, windows,
                    plan.FeverTenths)
                {
                    Chase = plan.Chase,
                    DwellingId = door.Key,
                    People = people,
                });
            }
        }

        return duties;
    }

    /// <summary>Of all measures, also of those who are kept elsewhere.</summary>
    public static IQueryable<DutySpan> Spans(Db db, long community) =>
        db.Measures.Where(m => m.CommunityId == community).Select(m => new DutySpan { Id = m.Id, PlanId = m.PlanId, EndedAt = m.EndedAt });
}
