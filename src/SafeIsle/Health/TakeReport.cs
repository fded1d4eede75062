using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>What a form says of one person.</summary>
/// <param name="Tenths">Null: nothing typed, what was reported before stays.</param>
/// <param name="Symptoms">Null: not asked by that form, what was reported before stays.</param>
internal sealed record Entry(Guid PersonId, int? Tenths, string? Symptoms);

/// <summary>Whose report it is and who sends it.</summary>
/// <param name="FormKey">Made with the form.</param>
/// <param name="Blind">The form did not show what was told before: what is ticked is added, nothing is taken away.</param>
internal sealed record Sender(Actor Actor, ReportedBy How, string Name, string Dwelling, Guid FormKey, bool Blind = false);

/// <summary>What became of a form.</summary>
/// <param name="Replayed">The same form was accepted before; nothing was added.</param>
/// <param name="Saved">People for whom something new was kept.</param>
/// <param name="Alerts">Of them: fever or symptoms.</param>
internal sealed record Accepted(bool Replayed, int Saved, int Alerts);

/// <summary>Accepts a household's report: the rows, the alerts and the audit entry in one transaction, then the signal to the boards.</summary>
internal static class TakeReport
{
    // Whoever loses a race for a version reads again; more than a few at once on one household is no family.
    private const int MostTries = 5;

    /// <param name="people">Of one dwelling.</param>
    public static async Task<Accepted> SaveAsync(
        Db db, Signals signals, Outside outside, HouseholdNow household, IQueryable<Person> people, IReadOnlyList<Entry> entries, Sender sender,
        CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            if (household.People.Any(p => p.Reports.Any(r => r.FormKey == sender.FormKey)))
            {
                return new(true, 0, 0);
            }

            var rows = Rows(household, entries, sender);
            if (rows.Count == 0)
            {
                return new(false, 0, 0);
            }

            try
            {
                return await WriteAsync(db, signals, outside, household, rows, sender, cancel);
            }
            catch (Exception taken) when (taken.IsTaken() && tries < MostTries)
            {
                household = await HouseholdNow.LoadAsync(db, household.Duty, household.Slot, people, household.Now, cancel, sender.FormKey);
            }
        }
    }

    private static async Task<Accepted> WriteAsync(
        Db db, Signals signals, Outside outside, HouseholdNow household, List<TemperatureReport> rows, Sender sender, CancellationToken cancel)
    {
        var (duty, slot) = (household.Duty, household.Slot);
        var alerts = rows.Where(r => r.Abnormal).Select(Alert).ToList();
        await using var write = await db.BeginWriteAsync(sender.Actor, cancel);
        db.AddRange(rows);
        db.AddRange(alerts);
        var measured = rows.Where(r => r.Tenths is not null).Select(r => r.PersonId).ToHashSet();
        foreach (var whole in household.AtHome.GroupBy(p => p.HouseholdId).Where(h => h.All(p => p.Latest?.Tenths is not null || measured.Contains(p.Id))))
        {
            await db.DropTodosAsync(duty.CommunityId, MissingTodos.Code, [MissingTodos.SourceOf(whole.Key, slot)], household.Now, cancel);
        }

        await AlertTodos.AskAsync(db, duty, alerts, household.Now, cancel);
        if (alerts.Count > 0)
        {
            await outside.AddForStaffAsync(
                db, write, duty.CommunityId, Actor.System, await HealthStaff.OfBuildingAsync(db, duty.CommunityId, duty.BuildingId, cancel), $"{duty.Label}有新的体温异常，请看名单。", cancel);
        }

        var words = alerts.Count > 0 ? $"，其中异常 {alerts.Count} 人" : "";
        write.Record(
            duty.CommunityId, "health.report", rows[0].HouseholdId,
            $"{sender.Dwelling}{slot.Words}体温，{rows.Count} 人，{HealthWords.Of(sender.How)}{words}");
        write.AfterCommit(() => signals.RaiseBuilding(duty.CommunityId, duty.BuildingId));
        await write.CommitAsync(cancel);
        return new(false, rows.Count, alerts.Count);
    }

    // A row for each person of whom the form says something new.
    private static List<TemperatureReport> Rows(HouseholdNow household, IReadOnlyList<Entry> entries, Sender sender)
    {
        var (duty, slot) = (household.Duty, household.Slot);
        var said = entries.ToDictionary(e => e.PersonId);
        var rows = new List<TemperatureReport>();
        foreach (var person in household.AtHome.Where(p => said.ContainsKey(p.Id)))
        {
            var (entry, before) = (said[person.Id], person.Latest);
            var tenths = entry.Tenths ?? before?.Tenths;
            var earlier = before?.Symptoms ?? "";
            var symptoms = entry.Symptoms is not { } told ? earlier
                : sender.Blind ? Symptoms.Joined([.. told.Split(' '), .. earlier.Split(' ')])
                : told;
            if (tenths == before?.Tenths && symptoms == earlier)
            {
                continue;
            }

            rows.Add(new()
            {
                CommunityId = duty.CommunityId,
                Id = Ids.New(),
                BuildingId = duty.BuildingId,
                HouseholdId = person.HouseholdId,
                PersonId = person.Id,
                DutyId = duty.Id,
                Day = slot.Day,
                Window = slot.Window.Name,
                Version = (before?.Version ?? 0) + 1,
                Tenths = tenths,
                Symptoms = symptoms,
                Abnormal = TemperatureRules.Alarms(tenths, symptoms, duty.FeverTenths),
                InTime = household.InTime,
                At = household.Now,
                How = sender.How,
                By = sender.Name,
                FormKey = sender.FormKey,
            });
        }

        return rows;
    }

    private static HealthAlert Alert(TemperatureReport report) => new()
    {
        CommunityId = report.CommunityId,
        Id = Ids.New(),
        BuildingId = report.BuildingId,
        HouseholdId = report.HouseholdId,
        PersonId = report.PersonId,
        DutyId = report.DutyId,
        At = report.At,
        Day = report.Day,
        Window = report.Window,
        Tenths = report.Tenths,
        Symptoms = report.Symptoms,
        By = report.By,
    };
}
