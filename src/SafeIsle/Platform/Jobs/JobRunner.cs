using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Jobs;

/// <summary>
/// Works off the job table, one job at a time on each node. A job is claimed by a lease that its node renews; a node that died lets the
/// lease run out and another (or the same, started again) begins the job anew.
/// </summary>
internal sealed partial class JobRunner(
    IServiceScopeFactory scopes, JobProgress progress, TimeProvider clock, ILogger<JobRunner> log) : BackgroundService
{
    private const int MostTries = 3;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepResults = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim wake = new(0);

    /// <summary>Something was put into the table.</summary>
    public void Wake() => wake.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RunNextAsync(stoppingToken))
                {
                    await wake.WaitAsync(Idle, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away for a moment; the table is asked again after the pause.
                LogTable(failure);
                await Task.Delay(Idle, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.Now();
        await db.Set<Job>().Where(j => j.ResultSealed != null && j.FinishedAt < now - KeepResults)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.ResultSealed, (byte[]?)null), cancel);
        var job = await db.Set<Job>()
            .Where(j => j.State == JobState.Waiting || (j.State == JobState.Working && j.LeaseUntil < now))
            .OrderBy(j => j.At).FirstOrDefaultAsync(cancel);
        if (job is null)
        {
            return false;
        }

        var tries = job.Tries;
        var claimed = await Row(db, job).Where(j => j.Tries == tries && (j.State == JobState.Waiting || j.LeaseUntil < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(j => j.State, JobState.Working).SetProperty(j => j.LeaseUntil, now + Lease)
                    .SetProperty(j => j.Tries, tries + 1),
                cancel);
        if (claimed == 1)
        {
            await WorkAsync(scope.ServiceProvider, db, job, cancel);
        }

        return true;
    }

    private async Task WorkAsync(IServiceProvider services, Db db, Job job, CancellationToken cancel)
    {
        Outcome<JobResult> outcome;
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewal = RenewAsync(job, renewing.Token);
        try
        {
            var handler = services.GetServices<JobHandler>().Single(h => h.Kind == job.Kind);
            outcome = job.Tries >= MostTries
                ? new No("这项工作几次都没有做完，已停止；数据没有改动，请联系管理员。")
                : await handler.RunAsync(new(job, progress), cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogJob(failure, job.Kind, job.Id);
            outcome = new No("处理时出错，数据没有改动；请再试一次，仍不行请联系管理员。");
        }
        finally
        {
            await renewing.CancelAsync();
            await renewal;
        }

        await FinishAsync(services, job, outcome, cancel);
        progress.Forget(job.Id);
    }

    private async Task FinishAsync(IServiceProvider services, Job job, Outcome<JobResult> outcome, CancellationToken cancel)
    {
        // A scope of its own: the handler's may hold a transaction that was given up.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var sealer = services.GetRequiredService<Sealer>();
        await using var write = await db.BeginWriteAsync(new Actor(job.ById, job.ByName), cancel);
        var result = outcome.Refused ? new(outcome.Refusal!) : outcome.Value;
        var file = result.File is { } bytes ? sealer.SealBytes(SealedColumn.JobResult, job.Id, bytes) : null;
        var now = clock.Now();
        await Row(db, job).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.State, outcome.Refused ? JobState.Failed : JobState.Done)
                .SetProperty(j => j.Message, result.Message)
                .SetProperty(j => j.ResultName, result.FileName)
                .SetProperty(j => j.ResultType, result.ContentType)
                .SetProperty(j => j.ResultSealed, file)
                .SetProperty(j => j.FinishedAt, now)
                .SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null),
            cancel);
        write.Record(job.CommunityId, outcome.Refused ? "job.fail" : "job.done", job.Id, $"{job.Title}：{result.Message}");
        await write.CommitAsync(cancel);
    }

    private async Task RenewAsync(Job job, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 3, clock, cancel);
                await RenewOnceAsync(job, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended; so does its lease.
        }
    }

    private async Task RenewOnceAsync(Job job, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var until = clock.Now() + Lease;
            await Row(scope.ServiceProvider.GetRequiredService<Db>(), job)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, until), cancel);
        }
        catch (DbException busy)
        {
            // On SQLite the job's own transaction may hold the write lock; there no other node waits for the lease.
            LogLease(busy, job.Id);
        }
    }

    private static IQueryable<Job> Row(Db db, Job job) =>
        db.Set<Job>().Where(j => j.CommunityId == job.CommunityId && j.Id == job.Id);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lease of job {Id} could not be renewed just now")]
    private partial void LogLease(Exception failure, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job table could not be worked off")]
    private partial void LogTable(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {Id} failed")]
    private partial void LogJob(Exception failure, string kind, Guid id);
}
