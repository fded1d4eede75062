using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>Who entered a report.</summary>
public enum ReportedBy
{
    /// <summary>A phone of the household.</summary>
    Self,

    /// <summary>A neighbour or relative who helps it.</summary>
    Proxy,

    /// <summary>Staff, by telephone or at the door.</summary>
    Staff,
}

/// <summary>
/// A person's temperature of one window. A later entry for the same window is the next version: the newest counts, all are kept.
/// </summary>
public sealed class TemperatureReport : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>The order that asked for it: what is collected for an order ends with it.</summary>
    public required Guid DutyId { get; init; }

    /// <summary>Date in Shanghai.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The plan's name of the window: 早.</summary>
    public required string Window { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    /// <summary>Tenths of a degree Celsius; null when only symptoms were told.</summary>
    public int? Tenths { get; init; }

    /// <summary>Codes of <see cref="Health.Symptoms"/>, separated by blanks; empty for none.</summary>
    public required string Symptoms { get; init; }

    /// <summary>Fever by the plan of that day, or a symptom.</summary>
    public required bool Abnormal { get; init; }

    /// <summary>False: entered outside of its window, which was the nearest.</summary>
    public required bool InTime { get; init; }

    public required DateTimeOffset At { get; init; }
    public required ReportedBy How { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    /// <summary>Made with the form: the same form sent twice is one report.</summary>
    public required Guid FormKey { get; init; }
}

/// <summary>What a doctor or committee member did about an alert.</summary>
public enum AlertOutcome
{
    /// <summary>已电话问诊</summary>
    Asked,

    /// <summary>建议就医</summary>
    SentToDoctor,

    /// <summary>已报告防控办、转运</summary>
    Transferred,

    /// <summary>复测正常</summary>
    NormalAgain,
}

/// <summary>A fever or a symptom that somebody has to look after; raised with the report, closed by an outcome.</summary>
public sealed class HealthAlert : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid DutyId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateOnly Day { get; init; }
    public required string Window { get; init; }
    public int? Tenths { get; init; }
    public required string Symptoms { get; init; }

    /// <summary>Display name of who reported it.</summary>
    public required string By { get; init; }

    public AlertOutcome? Outcome { get; set; }
    public DateTimeOffset? HandledAt { get; set; }
    public string HandledBy { get; set; } = "";
    public byte[]? NoteSealed { get; set; }
}

/// <summary>What came of calling a household whose report is missing.</summary>
public enum MissingOutcome
{
    NoAnswer,
    NeedsHelp,
}

/// <summary>A call to a household whose report was missing, when it brought no temperature.</summary>
public sealed class MissingCall : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid DutyId { get; init; }
    public required DateOnly Day { get; init; }
    public required string Window { get; init; }
    public required MissingOutcome Outcome { get; init; }
    public byte[]? NoteSealed { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Guid ById { get; init; }

    /// <summary>Display name.</summary>
    public required string By { get; init; }

    /// <summary>撤回: it was noted by mistake; the row stays.</summary>
    public DateTimeOffset? TakenBackAt { get; set; }

    public string TakenBackBy { get; set; } = "";
}

/// <summary>The tables of this module.</summary>
public static class HealthDb
{
    /// <summary>Characters of a note on an alert or a call.</summary>
    public const int MostNote = 300;

    extension(Db db)
    {
        public DbSet<TemperatureReport> TemperatureReports => db.Set<TemperatureReport>();
        public DbSet<HealthAlert> HealthAlerts => db.Set<HealthAlert>();
        public DbSet<MissingCall> MissingCalls => db.Set<MissingCall>();
    }
}

internal sealed class HealthTables :
    IEntityTypeConfiguration<TemperatureReport>, IEntityTypeConfiguration<HealthAlert>, IEntityTypeConfiguration<MissingCall>
{
    private const int MostWindow = 20;
    private const int MostSymptoms = 60;

    public void Configure(EntityTypeBuilder<TemperatureReport> builder)
    {
        builder.HasOne<Person>().WithMany().HasForeignKey(r => new { r.CommunityId, r.PersonId });
        builder.Property(r => r.Window).HasMaxLength(MostWindow);
        builder.Property(r => r.Symptoms).HasMaxLength(MostSymptoms);
        builder.Property(r => r.By).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.PersonId, r.Day, r.Window, r.Version }).IsUnique();
        builder.HasIndex(r => new { r.CommunityId, r.BuildingId, r.Day });
    }

    public void Configure(EntityTypeBuilder<HealthAlert> builder)
    {
        builder.HasOne<Person>().WithMany().HasForeignKey(a => new { a.CommunityId, a.PersonId });
        builder.Property(a => a.Window).HasMaxLength(MostWindow);
        builder.Property(a => a.Symptoms).HasMaxLength(MostSymptoms);
        builder.Property(a => a.By).HasMaxLength(60);
        builder.Property(a => a.HandledBy).HasMaxLength(60);
        builder.HasIndex(a => new { a.CommunityId, a.BuildingId, a.At });
    }

    public void Configure(EntityTypeBuilder<MissingCall> builder)
    {
        builder.HasOne<Household>().WithMany().HasForeignKey(c => new { c.CommunityId, c.HouseholdId });
        builder.Property(c => c.Window).HasMaxLength(MostWindow);
        builder.Property(c => c.By).HasMaxLength(60);
        builder.Property(c => c.TakenBackBy).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.BuildingId, c.Day });
    }
}
