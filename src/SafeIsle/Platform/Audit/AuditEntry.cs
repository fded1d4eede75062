using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Audit;

/// <summary>Who acts: a signed-in person, or null id for the product itself and for people without account.</summary>
public sealed record Actor(Guid? AccountId, string Name)
{
    /// <summary>The product itself: migrations, seeds, jobs.</summary>
    public static readonly Actor System = new(null, "系统");
}

/// <summary>What a write or a look at unmasked data says of itself before it is chained.</summary>
/// <param name="By">Null: whoever opened the write.</param>
internal sealed record AuditDraft(long Place, string Action, Guid? Subject, string Summary, Actor? By = null);

/// <summary>
/// One line of the audit log of a place. Kept at least six months (网络安全法 21). It is written with the act itself and sealed right
/// afterwards: then it has its number in the place's chain, and its hash covers its content and the hash before it. Keyed by a secret
/// outside the database, so that an altered or removed line shows.
/// </summary>
public sealed class AuditEntry : ICommunityOwned
{
    /// <summary>12-digit code of the community or of the place above it; 0 for the whole installation.</summary>
    public required long CommunityId { get; init; }

    /// <summary>The order of the pages; the chain's differs from it by what was committed a moment later than written.</summary>
    public required Guid Id { get; init; }

    /// <summary>1, 2, 3 … without gaps within the place, in the order of sealing; null until sealed.</summary>
    public long? Seq { get; init; }

    public required DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }
    public required string Action { get; init; }
    public Guid? Subject { get; init; }
    public required string Summary { get; init; }

    /// <summary>HMAC-SHA256, 32 bytes: of the content alone until sealed, then of the content, the number and the hash before it.</summary>
    public byte[] Hash { get; internal set; } = [];
}

/// <summary>The end of a place's chain: its row is the lock of those who seal, and shows when the last lines were cut off.</summary>
public sealed class AuditHead
{
    public required long CommunityId { get; init; }
    public required long Seq { get; init; }
    public required byte[] Hash { get; init; }
}

internal sealed class AuditTables : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.ActorName).HasMaxLength(60);
        builder.Property(e => e.Summary).HasMaxLength(1000);
        builder.HasIndex(e => new { e.CommunityId, e.Subject });
        // Each line stands in one of the two: what waits is found at once, however long the log is.
        builder.HasIndex(e => new { e.CommunityId, e.Seq }).IsUnique().HasFilter("seq IS NOT NULL");
        builder.HasIndex(e => new { e.CommunityId, e.Id }).HasFilter("seq IS NULL");
    }

    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.HasKey(h => h.CommunityId);
        builder.Property(h => h.CommunityId).ValueGeneratedNever();
    }
}
