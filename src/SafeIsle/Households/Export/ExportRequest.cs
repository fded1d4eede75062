using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.Export;

public enum ExportState
{
    /// <summary>A second person has to agree.</summary>
    Waiting,

    /// <summary>May be fetched by whoever asked.</summary>
    Approved,

    Declined,
}

/// <summary>Somebody takes a list out of the product: who, which, how many people, what for, who agreed. The row stays as the record of it.</summary>
public sealed class ExportRequest : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary><see cref="ExportSource.Key"/></summary>
    public required string List { get; init; }

    public required string Title { get; init; }

    /// <summary>The list's filters as its address holds them.</summary>
    public required string Query { get; init; }

    /// <summary>The filters in words.</summary>
    public required string Filter { get; init; }

    /// <summary>Counted when it was asked for.</summary>
    public required int People { get; init; }

    /// <summary>Whether ID numbers and phones are whole.</summary>
    public required bool Full { get; init; }

    public required string Reason { get; init; }
    public required Guid ById { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public ExportState State { get; set; }
    public Guid? DecidedById { get; set; }
    public string DecidedByName { get; set; } = "";
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>When it was last fetched.</summary>
    public DateTimeOffset? FetchedAt { get; set; }
}

/// <summary>The table of exports.</summary>
public static class ExportDb
{
    extension(Db db)
    {
        public DbSet<ExportRequest> ExportRequests => db.Set<ExportRequest>();
    }
}

internal sealed class ExportTables : IEntityTypeConfiguration<ExportRequest>
{
    public void Configure(EntityTypeBuilder<ExportRequest> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(e => e.CommunityId);
        builder.Property(e => e.List).HasMaxLength(30);
        builder.Property(e => e.Title).HasMaxLength(60);
        builder.Property(e => e.Query).HasMaxLength(1000);
        builder.Property(e => e.Filter).HasMaxLength(300);
        builder.Property(e => e.Reason).HasMaxLength(200);
        builder.Property(e => e.ByName).HasMaxLength(60);
        builder.Property(e => e.DecidedByName).HasMaxLength(60);
        builder.HasIndex(e => new { e.CommunityId, e.At });
    }
}
