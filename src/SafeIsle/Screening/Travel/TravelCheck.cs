using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Travel;

/// <summary>How a check ended.</summary>
public enum CheckResult
{
    /// <summary>核对一致，没有风险</summary>
    Clean,

    /// <summary>有核验结果: see <see cref="TravelFinding"/>.</summary>
    Found,

    /// <summary>不用核对了</summary>
    Dropped,
}

/// <summary>What a person says of her travel beside what the operators say (行程核验). One open check for each person.</summary>
public sealed class TravelCheck : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>38号楼2单元501室</summary>
    public required string Dwelling { get; init; }

    /// <summary>The days that are asked about, both counted.</summary>
    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required string OpenedBy { get; init; }

    /// <summary>Stays as JSON, sealed; null: not declared.</summary>
    public byte[]? DeclaredSealed { get; set; }

    public DateTimeOffset? DeclaredAt { get; set; }

    /// <summary>王女士（38号楼2单元501室）, or who typed it after a call.</summary>
    public string DeclaredBy { get; set; } = "";

    /// <summary><see cref="TravelRecord"/> as JSON, sealed; null: none yet.</summary>
    public byte[]? RecordSealed { get; set; }

    public DateTimeOffset? RecordAt { get; set; }
    public string RecordBy { get; set; } = "";
    public CheckResult? Result { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string ClosedBy { get; set; } = "";

    /// <summary>Whether the person may declare, or declare otherwise: whoever began to compare would compare something else.</summary>
    public bool MayCorrect() => ClosedAt is null && (DeclaredAt is null || RecordAt is null);
}

/// <summary>The tables of this part.</summary>
public static class TravelDb
{
    extension(Db db)
    {
        public DbSet<TravelCheck> TravelChecks => db.Set<TravelCheck>();
        public DbSet<TravelFinding> TravelFindings => db.Set<TravelFinding>();
        public DbSet<FindingWord> FindingWords => db.Set<FindingWord>();
    }
}

internal sealed class TravelCheckTable : IEntityTypeConfiguration<TravelCheck>
{
    public void Configure(EntityTypeBuilder<TravelCheck> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(c => new { c.CommunityId, c.HouseholdId });
        builder.HasOne<Person>().WithMany().HasForeignKey(c => new { c.CommunityId, c.PersonId });
        builder.Property(c => c.Dwelling).HasMaxLength(60);
        builder.Property(c => c.OpenedBy).HasMaxLength(60);
        builder.Property(c => c.DeclaredBy).HasMaxLength(100);
        builder.Property(c => c.RecordBy).HasMaxLength(60);
        builder.Property(c => c.ClosedBy).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.PersonId }).IsUnique().HasFilter("closed_at IS NULL");
        builder.HasIndex(c => new { c.CommunityId, c.OpenedAt });
        builder.HasIndex(c => new { c.CommunityId, c.HouseholdId });
    }
}
