using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Travel;

/// <summary>Where a finding stands.</summary>
public enum FindingState
{
    /// <summary>等第二个人复核: binds nobody.</summary>
    Proposed,

    /// <summary>已确认</summary>
    Confirmed,

    /// <summary>本人有异议</summary>
    Objected,

    /// <summary>已答复异议</summary>
    Answered,

    /// <summary>已了结: binds nobody any more.</summary>
    Resolved,
}

/// <summary>Why a finding ended.</summary>
public enum FindingEnd
{
    /// <summary>第二个人没有同意</summary>
    Declined,

    /// <summary>异议成立，撤销</summary>
    Withdrawn,

    /// <summary>已核清或管理期满</summary>
    Settled,

    /// <summary>已开出措施: the measure holds the passes now, and has its own way to object.</summary>
    TakenUp,
}

/// <summary>
/// What a travel check found and what follows from it (核验结果). One person proposes it, another confirms; only then it binds. It carries
/// who decided it by which document, and how to object.
/// </summary>
public sealed class TravelFinding : IInBuilding
{
    public const int MostBasis = 100;

    public required long CommunityId { get; init; }

    /// <summary>Made with the form: a form sent twice is one finding.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>One finding for each check.</summary>
    public required Guid CheckId { get; init; }

    /// <summary>38号楼2单元501室</summary>
    public required string Dwelling { get; init; }

    /// <summary>Sentences, one a line, sealed.</summary>
    public required byte[]? ReasonsSealed { get; init; }

    public required TravelFollow Follow { get; init; }

    /// <summary>How many days it lasts, counted from the last day there; 0: until it is settled.</summary>
    public required int Days { get; init; }

    /// <summary>The day on which the last of those days, of 24 hours each, is over; null: until it is settled.</summary>
    public required DateOnly? Until { get; init; }

    /// <summary>The version of the plan by which it follows; null: what is usual.</summary>
    public required Guid? PlanId { get; init; }

    public required string PlanName { get; init; }

    /// <summary>Who decided so, and by which document: 区防控办〔2020〕12号.</summary>
    public required string Basis { get; init; }

    public FindingState State { get; set; }
    public required DateTimeOffset ProposedAt { get; init; }
    public required Guid ProposedById { get; init; }
    public required string ProposedBy { get; init; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    public Guid? ConfirmedById { get; set; }
    public string ConfirmedBy { get; set; } = "";

    /// <summary>When the household's phone first showed it as it stands now; null: not yet, or answered since.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>When a measure on the person was opened from it; set by whoever opens that.</summary>
    public DateTimeOffset? TakenUpAt { get; set; }

    public FindingEnd? End { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string ResolvedBy { get; set; } = "";

    /// <summary>Tells nothing about where anybody was.</summary>
    public string ResolvedWhy { get; set; } = "";
}

/// <summary>An objection to a finding, or the answer to one.</summary>
public sealed class FindingWord : ICommunityOwned
{
    /// <summary>Characters of one.</summary>
    public const int MostText = 500;

    /// <summary>Of one finding: more are said face to face.</summary>
    public const int Most = 20;

    public required long CommunityId { get; init; }

    /// <summary>Made with the form: sent twice it is one.</summary>
    public required Guid Id { get; init; }

    public required Guid FindingId { get; init; }

    /// <summary>False: an objection.</summary>
    public required bool IsAnswer { get; init; }

    public required byte[]? TextSealed { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

internal sealed class TravelFindingTables : IEntityTypeConfiguration<TravelFinding>, IEntityTypeConfiguration<FindingWord>
{
    public void Configure(EntityTypeBuilder<TravelFinding> builder)
    {
        builder.HasOne<TravelCheck>().WithMany().HasForeignKey(f => new { f.CommunityId, f.CheckId });
        builder.HasOne<Household>().WithMany().HasForeignKey(f => new { f.CommunityId, f.HouseholdId });
        // Whoever writes to the table: nobody confirms what she proposed herself.
        builder.ToTable(t => t.HasCheckConstraint("ck_travel_findings_two_people", "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id"));
        builder.Property(f => f.Dwelling).HasMaxLength(60);
        builder.Property(f => f.PlanName).HasMaxLength(60);
        builder.Property(f => f.Basis).HasMaxLength(TravelFinding.MostBasis);
        builder.Property(f => f.ProposedBy).HasMaxLength(60);
        builder.Property(f => f.ConfirmedBy).HasMaxLength(60);
        builder.Property(f => f.ResolvedBy).HasMaxLength(60);
        builder.Property(f => f.ResolvedWhy).HasMaxLength(TravelFinding.MostBasis);
        builder.HasIndex(f => new { f.CommunityId, f.CheckId }).IsUnique();
        builder.HasIndex(f => new { f.CommunityId, f.HouseholdId });
        builder.HasIndex(f => new { f.CommunityId, f.State, f.ProposedAt });
    }

    public void Configure(EntityTypeBuilder<FindingWord> builder)
    {
        builder.HasOne<TravelFinding>().WithMany().HasForeignKey(w => new { w.CommunityId, w.FindingId });
        builder.Property(w => w.By).HasMaxLength(100).HasColumnName("said_by");
        builder.HasIndex(w => new { w.CommunityId, w.FindingId, w.At });
    }
}
