using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Enclosures;

/// <summary>A part of a compound that is closed for itself for a time (围合), with an entrance of its own.</summary>
public sealed class Enclosure : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid CompoundId { get; init; }

    /// <summary>三号围合; unique within the community among those in force.</summary>
    public required string Name { get; init; }

    /// <summary>Its entrance.</summary>
    public required Guid GateId { get; set; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Until when it was decided; null: until it is dissolved.</summary>
    public DateTimeOffset? Until { get; set; }

    public DateTimeOffset? DissolvedAt { get; set; }
}

/// <summary>
/// That a dwelling belongs to an enclosure, from when to when. The row stays when that ends; the unique key lets a dwelling be in one at
/// a time.
/// </summary>
public sealed class EnclosedDwelling : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required Guid EnclosureId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
}

/// <summary>One change of an enclosure; never changed.</summary>
public sealed class EnclosureChange : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid EnclosureId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>设立，入口北门 · 加入 38号楼（24 套）</summary>
    public required string What { get; init; }

    /// <summary>Empty for changes that carry a decision out.</summary>
    public string Why { get; init; } = "";

    /// <summary>决定机关 with the document.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }
}

/// <summary>Limits of enclosures.</summary>
public static class EnclosureRules
{
    /// <summary>Enclosures of a community in force.</summary>
    public const int MostInForce = 100;

    /// <summary>Parts (buildings, units, doors) chosen in one act.</summary>
    public const int MostChosen = 1_000;

    /// <summary>Changes shown.</summary>
    public const int MostShown = 200;

    /// <summary>Characters of what a change says.</summary>
    public const int MostWhat = 300;
}

/// <summary>The tables of enclosures.</summary>
public static class EnclosuresDb
{
    extension(Db db)
    {
        public DbSet<Enclosure> Enclosures => db.Set<Enclosure>();
        public DbSet<EnclosedDwelling> EnclosedDwellings => db.Set<EnclosedDwelling>();
        public DbSet<EnclosureChange> EnclosureChanges => db.Set<EnclosureChange>();
    }
}

internal sealed class EnclosuresTables :
    IEntityTypeConfiguration<Enclosure>, IEntityTypeConfiguration<EnclosedDwelling>, IEntityTypeConfiguration<EnclosureChange>
{
    public void Configure(EntityTypeBuilder<Enclosure> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(e => new { e.CommunityId, e.CompoundId });
        builder.HasOne<Gate>().WithMany().HasForeignKey(e => new { e.CommunityId, e.GateId });
        builder.Property(e => e.Name).HasMaxLength(GateRules.MostName);
        builder.HasIndex(e => new { e.CommunityId, e.Name }).IsUnique().HasFilter("dissolved_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<EnclosedDwelling> builder)
    {
        builder.HasOne<Enclosure>().WithMany().HasForeignKey(d => new { d.CommunityId, d.EnclosureId });
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(d => new { d.CommunityId, d.DwellingId });
        builder.HasIndex(d => new { d.CommunityId, d.DwellingId }).IsUnique().HasFilter("left_at IS NULL");
        builder.HasIndex(d => new { d.CommunityId, d.EnclosureId });
        builder.HasIndex(d => new { d.CommunityId, d.BuildingId });
    }

    public void Configure(EntityTypeBuilder<EnclosureChange> builder)
    {
        builder.HasOne<Enclosure>().WithMany().HasForeignKey(c => new { c.CommunityId, c.EnclosureId });
        builder.Property(c => c.What).HasMaxLength(EnclosureRules.MostWhat);
        builder.Property(c => c.Why).HasMaxLength(GateRules.MostWhy);
        builder.Property(c => c.DecidedBy).HasMaxLength(GateRules.MostDecidedBy);
        builder.Property(c => c.By).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.EnclosureId, c.At });
    }
}
