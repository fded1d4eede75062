using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Households.Import;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Screening.Lists;

/// <summary>The answer to a list: the sender's own columns in their order, every row, and behind them what the register says.</summary>
internal sealed class AnswerExport(Db db, Sealer sealer) : ExportSource
{
    internal const string Name = "answer";

    private const int ColumnWidth = 16;

    private static readonly SheetColumn[] Results = [new("核对结果", 10), new("依据", 24), new("登记住址", 28), new("在家情况", 16), new("排查", 16), new("说明", 40)];

    public override string Key => Name;

    public override string Title => "名单回复";

    public override IReadOnlyList<Role> Roles => [Role.Committee];

    public override bool HasNumbers => true;

    public override bool NamesPeople => true;

    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel) => await ListAsync(ask, cancel) is not { } list
        ? new(0, "", "", "请从上级名单里打开一份比对好的名单，再要回复文件。")
        : new(list.Rows, $"{list.FileName}（{list.Sender}）", $"sent={list.Id}", list.Rows == 0 ? "名单是空的。" : null);

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var list = await ListAsync(ask, cancel);
        if (list is null)
        {
            return new(Results, [], []);
        }

        var plan = SentPlan.Open(sealer, list);
        var rows = await db.SentRows.Within(ask.Me).Where(r => r.CommunityId == ask.Community && r.ListId == list.Id).OrderBy(r => r.Number).ToListAsync(cancel);
        var people = rows.Select(r => r.PersonId).OfType<Guid>().ToList();
        var places = await db.People.Within(ask.Me).Where(p => p.CommunityId == ask.Community && people.Contains(p.Id)).WithPlace(db).ToDictionaryAsync(p => p.Person.Id, cancel);
        var asked = await AskedAsync(ask, list, rows, cancel);
        return new(
            [.. plan.Header.Columns.Select(c => new SheetColumn(c.Title, ColumnWidth)), .. Results],
            rows.Select(r => Row(plan, r, r.PersonId is { } person ? places.GetValueOrDefault(person) : null, r.HouseholdId is { } household ? asked.GetValueOrDefault(household, "") : "", full)),
            [$"发来的单位：{list.Sender} {list.DocumentNumber}，{list.ReceivedOn.Full()}收到", "前面的列与发来的名单相同，后六列是核对结果。"])
        {
            // It came as text, and whoever reads it with a program expects its heading in the first line.
            AsCsv = !list.FileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase),
        };
    }

    private SheetValue[] Row(SentPlan plan, SentRow row, PersonPlace? place, string asked, bool full)
    {
        var content = SentContent.Open(sealer, row);
        var here = place is { Person.ClosedAt: null };
        return
        [
            .. Enumerable.Range(0, plan.Header.Columns.Count).Select(i => (SheetValue)(i < content.Cells.Count ? full ? content.Cells[i] : SampleMask.Of(content.Cells[i]) : "")),
            ListWords.Of(row.Outcome),
            ListWords.Of(row.Basis),
            here ? $"{place!.Compound.Name}{place.Dwelling.Label}" : "",
            here ? RegisterWords.Of(place!.Person.Presence) + (place.Person.AwayWhere.Length > 0 ? $"：{place.Person.AwayWhere}" : "") : "",
            asked,
            sealer.Open(SealedColumn.SentAnswer, row.Id, row.AnswerSealed) ?? "",
        ];
    }

    // What campaigns that run found out at those doors, or any since the list came: nobody types it twice.
    private async Task<Dictionary<Guid, string>> AskedAsync(ExportAsk ask, SentList list, List<SentRow> rows, CancellationToken cancel)
    {
        var (households, since) = (rows.Select(r => r.HouseholdId).OfType<Guid>().Distinct().ToList(), list.At);
        var targets = await (
            from t in db.ScreeningTargets.Within(ask.Me)
            join c in db.Campaigns on new { t.CommunityId, Id = t.CampaignId } equals new { c.CommunityId, c.Id }
            where t.CommunityId == ask.Community && t.HouseholdId != null && households.Contains(t.HouseholdId.Value) && t.LeftAt == null && (c.EndedAt == null || t.StateAt >= since)
            select new { t.HouseholdId, t.State, t.StateAt }).ToListAsync(cancel);
        return targets.GroupBy(t => t.HouseholdId!.Value).ToDictionary(
            g => g.Key, g => g.OrderBy(t => t.StateAt is not null).ThenBy(t => t.StateAt).Last() is var newest ? $"{newest.State.Name()} {newest.StateAt?.Short()}".Trim() : "");
    }

    private async Task<SentList?> ListAsync(ExportAsk ask, CancellationToken cancel) => Guid.TryParse(ask.Text("sent"), out var id)
        ? await db.SentLists.Within(ask.Me).SingleOrDefaultAsync(l => l.CommunityId == ask.Community && l.Id == id && l.Stage == SentStage.Matched, cancel)
        : null;
}
