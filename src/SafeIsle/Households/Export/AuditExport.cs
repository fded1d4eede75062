using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Export;

/// <summary>The community's audit log with the filters of its page, newest first.</summary>
internal sealed class AuditExport(Db db) : ExportSource
{
    private const int MostRows = 100_000;

    public override string Key => "audit";

    public override string Title => "操作记录";

    public override IReadOnlyList<Role> Roles => [Role.Committee, Role.Administrator];

    public override bool HasNumbers => false;

    public override bool NamesPeople => true;

    public override Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        string[] names = ["who", "action", "from", "to"];
        var said = names.Select(name => KeyValuePair.Create(name, (string?)ask.Text(name))).Where(pair => pair.Value!.Length > 0).ToList();
        var filter = FilterOf(ask);
        string[] words =
        [
            filter.Who is { } who ? $"人员含“{who}”" : "",
            filter.Action is { } action ? ActionNames.Of(action) : "",
            filter.From is { } from ? $"{from} 起" : "",
            filter.To is { } to ? $"到 {to}" : "",
        ];
        var text = string.Join(" · ", words.Where(word => word.Length > 0));
        return Task.FromResult(new ExportScope(0, text.Length == 0 ? "全部记录" : text, QueryString.Create(said).ToString()));
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var entries = FilterOf(ask).Apply(db.Set<AuditEntry>().Within(ask.Me).Where(e => e.CommunityId == ask.Community));
        var rows = await entries.OrderByDescending(e => e.Id).Take(MostRows).ToListAsync(cancel);
        return new(
            [new("序号", 10), new("时间", 22), new("人员", 14), new("操作", 20), new("内容", 70)],
            rows.Select(e => new SheetValue[] { e.Seq is { } seq ? seq : "—", e.At.Full(), e.ActorName, ActionNames.Of(e.Action), e.Summary }),
            rows.Count == MostRows ? [$"只含最近的 {MostRows} 条，更早的请按日期筛选后再导出。"] : []);
    }

    private static AuditFilter FilterOf(ExportAsk ask)
    {
        return new(Some("who"), Some("action"), Some("from"), Some("to"), Before: null);

        string? Some(string name) => ask.Text(name) is { Length: > 0 } text ? text : null;
    }
}
