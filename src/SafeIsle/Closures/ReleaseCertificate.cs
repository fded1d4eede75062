using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Closures;

/// <summary>解除证明: that one person's management by an order has ended. What stood on the paper stays as it was when it was made.</summary>
public sealed class ReleaseCertificate : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>Keyed hash of the code on the paper; the code itself lies nowhere.</summary>
    public required long CodeHash { get; init; }

    public required string Name { get; init; }

    /// <summary>38号楼2单元501室</summary>
    public required string Dwelling { get; init; }

    /// <summary>Masked document number, sealed; null without a document.</summary>
    public byte[]? DocumentSealed { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the order was lifted.</summary>
    public required DateTimeOffset EndedAt { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Display name of who lifted the order.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    public string RevokedBy { get; set; } = "";
    public string RevokeReason { get; set; } = "";
}

/// <summary>The table of certificates.</summary>
public static class ReleaseCertificatesDb
{
    extension(Db db)
    {
        public DbSet<ReleaseCertificate> ReleaseCertificates => db.Set<ReleaseCertificate>();
    }
}

internal sealed class ReleaseCertificatesTable : IEntityTypeConfiguration<ReleaseCertificate>
{
    public void Configure(EntityTypeBuilder<ReleaseCertificate> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(c => new { c.CommunityId, c.OrderId });
        builder.Property(c => c.Name).HasMaxLength(50);
        builder.Property(c => c.Dwelling).HasMaxLength(120);
        builder.Property(c => c.MadeBy).HasMaxLength(60);
        builder.Property(c => c.RevokedBy).HasMaxLength(60);
        builder.Property(c => c.RevokeReason).HasMaxLength(ClosureRules.MostWords);
        builder.HasIndex(c => new { c.CommunityId, c.OrderId, c.PersonId }).IsUnique();
        builder.HasIndex(c => c.CodeHash);
    }
}
