using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>What is spread evenly over the grids of a split.</summary>
public enum GridWeight
{
    /// <summary>按户数</summary>
    Households,

    /// <summary>按人数</summary>
    People,

    /// <summary>按工作量: households, and one more for each person with a care tag.</summary>
    Load,
}

/// <summary>One division of the community into grids (网格划分), in force from a day on until the next one. Never changed.</summary>
public sealed class GridSplit : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    /// <summary>First day, in Shanghai.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day; null for the newest. Before the first day: the next one took its place before it began.</summary>
    public DateOnly? LastDay { get; set; }

    public required GridWeight Weight { get; init; }
    public required string Why { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Display name.</summary>
    public required string MadeBy { get; init; }
}

/// <summary>A grid (网格) of a split: a stretch of doors that one person walks and answers for.</summary>
public sealed class Grid : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid SplitId { get; init; }

    /// <summary>1, 2, 3 … in walking order.</summary>
    public required int Number { get; init; }

    /// <summary>第3网格, or as people call it.</summary>
    public required string Name { get; set; }
}

/// <summary>A building, or a unit of one, that belongs to a grid.</summary>
public sealed class GridPart : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid SplitId { get; init; }
    public required Guid GridId { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>Null: the whole building.</summary>
    public int? Unit { get; init; }
}

/// <summary>Whether somebody answers for the grid or stands in.</summary>
public enum GridRole
{
    /// <summary>网格员</summary>
    Responsible,

    /// <summary>替补</summary>
    StandIn,
}

/// <summary>Who answers for a grid, from when to when. Rows end, they are not changed.</summary>
public sealed class GridDuty : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid GridId { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary>Display name, as it was then.</summary>
    public required string Name { get; init; }

    public required GridRole Role { get; init; }
    public required DateTimeOffset Since { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it ended: 生病.</summary>
    public string EndedWhy { get; set; } = "";

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }
}

/// <summary>The tables of grids.</summary>
public static class GridsDb
{
    extension(Db db)
    {
        public DbSet<GridSplit> GridSplits => db.Set<GridSplit>();
        public DbSet<Grid> Grids => db.Set<Grid>();
        public DbSet<GridPart> GridParts => db.Set<GridPart>();
        public DbSet<GridDuty> GridDuties => db.Set<GridDuty>();

        /// <summary>The division of that day, of each community.</summary>
        public IQueryable<GridSplit> GridSplitsOn(DateOnly day) => db.GridSplits.Where(s => s.FirstDay <= day && (s.LastDay == null || s.LastDay >= day));

        /// <summary>The grids of that day.</summary>
        public IQueryable<Grid> GridsOn(DateOnly day) =>
            from g in db.Grids
            join s in db.GridSplitsOn(day) on new { g.CommunityId, Id = g.SplitId } equals new { s.CommunityId, s.Id }
            select g;

        /// <summary>The grids of that day and of the division that waits to follow.</summary>
        public IQueryable<Grid> GridsFrom(DateOnly day) =>
            from g in db.Grids
            join s in db.GridSplits.Where(s => s.LastDay == null || (s.LastDay >= day && s.LastDay >= s.FirstDay)) on new { g.CommunityId, Id = g.SplitId } equals new { s.CommunityId, s.Id }
            select g;

        /// <summary>The parts of the grids of that day. A duty counts by these only: one of an older division gives no right any more.</summary>
        public IQueryable<GridPart> GridPartsOn(DateOnly day) =>
            from p in db.GridParts
            join s in db.GridSplitsOn(day) on new { p.CommunityId, Id = p.SplitId } equals new { s.CommunityId, s.Id }
            select p;

        /// <summary>What people have now. Whoever left the staff answers for nothing any more, whatever she was given.</summary>
        public IQueryable<GridDuty> GridDutiesNow => db.GridDuties.Where(d => d.EndedAt == null && db.Users.Any(u => u.Id == d.AccountId && u.ClosedAt == null));

        /// <summary>What people have now for the grid of a door, as grids are divided on that day.</summary>
        public IQueryable<GridDuty> GridDutiesAt(Dwelling door, DateOnly day)
        {
            var (community, building, unit) = (door.CommunityId, door.BuildingId, door.Unit);
            var parts = db.GridPartsOn(day).Where(p => p.CommunityId == community && p.BuildingId == building && (p.Unit == null || p.Unit == unit));
            return db.GridDutiesNow.Where(d => d.CommunityId == community && parts.Any(p => p.GridId == d.GridId));
        }

        /// <summary>Who answers for a door on that day: of its grid, else the stand-in; null: nobody.</summary>
        public Task<Account?> AnswerForAsync(Dwelling door, DateOnly day, CancellationToken cancel) => (
            from d in db.GridDutiesAt(door, day)
            join u in db.Users on d.AccountId equals u.Id
            orderby d.Role == GridRole.Responsible ? 0 : 1
            select u).FirstOrDefaultAsync(cancel);
    }
}

internal sealed class GridsTables :
    IEntityTypeConfiguration<GridSplit>, IEntityTypeConfiguration<Grid>, IEntityTypeConfiguration<GridPart>, IEntityTypeConfiguration<GridDuty>
{
    /// <summary>Characters of a grid's name.</summary>
    public const int MostName = 20;

    /// <summary>Characters of a reason.</summary>
    public const int MostWhy = 100;

    public void Configure(EntityTypeBuilder<GridSplit> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(s => s.CommunityId);
        builder.Property(s => s.Why).HasMaxLength(MostWhy);
        builder.Property(s => s.MadeBy).HasMaxLength(60);
        // One is the last: of two at once the other finds that out.
        builder.HasIndex(s => s.CommunityId).IsUnique().HasFilter("last_day IS NULL");
    }

    public void Configure(EntityTypeBuilder<Grid> builder)
    {
        builder.HasOne<GridSplit>().WithMany().HasForeignKey(g => new { g.CommunityId, g.SplitId });
        builder.Property(g => g.Name).HasMaxLength(MostName);
        builder.HasIndex(g => new { g.CommunityId, g.SplitId, g.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<GridPart> builder)
    {
        builder.HasOne<Grid>().WithMany().HasForeignKey(p => new { p.CommunityId, p.GridId });
        builder.HasIndex(p => new { p.CommunityId, p.GridId });
        builder.HasIndex(p => new { p.CommunityId, p.BuildingId, p.SplitId });
    }

    public void Configure(EntityTypeBuilder<GridDuty> builder)
    {
        builder.HasOne<Grid>().WithMany().HasForeignKey(d => new { d.CommunityId, d.GridId });
        builder.Property(d => d.Name).HasMaxLength(60);
        builder.Property(d => d.By).HasMaxLength(60);
        builder.Property(d => d.EndedWhy).HasMaxLength(MostWhy);
        builder.HasIndex(d => new { d.CommunityId, d.AccountId }).HasFilter("ended_at IS NULL");
        // One of each role at a time: of two that are named at once, one is refused.
        builder.HasIndex(d => new { d.CommunityId, d.GridId, d.Role }).IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(d => new { d.CommunityId, d.GridId });
    }
}
