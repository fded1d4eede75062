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
        var slots = duties.ToDictionary(d => d.Id, d => ReportTimes.OpenOrLast(d, now));
        var counts = await CountWholeAsync(db, [.. duties.Where(d => d.Units is null)], slots, cancel);
        var figures = new List<ReportFigure>(duties.Count);
        foreach (var duty in duties)
        {
            var slot = slots[duty.Id];
            if (slot is not null && duty.Units is not null)
            {
                var people = AskedOf(db, duty);
                counts[duty.Id] = (await people.CountAsync(cancel), await MissingIn(db, people, slot).CountAsync(cancel));
            }

            var (asked, missing) = counts.GetValueOrDefault(duty.Id);
            figures.Add(new(duty, slot, slot?.OpenAt(now) == true, asked, asked - missing, abnormal.GetValueOrDefault(duty.Id)));
        }

        return figures;
    }

    // Whole buildings are counted together: a board asks for all of a community's at once. By duty; two queries for each slot, of which there are few.
    private static async Task<Dictionary<Guid, (int Asked, int Missing)>> CountWholeAsync(
        Db db, IReadOnlyList<ReportDuty> whole, IReadOnlyDictionary<Guid, ReportSlot?> slots, CancellationToken cancel)
    {
        var counts = new Dictionary<Guid, (int, int)>();
        foreach (var same in whole.Where(d => slots[d.Id] is not null).GroupBy(d => (slots[d.Id]!.Day, slots[d.Id]!.Window.Name)))
        {
            var (community, buildings) = (same.First().CommunityId, same.Select(d => d.BuildingId).Distinct().ToList());
            var people = AtHome(db, community).Where(p => buildings.Contains(p.BuildingId));
            var asked = await ByBuildingAsync(people, cancel);
            var missing = await ByBuildingAsync(MissingIn(db, people, slots[same.First().Id]!), cancel);
            foreach (var duty in same)
            {
                counts[duty.Id] = (asked.GetValueOrDefault(duty.BuildingId), missing.GetValueOrDefault(duty.BuildingId));
            }
        }

        return counts;
    }

    private static Task<Dictionary<Guid, int>> ByBuildingAsync(IQueryable<Person> people, CancellationToken cancel) =>
        people.GroupBy(p => p.BuildingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    private static IQueryable<Person> AtHome(Db db, long community) =>
        db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && p.Presence == Presence.Home);

    /// <summary>Whoever has to report: at home behind the doors that the duty binds.</summary>
    internal static IQueryable<Person> AskedOf(Db db, ReportDuty duty)
    {
        var (community, building) = (duty.CommunityId, duty.BuildingId);
        var people = AtHome(db, community).Where(p => p.BuildingId == building);
        if (duty.People is { } asked)
        {
            return people.Where(p => asked.Contains(p.Id));
        }

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
