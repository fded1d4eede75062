using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Lists;

/// <summary>A list comes from above as a file; those that came before.</summary>
internal static class TakeList
{
    /// <summary>Rows of one list, as many as may go back at once (see ExportRules); a larger one comes in parts.</summary>
    public const int MostRows = 5_000;

    private const int MostShown = 100;

    // Bytes. Far above the largest file, so that a larger one gets a sentence instead of a broken connection.
    private const long MostPosted = 80L << 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/lists", ListAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists", TakeAsync).May(Role.Committee).WithMetadata(new RequestSizeLimitAttribute(MostPosted));
    }

    internal static string Path(long community) => $"/desk/{community}/lists";

    internal static string Path(SentList list) => $"{Path(list.CommunityId)}/{list.Id}";

    private static async Task<IResult> ListAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<ListsPage>(await PartsAsync(db, me, community, FormInput.Empty, clock, cancel));

    private static async Task<object> PartsAsync(Db db, Me me, long community, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var lists = await db.SentLists.Within(me).Where(l => l.CommunityId == community).OrderByDescending(l => l.At).Take(MostShown)
            .Select(l => new ListLine(l.Id, l.FileName, l.Sender, l.DocumentNumber, l.ReceivedOn, l.Stage, l.Rows)).ToListAsync(cancel);
        var ids = lists.ConvertAll(l => l.Id);
        var counts = await db.SentRows.Within(me).Where(r => r.CommunityId == community && ids.Contains(r.ListId))
            .GroupBy(r => new { r.ListId, r.Outcome }).Select(g => new { g.Key.ListId, g.Key.Outcome, Count = g.Count() }).ToListAsync(cancel);
        return new
        {
            Community = community,
            Lists = lists,
            Counts = counts.GroupBy(c => c.ListId).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<SentOutcome, int>)g.ToDictionary(c => c.Outcome, c => c.Count)),
            Day = clock.Now().DateHere(),
            Form = form,
        };
    }

    private static async Task<IResult> TakeAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var sender = form.Required("sender", "发来的单位", SentListTables.MostSender);
        var number = form.Text("number", "文号", SentListTables.MostDocument);
        var why = form.Required("why", "用途", SentListTables.MostWhy);
        var received = form.Date("received", "收到日期") ?? clock.Now().DateHere();
        if (received > clock.Now().DateHere())
        {
            form.Wrong("received", "收到日期不能晚于今天。");
        }

        var (bytes, file) = await FileAsync(form, cancel);
        if (!form.Ok || file is null)
        {
            return Page.Again<ListsPage>(await PartsAsync(db, me, community, form, clock, cancel));
        }

        var id = form.Id("id") ?? Ids.New();
        var list = new SentList
        {
            CommunityId = community, Id = id, FileName = NameOf(form.Files["file"]!), Sender = sender, DocumentNumber = number, Why = why, ReceivedOn = received,
            At = clock.Now(), By = me.Name, FileSealed = sealer.SealBytes(SealedColumn.SentFile, id, bytes), PlanSealed = SentPlan.Suggest(file).Seal(sealer, id),
        };
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        db.Add(list);
        write.Record(community, "list.take", id, $"收到{sender}的名单“{list.FileName}”{(number.Length > 0 ? $"（{number}）" : "")}，用途：{why}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            // The same form again: it is there, or the id was somebody else's and opens nothing.
            return http.Done(Path(list), "这份名单已经收下了。");
        }

        return http.Done(Path(list), "名单已收下，请核对各列的含义。");
    }

    private static async Task<(byte[] Bytes, SheetFile? File)> FileAsync(FormInput form, CancellationToken cancel)
    {
        if (form.Files["file"] is not { } posted)
        {
            form.Wrong("file", "请选择名单文件（.xlsx 或 .csv）。");
            return ([], null);
        }

        if (posted.Length > SheetLimits.Default.MaxFileBytes)
        {
            form.Wrong("file", SheetRefusal.TooLarge(SheetLimits.Default));
            return ([], null);
        }

        using var content = new MemoryStream();
        await posted.CopyToAsync(content, cancel);
        var read = CsvFile.ReadEither(content.ToArray(), NameOf(posted), SheetLimits.Default);
        if (read.Refused)
        {
            form.Wrong("file", read.Refusal!);
            return ([], null);
        }

        if (read.Value.Sheets.Any(s => s.Rows.Count > MostRows))
        {
            form.Wrong("file", $"一份名单最多 {MostRows} 行，请分成几份再上传。");
            return ([], null);
        }

        return (content.ToArray(), read.Value);
    }

    // What a list is called says how it is read and how it goes back: the ending stays.
    private static string NameOf(IFormFile posted)
    {
        var name = System.IO.Path.GetFileName(ChineseText.Clean(posted.FileName));
        var ending = System.IO.Path.GetExtension(name);
        return ChineseText.Cut(System.IO.Path.GetFileNameWithoutExtension(name), SentListTables.MostFileName - 10) + ChineseText.Cut(ending, 10);
    }
}

/// <summary>A list as the lists' page shows it.</summary>
public sealed record ListLine(Guid Id, string FileName, string Sender, string DocumentNumber, DateOnly ReceivedOn, SentStage Stage, int Rows);
