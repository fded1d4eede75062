using System.Collections.Concurrent;

namespace SafeIsle.Platform.Jobs;

/// <summary>
/// How far the jobs of this node are. In memory, because a job's own transaction holds SQLite's only write lock while it works.
/// </summary>
public sealed class JobProgress
{
    private readonly ConcurrentDictionary<Guid, (int Done, int Total)> states = new();

    public void Report(Guid job, int done, int total) => states[job] = (done, total);

    /// <summary>(done, total), or (0, 0) while it is not known.</summary>
    public (int Done, int Total) Of(Guid job) => states.GetValueOrDefault(job);

    internal void Forget(Guid job) => states.TryRemove(job, out _);
}
