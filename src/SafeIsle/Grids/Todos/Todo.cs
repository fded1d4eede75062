using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>
/// One thing to do at one door (待办): a call, a knock, a question. Asked for by a module below, done by whoever answers for the grid of
/// that door, or by the person it was given to.
/// </summary>
public sealed class Todo : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary><see cref="Guid.Empty"/> for what is to be done outside of any building: a fence.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Of the dwelling: a grid may hold some units of a building only.</summary>
    public required int Unit { get; init; }

    /// <summary>Null for what is at no door.</summary>
    public required Guid? DwellingId { get; init; }

    /// <summary>38号楼2单元501室, as it was called then; a place in words for what is at no door.</summary>
    public required string Dwelling { get; init; }

    /// <summary>See <see cref="Place"/>: a list runs as people walk.</summary>
    public required string SortKey { get; init; }

    public Guid? HouseholdId { get; init; }
    public Guid? PersonId { get; init; }

    /// <summary><see cref="TodoKind.Code"/></summary>
    public required string Kind { get; init; }

    /// <summary>The row of the module that asks; with the kind unique, so that asking twice is one thing to do.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>What is to be done, in a few words; tells nothing about anybody's health.</summary>
    public required string Title { get; init; }

    /// <summary>When it was asked for first; nothing came of it before.</summary>
    public DateTimeOffset AskedAt { get; internal set; }

    /// <summary>By when; a try that did not settle it moves it.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Whose it is; null: of whoever answers for the grid.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; set; }

    /// <summary><see cref="TodoOutcome.Code"/> of the last try; empty before the first.</summary>
    public string LastOutcome { get; set; } = "";

    public DateTimeOffset? LastTriedAt { get; set; }

    /// <summary>Done, or no longer asked for.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Where the list begins to sort: dwellings run by building, unit, floor, room.</summary>
    internal static string Place(Building building, Dwelling dwelling) => $"{building.SortKey} {dwelling.SortKey}";
}

/// <summary>One try at it: what somebody did and what came of it. Its id is made where it happened, so that sending it again changes nothing.</summary>
public sealed class TodoTry : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made on the device, which may have no network until later.</summary>
    public required Guid Id { get; init; }

    public required Guid TodoId { get; init; }

    /// <summary><see cref="TodoOutcome.Code"/></summary>
    public required string Outcome { get; init; }

    /// <summary>What was said, sealed; null for nothing.</summary>
    public byte[]? NoteSealed { get; init; }

    /// <summary>When it happened, by the device's clock set right: not before it was asked for, and never later than it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the device's clock said, as it was; null for a button of the page.</summary>
    public DateTimeOffset? DeviceAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
    public required Guid ById { get; init; }

    /// <summary>Display name.</summary>
    public required string By { get; init; }

    /// <summary>Kept without effect: it came after the matter was settled or handed over, or tells of a day on which it was not asked for.</summary>
    public required bool TooLate { get; init; }
}

/// <summary>The tables of this part.</summary>
public static class TodosDb
{
    extension(Db db)
    {
        public DbSet<Todo> Todos => db.Set<Todo>();
        public DbSet<TodoTry> TodoTries => db.Set<TodoTry>();
    }
}

internal sealed class TodosTables : IEntityTypeConfiguration<Todo>, IEntityTypeConfiguration<TodoTry>
{
    public void Configure(EntityTypeBuilder<Todo> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(t => new { t.CommunityId, t.DwellingId });
        builder.Property(t => t.Dwelling).HasMaxLength(60);
        builder.Property(t => t.SortKey).HasMaxLength(150);
        builder.Property(t => t.Kind).HasMaxLength(TodoKind.MostCode);
        builder.Property(t => t.Title).HasMaxLength(TodoKind.MostTitle);
        builder.Property(t => t.LastOutcome).HasMaxLength(TodoKind.MostCode);
        builder.HasIndex(t => new { t.CommunityId, t.Kind, t.SourceId }).IsUnique();
        // What is open is little beside what was done: the lists read these two only.
        builder.HasIndex(t => new { t.CommunityId, t.BuildingId, t.DueAt }).HasFilter("closed_at IS NULL");
        // Without those of nobody: SQLite would read all of them by this one, and not those of a grid's buildings by the other.
        builder.HasIndex(t => new { t.CommunityId, t.OwnerId, t.DueAt }).HasFilter("closed_at IS NULL AND owner_id IS NOT NULL");
        builder.HasIndex(t => new { t.CommunityId, t.HouseholdId });
    }

    public void Configure(EntityTypeBuilder<TodoTry> builder)
    {
        builder.HasOne<Todo>().WithMany().HasForeignKey(t => new { t.CommunityId, t.TodoId });
        builder.Property(t => t.Outcome).HasMaxLength(TodoKind.MostCode);
        builder.Property(t => t.By).HasMaxLength(60);
        builder.HasIndex(t => new { t.CommunityId, t.TodoId, t.At });
        // What somebody did today.
        builder.HasIndex(t => new { t.CommunityId, t.ById, t.At });
    }
}
