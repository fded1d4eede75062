using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>Writes a statement's first text from the record: one sentence for each thing that happened, with time and name.</summary>
public sealed class StatementDraft(Db db, RegisterHistory history, IEnumerable<FactSource> sources)
{
    /// <summary>More than anybody reads through; the text says that it was cut.</summary>
    public const int MostLines = 500;

    // The register's own history and the modules' sources tell these with what was changed; a look or a print changes nothing.
    private static readonly string[] ToldElsewhere =
    [
        "household.open", "household.change", "household.move", "household.close", "person.add", "person.change", "person.move", "person.close", "person.reopen",
        "health.report", "health.handle", "health.call", "health.call.back", "post.call", "post.call.back", "group.keeper",
    ];

    public async Task<string> WriteAsync(Me me, FactAsk ask, string about, CancellationToken cancel)
    {
        var lines = new List<FactLine>();
        lines.AddRange(await EventsAsync(me, ask, cancel));
        if (ask.Household is { } household)
        {
            lines.AddRange(await RegisterAsync(me, ask, household, cancel));
            lines.AddRange(await AuditAsync(ask, household, cancel));
        }

        foreach (var source in sources)
        {
            lines.AddRange(await source(db, me, ask, cancel));
        }

        var told = lines.Where(l => l.At >= ask.From && l.At <= ask.To).OrderBy(l => l.At).ToList();
        // A span that begins before anything happened would promise a record that is not there.
        var head = $"现将{about} {(told.Count > 0 ? told[0].At : ask.From).Full()} 至 {ask.To.Full()} 的有关情况说明如下：";
        var cut = told.Count > MostLines ? $"\n（记录共 {told.Count} 条，这里只列前 {MostLines} 条，请缩短时间分开写。）" : "";
        var none = told.Count == 0 ? "\n这段时间没有记录。" : "";
        return head + none + string.Concat(told.Take(MostLines).Select(l => "\n" + Sentence(l))) + cut + "\n特此说明。";
    }

    /// <summary>2026年3月23日 21:40，高主任：完成：张贴告知书。</summary>
    internal static string Sentence(FactLine line) =>
        $"{line.At.Full()}，{(line.By.Length > 0 ? line.By + "：" : "")}{line.Words.TrimEnd('。', '；')}。";

    private async Task<IReadOnlyList<FactLine>> EventsAsync(Me me, FactAsk ask, CancellationToken cancel)
    {
        var events = db.ClosureEvents.Within(me).Where(e => e.CommunityId == ask.Community && e.At >= ask.From && e.At <= ask.To);
        if (ask.Order is { Id: var order })
        {
            events = events.Where(e => e.OrderId == order);
        }
        else if (ask.Household is { } household)
        {
            var buildings = db.Households.Where(h => h.CommunityId == ask.Community && h.Id == household).Select(h => h.BuildingId);
            events = events.Where(e => buildings.Contains(e.BuildingId));
        }

        var found = await (
            from e in events
            join o in db.ClosureOrders on new { e.CommunityId, Id = e.OrderId } equals new { o.CommunityId, o.Id }
            orderby e.At, e.Id
            select new { e.At, e.By, e.Words, o.Label }).Take(MostLines + 1).ToListAsync(cancel);
        return found.ConvertAll(e => new FactLine(e.At, e.By, ask.Order is null ? $"{e.Label}，{e.Words}" : e.Words));
    }

    private async Task<IReadOnlyList<FactLine>> RegisterAsync(Me me, FactAsk ask, Guid household, CancellationToken cancel)
    {
        var tags = await TagNames.LoadAsync(db, me, ask.Community, cancel);
        var entries = await history.OfAsync(me, ask.Community, household, tags, cancel);
        var name = ask.Person is { } person
            ? await db.People.Where(p => p.CommunityId == ask.Community && p.Id == person).Select(p => p.Name).SingleOrDefaultAsync(cancel)
            : null;
        return [.. entries.Where(e => name is null || e.Person.Length == 0 || e.Person == name).Select(e => new FactLine(
            e.At, e.By, $"登记改动（{RegisterWords.Of(e.Source)}）{(e.Person.Length > 0 ? " " + e.Person : "")}："
                + string.Join("；", e.Lines.Select(l => l.From.Length > 0 ? $"{l.What}由“{l.From}”改为“{l.To}”" : $"{l.What} {l.To}"))))];
    }

    private async Task<IReadOnlyList<FactLine>> AuditAsync(FactAsk ask, Guid household, CancellationToken cancel)
    {
        var people = await db.People
            .Where(p => p.CommunityId == ask.Community && p.HouseholdId == household && (ask.Person == null || p.Id == ask.Person))
            .Select(p => p.Id).ToListAsync(cancel);
        var subjects = people.Append(household).ToList();
        var entries = await db.Set<AuditEntry>()
            .Where(e => e.CommunityId == ask.Community && e.Subject != null && subjects.Contains(e.Subject!.Value) && e.At >= ask.From && e.At <= ask.To)
            .OrderBy(e => e.Id).Take(MostLines + 1).ToListAsync(cancel);
        return [.. entries
            .Where(e => !ToldElsewhere.Contains(e.Action) && !e.Action.EndsWith(".look", StringComparison.Ordinal) && !e.Action.EndsWith(".print", StringComparison.Ordinal))
            .Select(e => new FactLine(e.At, e.ActorName, e.Summary))];
    }
}
