using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Closures;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>What a household needs.</summary>
public enum HelpKind
{
    /// <summary>体温计</summary>
    Thermometer,

    /// <summary>配药</summary>
    Medicine,

    /// <summary>买菜</summary>
    Food,

    /// <summary>收垃圾</summary>
    Rubbish,

    /// <summary>看医生</summary>
    Doctor,

    /// <summary>心里不安</summary>
    Fear,

    /// <summary>其他</summary>
    Other,
}

/// <summary>Where a request stands, in the household's words.</summary>
public enum HelpState
{
    /// <summary>已收到</summary>
    Received,

    /// <summary>有人在办</summary>
    Working,

    /// <summary>已办好</summary>
    Done,

    /// <summary>办不了, with the reason.</summary>
    Impossible,
}

/// <summary>A household's need (求助) with whoever answers for it and until when.</summary>
public sealed class HelpRequest : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>The order of its building; null for a household that is at home by a measure of its own.</summary>
    public required Guid? OrderId { get; init; }

    public required Guid DwellingId { get; init; }

    /// <summary>38号楼2单元501室, as it was called then.</summary>
    public required string Dwelling { get; init; }

    /// <summary>As <see cref="BuildingGroups.Posts.HomeInOrder.HouseholdId"/>.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>The phone that asked; null when staff entered it.</summary>
    public required Guid? ResidentId { get; init; }

    /// <summary>Who asks: 王女士.</summary>
    public required string Name { get; init; }

    /// <summary>Staff who entered it after a call or a visit; empty when the household asked by itself.</summary>
    public string EnteredBy { get; init; } = "";

    public required HelpKind Kind { get; init; }
    public required byte[]? TextSealed { get; init; }

    /// <summary>A number to call back, if one was given.</summary>
    public byte[]? PhoneSealed { get; init; }

    public Guid? PhotoId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it should be dealt with, see <see cref="HelpKinds"/>.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Null: under an order nobody yet, the committee looks after it; without one whoever answers for the grid.</summary>
    public Guid? OwnerId { get; set; }

    public string OwnerName { get; set; } = "";
    public HelpState State { get; set; }

    /// <summary>When it was done or found impossible.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>What happened to a request.</summary>
public enum HelpAct
{
    Asked,
    Taken,
    Given,
    Answered,
    Done,
    Impossible,

    /// <summary>The household adds something; a closed request is open again by it.</summary>
    Said,
}

/// <summary>One step of a request, as the household sees it. Numbered, so that two at once cannot both be the next; never changed.</summary>
public sealed class HelpStep : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid RequestId { get; init; }
    public required int Number { get; init; }
    public required HelpAct Act { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }

    /// <summary>Who has it after this step; empty where that did not change.</summary>
    public string To { get; init; } = "";

    public byte[]? TextSealed { get; init; }
}

/// <summary>The tables of this module.</summary>
public static class HelpDb
{
    extension(Db db)
    {
        public DbSet<HelpRequest> HelpRequests => db.Set<HelpRequest>();
        public DbSet<HelpStep> HelpSteps => db.Set<HelpStep>();
    }
}

internal sealed class HelpTables : IEntityTypeConfiguration<HelpRequest>, IEntityTypeConfiguration<HelpStep>
{
    public void Configure(EntityTypeBuilder<HelpRequest> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(r => new { r.CommunityId, r.OrderId });
        builder.HasOne<Photo>().WithMany().HasForeignKey(r => new { r.CommunityId, r.PhotoId });
        builder.Property(r => r.Dwelling).HasMaxLength(60);
        builder.Property(r => r.Name).HasMaxLength(Homes.MostName);
        builder.Property(r => r.EnteredBy).HasMaxLength(60);
        builder.Property(r => r.OwnerName).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.OrderId, r.At });
        builder.HasIndex(r => new { r.CommunityId, r.DueAt }).HasFilter("closed_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<HelpStep> builder)
    {
        builder.HasOne<HelpRequest>().WithMany().HasForeignKey(s => new { s.CommunityId, s.RequestId });
        builder.Property(s => s.By).HasMaxLength(60);
        builder.Property(s => s.To).HasMaxLength(60);
        builder.HasIndex(s => new { s.CommunityId, s.RequestId, s.Number }).IsUnique();
    }
}
