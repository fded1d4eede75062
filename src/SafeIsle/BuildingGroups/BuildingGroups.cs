using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Closures;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>
/// The group (楼组群) of one order: everybody who is recognised at a dwelling of the order, and the five parties. It is made with the
/// order and closed with its lifting; who is in is not stored twice but read from <see cref="Residents.Resident"/>.
/// </summary>
public sealed class BuildingGroup : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>Unique: one group for each order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Raised to make the code on old paper invalid.</summary>
    public int CodeVersion { get; set; } = 1;

    /// <summary>Finds the group by its code without storing the code.</summary>
    public required long CodeHash { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>By when every household shall be covered.</summary>
    public required DateTimeOffset DueAt { get; init; }
}

/// <summary>The five parties (五方) of a building's group.</summary>
public enum PartyKind
{
    /// <summary>社区医生</summary>
    Doctor,

    /// <summary>社区民警</summary>
    Police,

    /// <summary>居委会</summary>
    Committee,

    /// <summary>物业</summary>
    Property,

    /// <summary>镇（街道）联络员</summary>
    Town,
}

/// <summary>Somebody of the five parties in the group: a colleague, or whoever was invited by link and has not come yet.</summary>
public sealed class GroupParty : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required PartyKind Kind { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; set; }

    /// <summary>Null until the invitation is taken; unique in the group.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The staff invitation that brings her; null for a colleague who was picked.</summary>
    public Guid? InvitationId { get; init; }

    /// <summary>The number that she gave for everybody in the group, sealed; null: none.</summary>
    public byte[]? PhoneSealed { get; set; }

    public required DateTimeOffset AddedAt { get; init; }
    public required string AddedBy { get; init; }
}

/// <summary>As what somebody answers for a household.</summary>
public enum KeeperKind
{
    /// <summary>楼组长</summary>
    Leader,

    /// <summary>志愿者</summary>
    Volunteer,

    /// <summary>邻居</summary>
    Neighbour,

    /// <summary>工作人员</summary>
    Staff,
}

/// <summary>
/// 代联系: a named person who answers for a household that no phone of its own speaks for. She brings it what is told, and its
/// temperatures and needs back. At most one for each household and order.
/// </summary>
public sealed class HouseholdKeeper : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required KeeperKind Kind { get; init; }

    /// <summary>As the page shows her.</summary>
    public required string Name { get; init; }

    /// <summary>When she is a member of the group.</summary>
    public Guid? ResidentId { get; init; }

    /// <summary>When she is a colleague.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Since when somebody answers for it: of the first keeper, also when she was replaced.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Display name of who named this one.</summary>
    public required string By { get; init; }
}

/// <summary>The tables of this module.</summary>
public static class BuildingGroupsDb
{
    extension(Db db)
    {
        public DbSet<BuildingGroup> BuildingGroups => db.Set<BuildingGroup>();
        public DbSet<GroupParty> GroupParties => db.Set<GroupParty>();
        public DbSet<HouseholdKeeper> HouseholdKeepers => db.Set<HouseholdKeeper>();
    }
}

internal sealed class BuildingGroupsTables :
    IEntityTypeConfiguration<BuildingGroup>, IEntityTypeConfiguration<GroupParty>, IEntityTypeConfiguration<HouseholdKeeper>
{
    public void Configure(EntityTypeBuilder<BuildingGroup> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(g => new { g.CommunityId, g.OrderId });
        builder.HasIndex(g => new { g.CommunityId, g.OrderId }).IsUnique();
        builder.HasIndex(g => new { g.CommunityId, g.BuildingId });
        builder.HasIndex(g => g.CodeHash);
    }

    public void Configure(EntityTypeBuilder<GroupParty> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(p => new { p.CommunityId, p.OrderId });
        builder.Property(p => p.Name).HasMaxLength(60);
        builder.Property(p => p.AddedBy).HasMaxLength(60);
        builder.HasIndex(p => new { p.CommunityId, p.OrderId, p.AccountId }).IsUnique();
        builder.HasIndex(p => new { p.CommunityId, p.InvitationId });
    }

    public void Configure(EntityTypeBuilder<HouseholdKeeper> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(k => new { k.CommunityId, k.OrderId });
        builder.Property(k => k.Name).HasMaxLength(60);
        builder.Property(k => k.By).HasMaxLength(60);
        builder.HasIndex(k => new { k.CommunityId, k.OrderId, k.HouseholdId }).IsUnique();
    }
}
