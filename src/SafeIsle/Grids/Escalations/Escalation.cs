using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Escalations;

/// <summary>Who has to decide.</summary>
public enum EscalationState
{
    /// <summary>等主任答复</summary>
    Director,

    /// <summary>等街道答复</summary>
    Street,

    /// <summary>已答复</summary>
    Decided,
}

/// <summary>
/// A case that whoever was at the door cannot settle (上报): to the director, from there to the street, and back with a decision. What was
/// tried is not written again: it is the tries of the thing to do, or of the household.
/// </summary>
public sealed class Escalation : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the form, so that sending it twice is one.</summary>
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required int Unit { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>38号楼2单元501室, as it was called then.</summary>
    public required string Dwelling { get; init; }

    /// <summary>As <see cref="Todo.SortKey"/>.</summary>
    public required string SortKey { get; init; }

    /// <summary>Null where nobody is registered behind the door.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>What could not be done; null where it is about the household.</summary>
    public Guid? TodoId { get; init; }

    /// <summary>In a few words; tells nothing about anybody's health.</summary>
    public required string Title { get; init; }

    public required DateTimeOffset At { get; init; }
    public required Guid ById { get; init; }

    /// <summary>Display name of who raised it.</summary>
    public required string By { get; init; }

    public EscalationState State { get; set; }

    /// <summary>When it went up to the street; from then on the street sees it.</summary>
    public DateTimeOffset? ToStreetAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>What was done with a case.</summary>
public enum EscalationAct
{
    /// <summary>上报主任</summary>
    Raised,

    /// <summary>转报街道</summary>
    ToStreet,

    /// <summary>答复</summary>
    Decided,
}

/// <summary>One step; never changed. Numbered, so that of two at once one is the next and the other is told.</summary>
public sealed class EscalationStep : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid EscalationId { get; init; }
    public required int Number { get; init; }
    public required EscalationAct Act { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    /// <summary>Who decided (桃浦镇疫情防控办公室), of a decision; else empty.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Document number (文号), of a decision; empty where the director decided alone.</summary>
    public string Document { get; init; } = "";

    /// <summary>What is said, sealed.</summary>
    public required byte[]? TextSealed { get; init; }
}

/// <summary>The tables of this part.</summary>
public static class EscalationsDb
{
    extension(Db db)
    {
        public DbSet<Escalation> Escalations => db.Set<Escalation>();
        public DbSet<EscalationStep> EscalationSteps => db.Set<EscalationStep>();
    }
}

internal sealed class EscalationTables : IEntityTypeConfiguration<Escalation>, IEntityTypeConfiguration<EscalationStep>
{
    public void Configure(EntityTypeBuilder<Escalation> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(e => new { e.CommunityId, e.DwellingId });
        builder.HasOne<Todo>().WithMany().HasForeignKey(e => new { e.CommunityId, e.TodoId });
        builder.Property(e => e.Dwelling).HasMaxLength(60);
        builder.Property(e => e.SortKey).HasMaxLength(150);
        builder.Property(e => e.Title).HasMaxLength(TodoKind.MostTitle);
        builder.Property(e => e.By).HasMaxLength(60);
        builder.HasIndex(e => new { e.CommunityId, e.At });
        builder.HasIndex(e => new { e.CommunityId, e.TodoId });
        // A thing to do is with one superior at a time.
        builder.HasIndex(e => new { e.CommunityId, e.TodoId }, "open_todo").IsUnique().HasFilter("decided_at IS NULL AND todo_id IS NOT NULL").HasDatabaseName("ix_escalations_open_todo");
    }

    public void Configure(EntityTypeBuilder<EscalationStep> builder)
    {
        builder.HasOne<Escalation>().WithMany().HasForeignKey(s => new { s.CommunityId, s.EscalationId });
        builder.Property(s => s.By).HasMaxLength(60);
        builder.Property(s => s.Authority).HasMaxLength(EscalationRules.MostAuthority);
        builder.Property(s => s.Document).HasMaxLength(EscalationRules.MostDocument);
        builder.HasIndex(s => new { s.CommunityId, s.EscalationId, s.Number }).IsUnique();
    }
}
