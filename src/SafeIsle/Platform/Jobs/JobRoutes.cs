using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Jobs;

/// <summary>A job's page: how far it is, what came of it, its file. May be left and come back to.</summary>
public static class JobRoutes
{
    internal static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobProgress>();
        services.AddSingleton<JobRunner>();
        services.AddScoped<JobQueue>();
        services.AddHostedService(s => s.GetRequiredService<JobRunner>());
    }

    internal static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/jobs", ListAsync).May(Role.Committee, Role.Administrator);
        app.MapGet("/desk/{community:long}/jobs/{id:guid}", ShowAsync).May(Role.Committee, Role.Administrator);
        app.MapGet("/desk/{community:long}/jobs/{id:guid}/file", FetchAsync).May(Role.Committee, Role.Administrator);
    }

    public static string Path(long community, Guid id) => $"/desk/{community}/jobs/{id}";

    private static async Task<IResult> ListAsync(long community, Db db, Me me, CancellationToken cancel)
    {
        var jobs = await db.Set<Job>().Within(me)
            .Where(j => j.CommunityId == community && j.ById == me.AccountId)
            .OrderByDescending(j => j.At).Take(50)
            .Select(j => new JobRow(j.Id, j.Title, j.State, j.Message, j.At, j.FinishedAt))
            .ToListAsync(cancel);
        return Page.Of<JobsPage>(new { Community = community, Jobs = jobs });
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, JobProgress progress, CancellationToken cancel)
    {
        var job = await db.Set<Job>().Within(me)
            .Where(j => j.CommunityId == community && j.Id == id && j.ById == me.AccountId)
            .Select(j => new JobRow(j.Id, j.Title, j.State, j.Message, j.At, j.FinishedAt) { HasFile = j.ResultSealed != null })
            .SingleOrDefaultAsync(cancel);
        return job is null
            ? TypedResults.NotFound()
            : Page.Of<JobPage>(new { Community = community, Job = job, Progress = progress.Of(id) });
    }

    private static async Task<IResult> FetchAsync(long community, Guid id, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        var job = await db.Set<Job>().Within(me)
            .SingleOrDefaultAsync(j => j.CommunityId == community && j.Id == id && j.ById == me.AccountId && j.ResultSealed != null, cancel);
        if (job is null)
        {
            return TypedResults.NotFound();
        }

        await db.RecordLookAsync(me.Actor, community, "job.fetch", id, $"取走文件 {job.ResultName}", cancel);
        return TypedResults.File(sealer.OpenBytes(SealedColumn.JobResult, id, job.ResultSealed!), job.ResultType, job.ResultName);
    }
}

/// <summary>A job as its page shows it.</summary>
public sealed record JobRow(Guid Id, string Title, JobState State, string Message, DateTimeOffset At, DateTimeOffset? FinishedAt)
{
    public bool HasFile { get; init; }

    public bool Open => State is JobState.Waiting or JobState.Working;
}
