using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;

namespace SafeIsle.Gates.Fences;

/// <summary>What was found at the border of a compound.</summary>
public enum BreachKind
{
    /// <summary>有人翻越</summary>
    Climbed,

    /// <summary>有缺口</summary>
    Gap,

    /// <summary>其他</summary>
    Other,
}

/// <summary>
/// A breach (翻越、缺口) and the patrol that it is from its first moment: somebody goes there, as often as it takes until it is mended.
/// Names nobody who lives there.
/// </summary>
public sealed class Breach : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the form, so that sending it twice is one report.</summary>
    public required Guid Id { get; init; }

    /// <summary>The gate or section of fence; null where only words say where it is.</summary>
    public Guid? GateId { get; init; }

    /// <summary>Where exactly, in words; empty where the gate or fence says it all.</summary>
    public required string Spot { get; init; }

    public required BreachKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Display name of who reported it.</summary>
    public required string By { get; init; }

    /// <summary>When somebody must have been there, or been there again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Who goes; null while nobody does.</summary>
    public Guid? OwnerId { get; set; }

    public string OwnerName { get; set; } = "";

    /// <summary>Mended.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

public enum BreachAct
{
    Reported,

    /// <summary>Somebody goes herself.</summary>
    Taken,

    /// <summary>Somebody was asked to go.</summary>
    Given,

    /// <summary>Somebody was there; it is not mended yet.</summary>
    Visited,

    Mended,
}

/// <summary>One step of a breach; never changed. Two acts at once get the same number, and the unique key takes one.</summary>
public sealed class BreachStep : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BreachId { get; init; }
    public required int Number { get; init; }
    public required BreachAct Act { get; init; }

    /// <summary>When it happened, as whoever did it says.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }
    public required string By { get; init; }

    /// <summary>Who goes after this step; empty where that did not change.</summary>
    public string To { get; init; } = "";

    public string Note { get; init; } = "";
    public Guid? PhotoId { get; init; }
}

/// <summary>The tables of fences.</summary>
public static class FencesDb
{
    extension(Db db)
    {
        public DbSet<Breach> Breaches => db.Set<Breach>();
        public DbSet<BreachStep> BreachSteps => db.Set<BreachStep>();
    }
}

internal sealed class FencesTables : IEntityTypeConfiguration<Breach>, IEntityTypeConfiguration<BreachStep>
{
    public void Configure(EntityTypeBuilder<Breach> builder)
    {
        builder.HasOne<Gate>().WithMany().HasForeignKey(b => new { b.CommunityId, b.GateId });
        builder.Property(b => b.Spot).HasMaxLength(BreachRules.MostSpot);
        builder.Property(b => b.By).HasMaxLength(60);
        builder.Property(b => b.OwnerName).HasMaxLength(60);
        builder.HasIndex(b => new { b.CommunityId, b.At }).HasFilter("closed_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<BreachStep> builder)
    {
        builder.HasOne<Breach>().WithMany().HasForeignKey(s => new { s.CommunityId, s.BreachId });
        builder.HasOne<Photo>().WithMany().HasForeignKey(s => new { s.CommunityId, s.PhotoId });
        builder.Property(s => s.By).HasMaxLength(60);
        builder.Property(s => s.To).HasMaxLength(60);
        builder.Property(s => s.Note).HasMaxLength(BreachRules.MostNote);
        builder.HasIndex(s => new { s.CommunityId, s.BreachId, s.Number }).IsUnique();
    }
}
