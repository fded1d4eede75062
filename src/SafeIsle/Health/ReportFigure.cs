using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>How far the reports of a duty are; the lists behind the numbers use the same queries.</summary>
/// <param name="Slot">The open window, else the last; null before the first.</param>
/// <param name="Open">Whether it still runs.</param>
/// <param name="Asked">People at home.</param>
/// <param name="Reported">Of them: with a temperature.</param>
/// <param name="Abnormal">People with an alert that nobody has handled.</param>
public sealed record ReportFigure(ReportDuty Duty, ReportSlot? Slot, bool Open, int Asked, int Reported, int Abnormal)
{
    public int Missing => Asked - Reported;

    public static async Task<IReadOnlyList<ReportFigure>> LoadAsync(Db db, IReadOnlyList<ReportDuty> duties, DateTimeOffset now, CancellationToken cancel)
    {
        if (duties.Count == 0)
        {
            return [];
        }

        var (community, ids) = (duties[0].CommunityId, duties.Select(d => d.Id).ToList());
        var abnormal = await db.HealthAlerts.Where(a => a.CommunityId == community && ids.Contains(a.DutyId) && a.HandledAt == null)
            .Select(a => new { a.DutyId, a.PersonId }).Distinct()
            .GroupBy(a => a.DutyId).Select(g => new { g.Key, People = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.People, cancel);
        var figures = new List<ReportFigure>(duties.Count);
        foreach (var duty in duties)
        {
            var slot = ReportTimes.OpenOrLast(duty, now);
            var people = AskedOf(db, duty);
            var asked = slot is null ? 0 : await people.CountAsync(cancel);
            var missing = slot is null ? 0 : await MissingIn(db, people, slot).CountAsync(cancel);
            figures.Add(new(duty, slot, slot?.OpenAt(now) == true, asked, asked - missing, abnormal.GetValueOrDefault(duty.Id)));
        }

        return figures;
    }

    /// <summary>Whoever has to report: at home behind the doors that the duty binds.</summary>
    internal static IQueryable<Person> AskedOf(Db db, ReportDuty duty)
    {
        var (community, building) = (duty.CommunityId, duty.BuildingId);
        var people = db.People.Where(p =>
            p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null && p.Presence == Presence.Home);
        if (duty.Units is not { } units)
        {
            return people;
        }

        var dwellings = db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building && units.Contains(d.Unit)).Select(d => d.Id);
        var households = db.Households.Where(h => h.CommunityId == community && h.BuildingId == building && dwellings.Contains(h.DwellingId)).Select(h => h.Id);
        return people.Where(p => households.Contains(p.HouseholdId));
    }

    /// <summary>Those of them without a temperature in that slot.</summary>
    internal static IQueryable<Person> MissingIn(Db db, IQueryable<Person> people, ReportSlot slot)
    {
        var (day, window) = (slot.Day, slot.Window.Name);
        var reports = db.TemperatureReports;
        return people.Where(p => !reports.Any(r =>
            r.CommunityId == p.CommunityId && r.PersonId == p.Id && r.Day == day && r.Window == window && r.Tenths != null));
    }
}
