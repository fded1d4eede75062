using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;

namespace SafeIsle.Places.Plan;

/// <summary>The picture under a compound's plan (小区平面图), if somebody gave one; without it a schematic is drawn.</summary>
public sealed class PlanPicture : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>The compound.</summary>
    public required Guid Id { get; init; }

    public required Guid PhotoId { get; init; }

    /// <summary>Its height where its width is <see cref="PlanLayout.Width"/>.</summary>
    public required int Height { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>The shapes under a compound's plan, read from a map file (GeoJSON), in place of a picture.</summary>
public sealed class PlanGround : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>The compound.</summary>
    public required Guid Id { get; init; }

    /// <summary>JSON of <see cref="GroundShape"/>s, in the drawing's units.</summary>
    public required string Shapes { get; init; }

    /// <summary>The drawing's height where its width is <see cref="PlanLayout.Width"/>.</summary>
    public required int Height { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>Where a building, or a thing of another module, stands on the plan of its compound. One place for each thing.</summary>
public sealed class PlanSpot : ICommunityOwned
{
    /// <summary>Of both sides: 0…1000.</summary>
    public const int Most = 1000;

    public required long CommunityId { get; init; }

    /// <summary>The thing.</summary>
    public required Guid Id { get; init; }

    public required Guid CompoundId { get; init; }

    /// <summary>Thousandths of the plan's width, from the left.</summary>
    public required int X { get; set; }

    /// <summary>Thousandths of its height, from the top.</summary>
    public required int Y { get; set; }
}

/// <summary>The tables of plans.</summary>
public static class PlanDb
{
    extension(Db db)
    {
        public DbSet<PlanPicture> PlanPictures => db.Set<PlanPicture>();
        public DbSet<PlanGround> PlanGrounds => db.Set<PlanGround>();
        public DbSet<PlanSpot> PlanSpots => db.Set<PlanSpot>();
    }
}

internal sealed class PlanTables : IEntityTypeConfiguration<PlanPicture>, IEntityTypeConfiguration<PlanGround>, IEntityTypeConfiguration<PlanSpot>
{
    public void Configure(EntityTypeBuilder<PlanPicture> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(p => new { p.CommunityId, p.Id });
        builder.HasOne<Photo>().WithMany().HasForeignKey(p => new { p.CommunityId, p.PhotoId });
        builder.Property(p => p.By).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<PlanGround> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(g => new { g.CommunityId, g.Id });
        builder.Property(g => g.By).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<PlanSpot> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(s => new { s.CommunityId, s.CompoundId });
        builder.HasIndex(s => new { s.CommunityId, s.CompoundId });
    }
}
