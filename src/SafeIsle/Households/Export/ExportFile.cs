using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Export;

/// <summary>Makes the workbook of an agreed export, and records that it was taken.</summary>
internal sealed class ExportFile(Db db, IEnumerable<ExportSource> sources, TimeProvider clock)
{
    internal ExportSource? Source(string key) => sources.FirstOrDefault(s => s.Key == key);

    internal static ExportLimit LimitOf(Me me, long community) =>
        ExportRules.Of(Enum.GetValues<Role>().Where(role => me.Is(community, role)));

    /// <summary>The workbook; refused when the list has grown past what was agreed to. Nothing is recorded yet.</summary>
    internal async Task<Outcome<ExportedFile>> WriteAsync(Me me, ExportRequest request, CancellationToken cancel)
    {
        var source = Source(request.List)!;
        me = source.Narrowed(me);
        var ask = new ExportAsk(me, request.CommunityId, QueryHelpers.ParseQuery(request.Query));
        var limit = LimitOf(me, request.CommunityId);
        if (!me.Is(request.CommunityId, [.. source.Roles]) || (request.Full && !limit.Full))
        {
            return new No("这个岗位现在不能导出这份清单。");
        }

        var scope = await source.ScopeAsync(ask, cancel);
        if (source.Need(limit, scope.People) > source.Need(limit, request.People))
        {
            return new No($"申请时是 {request.People} 人，现在有 {scope.People} 人，超出了已同意的范围，请重新申请。");
        }

        var table = await source.ReadAsync(ask, request.Full, cancel);
        if (table.AsCsv)
        {
            IEnumerable<IEnumerable<string>> lines = table.Rows.Select(row => row.Select(cell => cell.Content ?? ""));
            return new ExportedFile(CsvFile.Write(lines.Prepend(table.Columns.Select(c => c.Title))), FileName(request, "csv"), CsvFile.ContentType);
        }

        var community = await db.Communities.Within(me).Where(c => c.CommunityId == request.CommunityId).Select(c => c.Name).SingleAsync(cancel);
        using var file = new MemoryStream();
        Write(file, table, request, source.NamesPeople || request.People > 0, community, clock.Now());
        return new ExportedFile(file.ToArray(), FileName(request, "xlsx"), SheetFile.ContentType);
    }

    /// <summary>Notes, within the open write, who took what, how many people, and what for.</summary>
    internal async Task RecordAsync(WriteScope write, ExportRequest request, CancellationToken cancel)
    {
        var now = clock.Now();
        await db.ExportRequests.Where(e => e.CommunityId == request.CommunityId && e.Id == request.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.FetchedAt, now), cancel);
        write.Record(request.CommunityId, "export.fetch", request.Id, $"取走{Words(request)}");
    }

    private static string FileName(ExportRequest request, string ending) => $"{request.Title}-{request.At.Here():yyyyMMdd-HHmm}.{ending}";

    /// <summary>《居民登记表》136 人(完整号码),38号楼;用途:…</summary>
    internal static string Words(ExportRequest request) =>
        $"《{request.Title}》{(request.People > 0 ? $"{request.People} 人（{Numbers(request)}）" : "")}，{request.Filter}{(request.Reason.Length > 0 ? $"；用途：{request.Reason}" : "")}";

    internal static string Numbers(ExportRequest request) => request.Full ? "完整号码" : "号码打码";

    private static void Write(Stream stream, ExportTable table, ExportRequest request, bool names, string community, DateTimeOffset now)
    {
        // The date comes before any word that could be read as the building of all rows.
        var title = $"{now.Full()} {community} {request.Title} · {request.ByName}导出{(request.Reason.Length > 0 ? $" · 用途：{request.Reason}" : "")}";
        using var writer = new SheetWriter(stream);
        writer.Sheet(request.Title, table.Columns, title);
        foreach (var row in table.Rows)
        {
            writer.Row(row);
        }

        writer.Sheet("说明", [new("关于这份文件", 90)]);
        string[] lines =
        [
            $"内容：{request.Title}（{request.Filter}）",
            request.People > 0 ? $"申请时 {request.People} 人，{Numbers(request)}" : names ? "含人员姓名和住户地址" : "不含居民个人信息",
            $"导出人：{request.ByName}，{now.Full()}",
            $"用途：{(request.Reason.Length > 0 ? request.Reason : "未要求填写")}",
            request.DecidedByName.Length > 0 ? $"同意人：{request.DecidedByName}，{request.DecidedAt!.Value.Full()}" : "",
            names ? "内有个人信息，只限上述用途；不得转发、公开，用完请删除（个人信息保护法第十条、第二十五条）。" : "",
            $"编号：{request.Id}，在系统的操作记录里可以查到。",
            .. table.Notes,
        ];
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            writer.Row(line);
        }
    }
}

/// <summary>An export as it is handed over.</summary>
/// <param name="ContentType">Media type.</param>
internal sealed record ExportedFile(byte[] Bytes, string Name, string ContentType);
