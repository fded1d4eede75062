using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Places;

/// <summary>Whether a compound has a fence (gates can be closed) or lies open to the street.</summary>
public enum CompoundKind
{
    Gated,
    Open,
}

/// <summary>A compound (小区) or a phase of one (一期 … 四期).</summary>
public sealed class Compound : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; set; }
    public CompoundKind Kind { get; set; }
    public required string SortKey { get; set; }
}

public enum BuildingKind
{
    Tower,
    Villa,
    Shops,
}

/// <summary>A building, or a villa.</summary>
public sealed class Building : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid CompoundId { get; set; }

    /// <summary>As people say it: 38号楼, B12别墅.</summary>
    public required string Label { get; set; }

    /// <summary>The label's normal form (see DwellingAddress): 38, B12; unique within the compound.</summary>
    public required string Key { get; set; }

    public required string SortKey { get; set; }
    public BuildingKind Kind { get; set; }
}

public enum DwellingKind
{
    Home,
    Shop,
}

/// <summary>A dwelling (房屋): one door. Split, merged and closed ones stay as rows, so that history keeps its place.</summary>
public sealed class Dwelling : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>1, 2, 3 …; 0 where the building has no units (villas, most old houses).</summary>
    public required int Unit { get; set; }

    /// <summary>-1 is the first basement; 0 unknown.</summary>
    public required int Floor { get; set; }

    /// <summary>501, B101, 商铺3; empty for a villa.</summary>
    public required string Room { get; set; }

    /// <summary>The whole address within the compound: 38号楼2单元501室.</summary>
    public required string Label { get; set; }

    /// <summary>Within its building: 2-501, 商铺3; a villa's own name.</summary>
    public string Short => Room.Length == 0 ? Label : Unit > 0 ? $"{Unit}-{Room}" : Room;

    /// <summary>As people walk: by unit, floor, room. Ordered byte by byte.</summary>
    public required string SortKey { get; set; }

    public DwellingKind Kind { get; set; }

    /// <summary>Torn down, merged or split away; closed ones take no household.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public Guid? MergedInto { get; set; }

    /// <summary>Raised to make the door code on old paper invalid.</summary>
    public int DoorCodeVersion { get; set; } = 1;

    /// <summary>Finds the dwelling by the code on its door sheet without storing the code.</summary>
    public required long DoorCodeHash { get; set; }
}

/// <summary>The tables of this module.</summary>
public static class PlacesDb
{
    extension(Db db)
    {
        public DbSet<Compound> Compounds => db.Set<Compound>();
        public DbSet<Building> Buildings => db.Set<Building>();
        public DbSet<Dwelling> Dwellings => db.Set<Dwelling>();
    }

    /// <summary>
    /// Takes the dwelling's lock until the end of the write, so that what is counted behind a door is counted by one at a time. On SQLite
    /// the write scope holds the only lock already.
    /// </summary>
    public static Task TakeDwellingAsync(this Db db, Dwelling dwelling, CancellationToken cancel) =>
        db.Dwellings.Where(d => d.CommunityId == dwelling.CommunityId && d.Id == dwelling.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Label, d => d.Label), cancel);

    /// <summary>A worker of some buildings sees those only.</summary>
    public static IQueryable<Building> Within(this IQueryable<Building> buildings, Me me) =>
        buildings.WithinByBuilding(me, nameof(Building.Id));
}

internal sealed class PlacesTables :
    IEntityTypeConfiguration<Compound>, IEntityTypeConfiguration<Building>, IEntityTypeConfiguration<Dwelling>
{
    public void Configure(EntityTypeBuilder<Compound> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(c => c.CommunityId);
        builder.Property(c => c.Name).HasMaxLength(40);
        builder.Property(c => c.SortKey).HasMaxLength(80);
        builder.HasIndex(c => new { c.CommunityId, c.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Building> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(b => new { b.CommunityId, b.CompoundId });
        builder.Property(b => b.Label).HasMaxLength(30);
        builder.Property(b => b.Key).HasMaxLength(30);
        builder.Property(b => b.SortKey).HasMaxLength(60);
        builder.HasIndex(b => new { b.CommunityId, b.CompoundId, b.Key }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Dwelling> builder)
    {
        builder.HasOne<Building>().WithMany().HasForeignKey(d => new { d.CommunityId, d.BuildingId });
        builder.Property(d => d.Room).HasMaxLength(20);
        builder.Property(d => d.Label).HasMaxLength(60);
        builder.Property(d => d.SortKey).HasMaxLength(80);
        // A bare room number is searched for in the whole community.
        builder.HasIndex(d => new { d.CommunityId, d.Room });
        builder.HasIndex(d => new { d.CommunityId, d.BuildingId, d.Unit, d.Room }).IsUnique().HasFilter("closed_at IS NULL");
        builder.HasIndex(d => new { d.CommunityId, d.BuildingId, d.SortKey });
        builder.HasIndex(d => d.DoorCodeHash);
    }
}
