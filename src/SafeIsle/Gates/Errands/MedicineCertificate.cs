using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Errands;

/// <summary>
/// 购买退热药证明: that the holder of an errand slip buys that medicine, accompanied. It says nothing of anybody's health; it is void
/// when its slip is closed or taken back. What stood on the paper stays as it was when it was made.
/// </summary>
public sealed class MedicineCertificate : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>One for each slip.</summary>
    public required Guid ErrandId { get; init; }

    /// <summary>Keyed hash of the code on the paper; the code itself lies nowhere.</summary>
    public required long CodeHash { get; init; }

    public required string Name { get; init; }
    public required string Dwelling { get; init; }

    /// <summary>Masked document number, sealed; null without a document.</summary>
    public byte[]? DocumentSealed { get; init; }

    /// <summary>The medicine's name, sealed.</summary>
    public required byte[]? MedicineSealed { get; init; }

    public required string Pharmacy { get; init; }

    /// <summary>The worker who accompanies.</summary>
    public required string Companion { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }

    /// <summary>Null while it is valid.</summary>
    public DateTimeOffset? VoidAt { get; set; }
}

internal sealed class MedicineCertificateTable : IEntityTypeConfiguration<MedicineCertificate>
{
    public void Configure(EntityTypeBuilder<MedicineCertificate> builder)
    {
        builder.HasOne<Errand>().WithMany().HasForeignKey(c => new { c.CommunityId, c.ErrandId });
        builder.Property(c => c.Name).HasMaxLength(50);
        builder.Property(c => c.Dwelling).HasMaxLength(GateRules.MostDoor);
        builder.Property(c => c.Pharmacy).HasMaxLength(ErrandRules.MostWhere);
        builder.Property(c => c.Companion).HasMaxLength(60);
        builder.Property(c => c.MadeBy).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.ErrandId }).IsUnique();
        builder.HasIndex(c => c.CodeHash);
    }
}
