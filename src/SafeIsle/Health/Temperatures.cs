using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health;

/// <summary>The temperatures of a closed building: the share reported per window, and everybody's value of one window.</summary>
internal static class Temperatures
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures/{order:guid}/temperatures", ShowAsync).May(HealthStaff.Readers);

    private static async Task<IResult> ShowAsync(
        long community, Guid order, string? slot, Db db, Me me, DutyBook book, TimeProvider clock, CancellationToken cancel)
    {
        if (await book.FindOfBuildingAsync(db, community, order, cancel) is not { } duty || !me.IsIn(community, duty.BuildingId, HealthStaff.Readers))
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var shares = await SharesAsync(db, duty, [.. ReportTimes.Past(duty, now)], cancel);
        var shown = (shares.FirstOrDefault(s => s.Slot.Code == slot) ?? (shares.Count > 0 ? shares[0] : null))?.Slot;
        var mine = me.ForHealth();
        var reads = mine.IsIn(community, duty.BuildingId, HealthStaff.Readers);
        var lines = shown is null || !reads ? null : await LinesAsync(db, mine, duty, shown, cancel);
        if (lines?.Any(l => l.Full) == true)
        {
            await db.RecordLookAsync(me.Actor, community, "health.look", order, $"查看{duty.Label}{shown!.Words}每个人的体温，{lines.Count} 人", cancel);
        }

        return Page.Of<TemperaturesPage>(new
        {
            Ordered = duty,
            Now = now,
            Shares = shares,
            Shown = shown,
            Lines = lines,
            Reads = reads,
        });
    }

    // The share is of those who are at home now; who came or left since is not held against earlier days. What was measured before the
    // first window that counts stands last, without a share, when there is any.
    private static async Task<IReadOnlyList<SlotShare>> SharesAsync(Db db, ReportDuty duty, IReadOnlyList<ReportSlot> slots, CancellationToken cancel)
    {
        var early = ReportTimes.Early(duty);
        if ((early ?? (slots.Count > 0 ? slots[^1] : null)) is not { } first)
        {
            return [];
        }

        var (community, building, since) = (duty.CommunityId, duty.BuildingId, first.Day);
        var people = ReportFigure.AskedOf(db, duty);
        var asked = await people.CountAsync(cancel);
        var counted = (await db.TemperatureReports
                .Where(r => r.CommunityId == community && r.BuildingId == building && r.Day >= since && people.Select(p => p.Id).Contains(r.PersonId))
                .Select(r => new { r.Day, r.Window, r.PersonId, r.DutyId, Measured = r.Tenths != null, r.Abnormal }).Distinct().ToListAsync(cancel))
            .ToLookup(r => (r.Day, r.Window));
        var shares = slots.Select(slot => Share(slot, asked)).ToList();
        if (early is not null && counted[(early.Day, early.Window.Name)].Any(r => r.DutyId == duty.Id))
        {
            shares.Add(Share(early, null));
        }

        return shares;

        SlotShare Share(ReportSlot slot, int? of)
        {
            var rows = counted[(slot.Day, slot.Window.Name)].ToList();
            return new(
                slot, of, rows.Where(r => r.Measured).Select(r => r.PersonId).Distinct().Count(), rows.Where(r => r.Abnormal).Select(r => r.PersonId).Distinct().Count());
        }
    }

    private static async Task<IReadOnlyList<TemperatureLine>> LinesAsync(Db db, Me mine, ReportDuty duty, ReportSlot slot, CancellationToken cancel)
    {
        var (community, building, day, window) = (duty.CommunityId, duty.BuildingId, slot.Day, slot.Window.Name);
        var full = mine.Tends(duty);
        var people = await (
            from p in ReportFigure.AskedOf(db, duty)
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where h.BuildingId == building && d.BuildingId == building
            orderby d.SortKey, h.Id, p.Position, p.Id
            select new { p.Id, p.Name, Household = h.Id, d.Label }).ToListAsync(cancel);
        var latest = (await db.TemperatureReports
                .Where(r => r.CommunityId == community && r.BuildingId == building && r.Day == day && r.Window == window).ToListAsync(cancel))
            .GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version)!);
        // Where nobody was asked, nobody is missing.
        var shown = ReportTimes.Counts(duty, slot) ? people : people.FindAll(p => latest.ContainsKey(p.Id));
        return shown.ConvertAll(p => new TemperatureLine(
            p.Household, p.Label, full ? p.Name : RegisterWords.MaskedName(p.Name), latest.GetValueOrDefault(p.Id), full));
    }
}

/// <summary>How many of those at home reported in one window.</summary>
/// <param name="Asked">Null: the window was not asked for, there is no share.</param>
public sealed record SlotShare(ReportSlot Slot, int? Asked, int Reported, int Abnormal)
{
    /// <summary>0–100; null without a share.</summary>
    public int? Percent => Asked is { } asked ? Share.Percent(Reported, asked, ofNone: 100) : null;
}

/// <summary>A person's value of one window.</summary>
/// <param name="Full">Whether the reader opens the household.</param>
public sealed record TemperatureLine(Guid Household, string Dwelling, string Name, TemperatureReport? Report, bool Full);
