using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>An import's page: the step it is at. Left at any step, it is found again here.</summary>
public static class ShowImport
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/imports/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/imports/{id:guid}/columns", ShowColumnsAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/cancel", CancelAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/imports/{id:guid}/retry", RetryAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/imports/{id:guid}/rejects.xlsx", RejectsAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, HttpContext http, Db db, Me me, Sealer sealer, JobProgress progress, CancellationToken cancel)
    {
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        switch (import.Stage)
        {
            case ImportStage.Columns:
                return await ConfirmColumns.PageOfAsync(db, me, sealer, import, cancel);
            case ImportStage.Preview:
                return await PreviewImport.PageOfAsync(http, db, me, sealer, import, cancel);
            default:
                var state = await db.Set<Job>().Within(me).Where(j => j.CommunityId == community && j.Id == import.JobId)
                    .Select(j => new { j.State, j.Message }).SingleOrDefaultAsync(cancel);
                return Page.Of<ImportStatePage>(new
                {
                    Import = import,
                    Failed = state?.State == JobState.Failed ? state.Message : null,
                    Progress = import.JobId is { } job ? progress.Of(job) : default,
                });
        }
    }

    private static async Task<IResult> ShowColumnsAsync(long community, Guid id, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        return import is { Stage: ImportStage.Columns or ImportStage.Preview }
            ? await ConfirmColumns.PageOfAsync(db, me, sealer, import, cancel)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> CancelAsync(long community, Guid id, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        if (import.Stage is not (ImportStage.Columns or ImportStage.Preview or ImportStage.Reading))
        {
            return http.Refused(ImportStore.Path(community, id), "这次导入已在写入或已结束，不能取消。");
        }

        await ForgetImports.DropAsync(db, community, id, ImportStage.Cancelled, "已取消，没有写入。", clock, cancel);
        write.Record(community, "import.cancel", id, $"取消导入“{import.FileName}”，上传的文件已删除");
        await write.CommitAsync(cancel);
        return http.Done(ImportStore.Path(community), "已取消，上传的文件已删除，登记没有改动。");
    }

    private static async Task<IResult> RetryAsync(long community, Guid id, HttpContext http, Db db, Me me, JobQueue jobs, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        if (import is null)
        {
            return TypedResults.NotFound();
        }

        var failed = await db.Set<Job>().AnyAsync(j => j.CommunityId == community && j.Id == import.JobId && j.State == JobState.Failed, cancel);
        if (!failed || import.Stage is not (ImportStage.Reading or ImportStage.Applying))
        {
            return http.Refused(ImportStore.Path(community, id), "这一步没有失败，不用重试。");
        }

        await ImportStore.StartAsync(db, jobs, write, me, import, import.Stage, cancel);
        await write.CommitAsync(cancel);
        return http.Done(ImportStore.Path(community, id), "正在重试。");
    }

    private static async Task<IResult> RejectsAsync(long community, Guid id, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        var import = await ImportStore.Of(db, me, community, id).SingleOrDefaultAsync(cancel);
        var file = import switch
        {
            { Stage: ImportStage.Preview } => await RejectsOfPreviewAsync(db, sealer, import, cancel),
            { RejectsSealed: { } kept } => sealer.OpenBytes(SealedColumn.ImportRejects, id, kept),
            _ => null,
        };
        if (file is null)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "import.rejects", id, $"取回“{import!.FileName}”里退回的行", cancel);
        return TypedResults.File(file, SheetFile.ContentType, $"退回的行-{Path.GetFileNameWithoutExtension(import.FileName)}.xlsx");
    }

    private static async Task<byte[]?> RejectsOfPreviewAsync(Db db, Sealer sealer, RegisterImport import, CancellationToken cancel)
    {
        var rows = await db.StagedRows
            .Where(r => r.CommunityId == import.CommunityId && r.ImportId == import.Id
                && (r.Verdict == RowVerdict.Rejected || (r.Verdict == RowVerdict.New && r.Missing != MissingPlace.None && r.Chosen == 0)))
            .OrderBy(r => r.Seq).ToListAsync(cancel);
        return rows.Count == 0 ? null : RejectedRows.Write(ImportStore.Plan(sealer, import), rows.Select(r => new ChosenRow(r, StagedContent.Open(sealer, r))));
    }
}
