using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Jobs;

public enum JobState
{
    Waiting,
    Working,
    Done,

    /// <summary>Ended without effect; <see cref="Job.Message"/> says why in one Chinese sentence.</summary>
    Failed,
}

/// <summary>Long work that a person asked for and may leave: an import, 156 rosters, a large export.</summary>
public sealed class Job : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Which <see cref="JobHandler"/> does it.</summary>
    public required string Kind { get; init; }

    /// <summary>What the person sees: 打印全部楼组表.</summary>
    public required string Title { get; init; }

    public required Guid ById { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public JobState State { get; set; }
    public string Message { get; set; } = "";
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The handler's own JSON input; no personal data.</summary>
    public string Input { get; init; } = "";

    /// <summary>File name of the result, if there is one to fetch.</summary>
    public string? ResultName { get; set; }

    public string? ResultType { get; set; }

    /// <summary>The file, sealed; taken out after a day.</summary>
    public byte[]? ResultSealed { get; set; }

    /// <summary>A node works on it until then; afterwards another may begin it anew.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How often it was begun: one that keeps killing its node is given up.</summary>
    public int Tries { get; set; }
}

internal sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.Property(j => j.Kind).HasMaxLength(40);
        builder.Property(j => j.Title).HasMaxLength(100);
        builder.Property(j => j.ByName).HasMaxLength(60);
        builder.Property(j => j.Message).HasMaxLength(500);
        builder.HasIndex(j => new { j.State, j.LeaseUntil });
        builder.HasIndex(j => new { j.CommunityId, j.At });
    }
}
