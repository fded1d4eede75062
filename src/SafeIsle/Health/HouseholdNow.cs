using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>A member of a household with what was reported for her in one slot.</summary>
/// <param name="Reports">All versions of the slot, and those of the form that is being sent; ascending.</param>
public sealed record AskedPerson(Guid Id, Guid HouseholdId, string Name, bool Away, ReportSlot Slot, IReadOnlyList<TemperatureReport> Reports)
{
    /// <summary>What counts; null when nothing was reported.</summary>
    public TemperatureReport? Latest => Reports.LastOrDefault(r => r.Day == Slot.Day && r.Window == Slot.Window.Name);

    public bool Missing => !Away && Latest?.Tenths is null;
}

/// <summary>A household as its form needs it, in one query.</summary>
/// <param name="Slot">What is reported now.</param>
public sealed record HouseholdNow(ReportDuty Duty, ReportSlot Slot, IReadOnlyList<AskedPerson> People, DateTimeOffset Now)
{
    public bool InTime => Slot.OpenAt(Now);

    public IEnumerable<AskedPerson> AtHome => People.Where(p => !p.Away);

    public IEnumerable<AskedPerson> Away => People.Where(p => p.Away);

    public int Missing => People.Count(p => p.Missing);

    /// <param name="people">Of one dwelling.</param>
    /// <param name="form">The form that is being sent, whose reports are looked for in every slot.</param>
    public static async Task<HouseholdNow> LoadAsync(
        Db db, ReportDuty duty, ReportSlot slot, IQueryable<Person> people, DateTimeOffset now, CancellationToken cancel, Guid? form = null)
    {
        var (community, day, window) = (duty.CommunityId, slot.Day, slot.Window.Name);
        if (duty.People is { } asked)
        {
            people = people.Where(p => asked.Contains(p.Id));
        }

        var reports = db.TemperatureReports;
        var rows = await (
            from p in people.Where(p => p.CommunityId == community && p.ClosedAt == null)
            from r in reports
                .Where(r => r.CommunityId == community && r.PersonId == p.Id && ((r.Day == day && r.Window == window) || r.FormKey == form))
                .DefaultIfEmpty()
            orderby p.HouseholdId, p.Position, p.Id
            select new { p.Id, p.HouseholdId, p.Name, p.Presence, Report = r }).ToListAsync(cancel);
        return new(duty, slot, [.. rows.GroupBy(r => r.Id).Select(g => new AskedPerson(
            g.Key, g.First().HouseholdId, g.First().Name, g.First().Presence == Presence.Away, slot,
            [.. g.Where(r => r.Report is not null).Select(r => r.Report!).OrderBy(r => r.Version)]))], now);
    }
}
