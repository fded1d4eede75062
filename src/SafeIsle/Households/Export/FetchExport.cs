using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Export;

/// <summary>Takes an agreed export away: small ones at once, large ones by a job with progress.</summary>
public static class FetchExport
{
    /// <summary>More people than this take longer than a person waits without a word.</summary>
    internal const int MostAtOnce = 1_000;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/exports/{id:guid}/file", FetchAsync).May(AskExport.May);
        app.MapPost("/desk/{community:long}/exports/{id:guid}/make", MakeAsync).May(Role.Committee);
    }

    private static IQueryable<ExportRequest> Open(Db db, Me me, long community, Guid id, DateTimeOffset now) =>
        db.ExportRequests.Within(me).Where(e => e.CommunityId == community && e.Id == id && e.ById == me.AccountId && e.State == ExportState.Approved && e.ExpiresAt > now);

    private static async Task<IResult> FetchAsync(
        long community, Guid id, HttpContext http, Db db, Me me, ExportFile files, TimeProvider clock, CancellationToken cancel)
    {
        if (await Open(db, me, community, id, clock.Now()).SingleOrDefaultAsync(cancel) is not { } request)
        {
            return TypedResults.NotFound();
        }

        var file = await files.WriteAsync(me, request, cancel);
        if (file.Refused)
        {
            return http.Refused(ListExports.Path(community), file.Refusal!);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await files.RecordAsync(write, request, cancel);
        await write.CommitAsync(cancel);
        return TypedResults.File(file.Value.Bytes, file.Value.ContentType, file.Value.Name);
    }

    private static async Task<IResult> MakeAsync(
        long community, Guid id, Db db, Me me, JobQueue jobs, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Open(db, me, community, id, clock.Now()).SingleOrDefaultAsync(cancel) is not { } request)
        {
            return TypedResults.NotFound();
        }

        var job = jobs.Add(write, me, community, Handler.Name, $"导出{request.Title}（{request.People} 人）", id.ToString());
        await write.CommitAsync(cancel);
        return TypedResults.Redirect(JobRoutes.Path(community, job.Id));
    }

    /// <summary>Makes the file of a large export; its page is the job's.</summary>
    internal sealed class Handler(Db db, ExportFile files, TimeProvider clock) : JobHandler
    {
        internal const string Name = "export.make";

        public override string Kind => Name;

        public override async Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel)
        {
            var me = await Me.LoadAsync(db, job.Job.ById, stamp: null, cancel);
            if (me is null || await Open(db, me, job.Job.CommunityId, Guid.Parse(job.Job.Input), clock.Now()).SingleOrDefaultAsync(cancel) is not { } request)
            {
                return new No("这份导出已过期或权限已收回，没有生成文件。");
            }

            job.Report(0, 1);
            var file = await files.WriteAsync(me, request, cancel);
            if (file.Refused)
            {
                return new No(file.Refusal!);
            }

            await using var write = await db.BeginWriteAsync(job.Actor, cancel);
            await files.RecordAsync(write, request, cancel);
            await write.CommitAsync(cancel);
            return new JobResult($"《{request.Title}》{request.People} 人，{ExportFile.Numbers(request)}。", file.Value.Name, file.Value.ContentType, file.Value.Bytes);
        }
    }
}
