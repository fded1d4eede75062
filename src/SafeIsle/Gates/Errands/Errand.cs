using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Errands;

/// <summary>What somebody goes out for: the categories of the passes that cities gave out, and what people move out for.</summary>
public enum ErrandCategory
{
    /// <summary>城市保障</summary>
    City,

    /// <summary>疫情防控</summary>
    Epidemic,

    /// <summary>生活必需</summary>
    Daily,

    /// <summary>就医</summary>
    Doctor,

    /// <summary>丧事</summary>
    Funeral,

    /// <summary>购药</summary>
    Medicine,

    /// <summary>搬家</summary>
    Moving,

    /// <summary>其他</summary>
    Other,
}

/// <summary>Where a slip stands.</summary>
public enum ErrandState
{
    /// <summary>还没出门</summary>
    Issued,

    /// <summary>已出门</summary>
    Out,

    /// <summary>已回来: the slip is closed, its pass void.</summary>
    Back,

    /// <summary>已收回: taken back before it was used.</summary>
    TakenBack,
}

/// <summary>An errand slip (外出单): one person, one errand, once out and once in. What the gate needs of it is its <see cref="Pass"/>.</summary>
public sealed class Errand : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the empty form: a form sent twice is one slip.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>38号楼2单元501室, as it was called then.</summary>
    public required string Dwelling { get; init; }

    public required string Name { get; init; }
    public required ErrandCategory Category { get; init; }

    /// <summary>Where to.</summary>
    public required string Where { get; init; }

    /// <summary>What for; sealed, because it may tell of an illness.</summary>
    public required byte[]? WhatSealed { get; init; }

    public required DateTimeOffset BackBy { get; init; }

    /// <summary>Who accompanies: the display name of a member of staff, or a name that was typed; empty for nobody.</summary>
    public required string Companion { get; set; }

    /// <summary>The companion's account; null for a typed name.</summary>
    public Guid? CompanionId { get; init; }

    /// <summary>Which papers whoever issued it has seen; empty for none.</summary>
    public required string Evidence { get; init; }

    /// <summary>Who allowed it although the building is closed, with the document; empty where nothing stood against it.</summary>
    public string Authority { get; init; } = "";

    public required Guid PassId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required string IssuedBy { get; init; }
    public ErrandState State { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
    public DateTimeOffset? BackAt { get; set; }

    /// <summary>Who closed it: 北门, or the display name of whoever took the slip at the desk.</summary>
    public string ClosedBy { get; set; } = "";

    public DateTimeOffset? TakenBackAt { get; set; }
    public string TakenBackBy { get; set; } = "";
    public string TakenBackWhy { get; set; } = "";

    /// <summary>Neither closed nor taken back.</summary>
    public bool IsOpen => State is ErrandState.Issued or ErrandState.Out;
}

/// <summary>The tables of errands.</summary>
public static class ErrandsDb
{
    extension(Db db)
    {
        public DbSet<Errand> Errands => db.Set<Errand>();
        public DbSet<MedicineCertificate> MedicineCertificates => db.Set<MedicineCertificate>();
    }
}

internal sealed class ErrandMapping : IEntityTypeConfiguration<Errand>
{
    public void Configure(EntityTypeBuilder<Errand> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(e => new { e.CommunityId, e.HouseholdId });
        builder.Property(e => e.Dwelling).HasMaxLength(GateRules.MostDoor);
        builder.Property(e => e.Name).HasMaxLength(50);
        builder.Property(e => e.Where).HasMaxLength(ErrandRules.MostWhere).HasColumnName("where_to");
        builder.Property(e => e.Companion).HasMaxLength(60);
        builder.Property(e => e.Evidence).HasMaxLength(GateRules.MostWhy);
        builder.Property(e => e.Authority).HasMaxLength(GateRules.MostDecidedBy);
        builder.Property(e => e.IssuedBy).HasMaxLength(60);
        builder.Property(e => e.ClosedBy).HasMaxLength(60);
        builder.Property(e => e.TakenBackBy).HasMaxLength(60);
        builder.Property(e => e.TakenBackWhy).HasMaxLength(GateRules.MostWhy);
        builder.HasIndex(e => new { e.CommunityId, e.State, e.BackBy });
        builder.HasIndex(e => new { e.CommunityId, e.HouseholdId });
        builder.HasIndex(e => new { e.CommunityId, e.PassId }).IsUnique();
    }
}
