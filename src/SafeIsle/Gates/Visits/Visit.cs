using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Visits;

/// <summary>Where a visit stands.</summary>
public enum VisitState
{
    /// <summary>等住户同意</summary>
    Asked,

    /// <summary>已同意: the one-time pass is there.</summary>
    Agreed,

    /// <summary>没有同意</summary>
    Refused,

    /// <summary>在小区里</summary>
    Inside,

    /// <summary>已离开: the pass is void.</summary>
    Left,
}

/// <summary>Somebody from outside who wants to come to a household (外来人员登记).</summary>
public sealed class Visit : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the empty form: a form sent twice is one visit.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required Guid HouseholdId { get; init; }

    /// <summary>38号楼2单元501室.</summary>
    public required string Dwelling { get; init; }

    public required string Name { get; init; }
    public required byte[]? DocumentSealed { get; init; }
    public required byte[]? PhoneSealed { get; init; }

    /// <summary>By which the same document is found again; null when its number is no longer kept.</summary>
    public long? DocumentHash { get; init; }

    public required DateTimeOffset ArrivesAt { get; init; }

    /// <summary>步行、出租车 …, with the plate.</summary>
    public required string Transport { get; init; }

    public required string Reason { get; init; }

    /// <summary>Where from.</summary>
    public required string From { get; init; }

    public required DateTimeOffset AskedAt { get; init; }
    public VisitState State { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>王女士（38号楼2单元501室）, or the committee's name who called.</summary>
    public string DecidedBy { get; set; } = "";

    /// <summary>The one-time pass.</summary>
    public Guid? PassId { get; set; }

    public DateTimeOffset? CameAt { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
}

internal sealed class VisitTable : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(v => new { v.CommunityId, v.HouseholdId });
        builder.Property(v => v.Dwelling).HasMaxLength(60);
        builder.Property(v => v.Name).HasMaxLength(GateRules.MostName);
        builder.Property(v => v.Transport).HasMaxLength(GateRules.MostName);
        builder.Property(v => v.Reason).HasMaxLength(GateRules.MostNote);
        builder.Property(v => v.From).HasMaxLength(60).HasColumnName("came_from");
        builder.Property(v => v.DecidedBy).HasMaxLength(100);
        builder.HasIndex(v => new { v.CommunityId, v.ArrivesAt });
        builder.HasIndex(v => new { v.CommunityId, v.PassId });
        builder.HasIndex(v => new { v.CommunityId, v.DocumentHash });
        builder.HasIndex(v => new { v.CommunityId, v.HouseholdId, v.State });
    }
}
