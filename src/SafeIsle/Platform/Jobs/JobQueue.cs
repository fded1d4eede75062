using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Jobs;

/// <summary>Where a use case leaves long work.</summary>
internal sealed class JobQueue(Db db, JobRunner runner, TimeProvider clock)
{
    /// <summary>Puts a job into the table as part of the write; the runner is woken after the commit.</summary>
    /// <param name="kind">Names the <see cref="JobHandler"/>.</param>
    /// <param name="title">What the person sees.</param>
    /// <param name="input">The handler's JSON; no personal data.</param>
    public Job Add(WriteScope write, Me me, long community, string kind, string title, string input)
    {
        var job = new Job
        {
            CommunityId = community,
            Id = Ids.New(),
            Kind = kind,
            Title = title,
            Input = input,
            ById = me.AccountId,
            ByName = me.Name,
            At = clock.Now(),
        };
        db.Add(job);
        write.Record(community, "job.start", job.Id, title);
        write.AfterCommit(runner.Wake);
        return job;
    }
}
