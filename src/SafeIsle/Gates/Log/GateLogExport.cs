using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Households.Export;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Gates.Log;

/// <summary>The log with the filters of its page. Where somebody goes is the most protected there is: more than a handful asks for a second person.</summary>
internal sealed class GateLogExport(Db db, TimeProvider clock) : ExportSource
{
    internal const string Name = "gate-log";

    private const int MostRows = 100_000;

    private static readonly SheetColumn[] Columns =
    [
        new("时间", 18), new("门岗", 14), new("方向", 6), new("房屋", 26), new("证编号", 14), new("怎么认的", 12), new("门岗做的", 10), new("按规则", 10),
        new("体温", 8), new("备注", 30), new("设备", 16), new("收到时间", 18),
    ];

    public override string Key => Name;

    public override string Title => "进出记录";

    public override IReadOnlyList<Role> Roles => GateDesk.May;

    public override bool HasNumbers => false;

    public override bool NamesPeople => true;

    public override bool TellsWhereabouts => true;

    /// <remarks>Each pass is one person, and so is each passage of somebody without one.</remarks>
    public override async Task<ExportScope> ScopeAsync(ExportAsk ask, CancellationToken cancel)
    {
        var (filter, scans) = await ScansAsync(ask, cancel);
        var people = await scans.Where(s => s.PassId != null).Select(s => s.PassId).Distinct().CountAsync(cancel) + await scans.CountAsync(s => s.PassId == null, cancel);
        var gate = filter.Gate is { } id
            ? await db.Gates.Within(ask.Me).Where(g => g.CommunityId == ask.Community && g.Id == id).Select(g => g.Name).SingleOrDefaultAsync(cancel)
            : null;
        return new(people, LogWords.Of(filter, gate), filter.Query.Value!, people == 0 ? "没有符合条件的记录，清单是空的；请回到进出记录换个日期或条件。" : null);
    }

    public override async Task<ExportTable> ReadAsync(ExportAsk ask, bool full, CancellationToken cancel)
    {
        var (filter, scans) = await ScansAsync(ask, cancel);
        var gates = await db.Gates.Where(g => g.CommunityId == ask.Community).ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        var devices = await db.GateDevices.Where(d => d.CommunityId == ask.Community).ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        var passes = db.Passes.Where(p => p.CommunityId == ask.Community);
        // Row by row out of the database into the file: 100,000 passages are never held at once.
        return new(
            Columns,
            filter.Sorted(scans).Take(MostRows)
                .Select(s => new { Scan = s, Number = passes.Where(p => p.Id == s.PassId).Select(p => (int?)p.Number).FirstOrDefault() })
                .AsEnumerable().Select(r => new SheetValue[]
            {
                r.Scan.At.Here(), gates.GetValueOrDefault(r.Scan.GateId), r.Scan.Direction.Name(), r.Scan.Dwelling.Length > 0 ? r.Scan.Dwelling : "不详",
                r.Number is { } number ? Masked(number) : "", r.Scan.How.Name(), PassWords.Of(r.Scan.Verdict),
                r.Scan.Differs ? PassWords.Of(r.Scan.ServerVerdict) : "一致", r.Scan.Tenths is { } tenths ? tenths / 10m : default(SheetValue), LogWords.Note(r.Scan),
                devices.GetValueOrDefault(r.Scan.DeviceId), r.Scan.ReceivedAt.Here(),
            }),
            [$"最多 {MostRows} 条，更多的请按日期分几次导出。证编号只写后四位，整个编号可以在门岗放行。"]);
    }

    private async Task<(LogFilter Filter, IQueryable<GateScan> Scans)> ScansAsync(ExportAsk ask, CancellationToken cancel)
    {
        var filter = LogFilter.Read(ask.Text, clock.Today());
        return (filter, filter.Of(db, ask.Me, ask.Community, (await GatePlan.LoadAsync(db, ask.Community, cancel)).FeverTenths));
    }

    private static string Masked(int number) => "**** " + PassNumber.Text(number)[^4..];
}
