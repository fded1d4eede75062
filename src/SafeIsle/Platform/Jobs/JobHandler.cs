using SafeIsle.Platform.Audit;

namespace SafeIsle.Platform.Jobs;

/// <summary>
/// Does one kind of job. A job may be begun twice (a node killed in the middle), so its effects are one transaction at its end or are
/// safe to repeat.
/// </summary>
public abstract class JobHandler
{
    public abstract string Kind { get; }

    /// <returns>What came of it; a refusal becomes the job's message.</returns>
    public abstract Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel);
}

/// <summary>What a handler gets.</summary>
public sealed record JobContext(Job Job, JobProgress Progress)
{
    public Actor Actor => new(Job.ById, Job.ByName);

    /// <summary>Tells the waiting person how far it is.</summary>
    public void Report(int done, int total) => Progress.Report(Job.Id, done, total);
}

/// <summary>One sentence, and a file where there is one.</summary>
public sealed record JobResult(string Message, string? FileName = null, string? ContentType = null, byte[]? File = null);
