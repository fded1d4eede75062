using Microsoft.EntityFrameworkCore;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Closures;

/// <summary>What the temperatures say about an order: what stands against lifting it, its chain, the facts about a household.</summary>
internal static class HealthOfOrder
{
    /// <summary>Windows that count before an order is lifted.</summary>
    private const int LastWindows = 2;

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<LiftBlocker>(p => (db, order, now, cancel) => OpenAsync(p.GetRequiredService<DutyBook>(), db, order, now, cancel));
        services.AddSingleton<ChainSource>(ChainAsync);
        services.AddSingleton<FactSource>(p => (db, me, ask, cancel) => FactsAsync(p.GetRequiredService<Sealer>(), db, me, ask, cancel));
    }

    private static async Task<IReadOnlyList<string>> OpenAsync(
        DutyBook book, Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var open = new List<string>();
        var alerts = await db.HealthAlerts.Where(a => a.CommunityId == community && a.DutyId == id && a.HandledAt == null)
            .Select(a => a.PersonId).Distinct().CountAsync(cancel);
        if (alerts > 0)
        {
            open.Add($"还有 {alerts} 人的体温异常没有处理。");
        }

        if (await book.FindAsync(db, community, id, cancel) is not { } duty)
        {
            return open;
        }

        var past = ReportTimes.Past(duty, now).ToList();
        var last = past.Where(s => !s.OpenAt(now)).Take(LastWindows).ToList();
        if (last.Count > 0)
        {
            // Who reports in the window that is open now is no longer missing.
            var missing = past.Where(s => s.OpenAt(now)).Concat(last)
                .Aggregate(ReportFigure.AskedOf(db, duty), (people, slot) => ReportFigure.MissingIn(db, people, slot));
            if (await missing.CountAsync(cancel) is > 0 and var people)
            {
                open.Add($"还有 {people} 人最近 {last.Count} 次（{string.Join("、", last.Select(s => s.Words))}）都没有报体温。");
            }
        }

        return open;
    }

    // Numbers only: those above and partners read the chain too.
    private static async Task<IReadOnlyList<ChainLink>> ChainAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var links = new List<ChainLink>();
        var slots = await db.TemperatureReports.Where(r => r.CommunityId == community && r.DutyId == id && r.Tenths != null)
            .GroupBy(r => new { r.Day, r.Window })
            .Select(g => new
            {
                g.Key.Day, g.Key.Window, At = g.Max(r => r.At), People = g.Select(r => r.PersonId).Distinct().Count(),
                Staff = g.Count(r => r.How == ReportedBy.Staff), Proxy = g.Count(r => r.How == ReportedBy.Proxy),
            }).ToListAsync(cancel);
        links.AddRange(slots.Select(s => new ChainLink(
            Stage.During, s.At, ChainLink.Resident,
            $"{Slot(s.Day, s.Window)}体温：{s.People} 人报了{(s.Staff > 0 ? $"，电话代录 {s.Staff} 人次" : "")}{(s.Proxy > 0 ? $"，代报 {s.Proxy} 人次" : "")}。")));
        var calls = await db.MissingCalls.Where(c => c.CommunityId == community && c.DutyId == id && c.TakenBackAt == null)
            .GroupBy(c => new { c.Day, c.Window, c.Outcome, c.By })
            .Select(g => new { g.Key.Day, g.Key.Window, g.Key.Outcome, g.Key.By, At = g.Max(c => c.At), Households = g.Select(c => c.HouseholdId).Distinct().Count() })
            .ToListAsync(cancel);
        links.AddRange(calls.Select(c => new ChainLink(
            Stage.During, c.At, c.By, $"打电话问{Slot(c.Day, c.Window)}体温：{c.Households} 户{HealthWords.Of(c.Outcome)}。")));
        var alerts = await db.HealthAlerts.Where(a => a.CommunityId == community && a.DutyId == id)
            .OrderBy(a => a.At).Take(StatementDraft.MostLines).ToListAsync(cancel);
        links.AddRange(alerts.Select(a => new ChainLink(Stage.During, a.At, "", "收到体温异常 1 人次，已列入医生名单。")));
        links.AddRange(alerts.Where(a => a.HandledAt is not null).GroupBy(a => (a.PersonId, a.HandledAt)).Select(g => g.First())
            .Select(a => new ChainLink(Stage.During, a.HandledAt!.Value, a.HandledBy, $"处理体温异常 1 人：{HealthWords.Of(a.Outcome!.Value)}。")));
        return links;
    }

    private static async Task<IReadOnlyList<FactLine>> FactsAsync(Sealer sealer, Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        var (community, order, household, person, from, to) = (ask.Community, ask.Order?.Id, ask.Household, ask.Person, ask.From, ask.To);
        var reports = await db.TemperatureReports.Within(me)
            .Where(r => r.CommunityId == community && r.How != ReportedBy.Self && r.At >= from && r.At <= to && (order == null || r.DutyId == order)
                && (household == null || r.HouseholdId == household) && (person == null || r.PersonId == person))
            .OrderBy(r => r.At).Take(StatementDraft.MostLines + 1).ToListAsync(cancel);
        var alerts = await db.HealthAlerts.Within(me)
            .Where(a => a.CommunityId == community && (order == null || a.DutyId == order)
                && ((a.At >= from && a.At <= to) || (a.HandledAt != null && a.HandledAt >= from && a.HandledAt <= to))
                && (household == null || a.HouseholdId == household) && (person == null || a.PersonId == person))
            .OrderBy(a => a.At).Take(StatementDraft.MostLines + 1).ToListAsync(cancel);
        var calls = await db.MissingCalls.Within(me)
            .Where(c => c.CommunityId == community && c.At >= from && c.At <= to && (order == null || c.DutyId == order)
                && (household == null || c.HouseholdId == household))
            .OrderBy(c => c.At).Take(StatementDraft.MostLines + 1).ToListAsync(cancel);

        var ids = reports.Select(r => r.PersonId).Concat(alerts.Select(a => a.PersonId)).Distinct().ToList();
        var names = (await db.People.Within(me).Where(p => p.CommunityId == community && ids.Contains(p.Id)).ToListAsync(cancel))
            .ToDictionary(p => p.Id, me.NameOf);
        var doors = await DoorsAsync(
            db, me, community, household, [.. reports.Select(r => r.HouseholdId), .. alerts.Select(a => a.HouseholdId), .. calls.Select(c => c.HouseholdId)], cancel);

        var lines = new List<FactLine>();
        lines.AddRange(reports.GroupBy(r => (r.HouseholdId, r.FormKey)).Select(g => new FactLine(
            g.First().At, g.First().By,
            $"{HealthWords.Of(g.First().How)}{Door(g.Key.HouseholdId)}{Slot(g.First().Day, g.First().Window)}体温：{string.Join("，", g.Select(r => $"{names.GetValueOrDefault(r.PersonId, "一人")} {HealthWords.Of(r.Tenths, r.Symptoms)}{(r.Version > 1 ? "（更正）" : "")}"))}")));
        lines.AddRange(alerts.Select(a => new FactLine(
            a.At, a.By, $"上报{Door(a.HouseholdId)}{names.GetValueOrDefault(a.PersonId, "一人")}{Slot(a.Day, a.Window)}体温异常：{HealthWords.Of(a.Tenths, a.Symptoms)}，列入医生名单")));
        lines.AddRange(alerts.Where(a => a.HandledAt is not null).GroupBy(a => (a.PersonId, a.HandledAt)).Select(g => new FactLine(
            g.Key.HandledAt!.Value, g.First().HandledBy,
            $"处理{Door(g.First().HouseholdId)}{names.GetValueOrDefault(g.Key.PersonId, "一人")}的体温异常：{HealthWords.Of(g.First().Outcome!.Value)}{Note(g.Select(a => sealer.Open(SealedColumn.HealthNote, a.Id, a.NoteSealed)))}")));
        lines.AddRange(calls.Select(c => new FactLine(
            c.At, c.By,
            $"电话联系{Door(c.HouseholdId)}（没有报{Slot(c.Day, c.Window)}体温）：{HealthWords.Of(c.Outcome)}{Note([sealer.Open(SealedColumn.HealthNote, c.Id, c.NoteSealed)])}"
                + (c.TakenBackAt is { } back ? $"（{back.Short()} 由{c.TakenBackBy}撤回）" : ""))));
        return lines;

        string Door(Guid id) => doors.GetValueOrDefault(id, "");
    }

    /// <summary>How a sentence names a household: by its door, or as 这一户 where the statement is about one alone.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, string>> DoorsAsync(
        Db db, Me me, long community, Guid? only, IReadOnlyList<Guid> households, CancellationToken cancel)
    {
        if (only is { } one)
        {
            return new Dictionary<Guid, string> { [one] = "这一户" };
        }

        var ids = households.Distinct().ToList();
        return await (
            from h in db.Households.Within(me)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where h.CommunityId == community && ids.Contains(h.Id)
            select new { h.Id, d.Label }).ToDictionaryAsync(h => h.Id, h => h.Label, cancel);
    }

    private static string Note(IEnumerable<string?> notes) => notes.FirstOrDefault(n => !string.IsNullOrEmpty(n)) is { } note ? $"，{note}" : "";

    private static string Slot(DateOnly day, string window) => new ReportSlot(day, new(window, default, default)).Words;
}
