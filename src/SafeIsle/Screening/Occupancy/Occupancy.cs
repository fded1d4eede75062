using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>What showed whether somebody lives behind a door.</summary>
public enum EvidenceKind
{
    /// <summary>打电话</summary>
    Call,

    /// <summary>门上贴告知</summary>
    Notice,

    /// <summary>晚上看灯</summary>
    Light,

    /// <summary>敲门</summary>
    Knock,

    /// <summary>水电气表</summary>
    Meter,

    /// <summary>见到人</summary>
    Seen,

    /// <summary>回答了排查</summary>
    Answered,

    /// <summary>门岗进出</summary>
    Gate,

    /// <summary>人工认定</summary>
    Override,

    /// <summary>回答了排查，只凭门上的码: whoever passes can do that.</summary>
    Scanned,
}

/// <summary>What it showed.</summary>
public enum EvidenceSign
{
    /// <summary>Somebody is there: the light was on, the meter ran.</summary>
    Present,

    /// <summary>Nobody seems to be there: no answer, dark, the meter stood.</summary>
    Absent,

    /// <summary>Neither: a notice was put up, a meter ran a little.</summary>
    Nothing,
}

/// <summary>Whether a dwelling is lived in.</summary>
public enum OccupancyState
{
    /// <summary>有人住</summary>
    LivedIn,

    /// <summary>没人住</summary>
    Empty,

    /// <summary>说不准</summary>
    Unsure,
}

/// <summary>One piece of evidence (居住佐证) about a door. Never changed; what is inferred of all of them is <see cref="DwellingOccupancy"/>.</summary>
public sealed class OccupancyEvidence : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required EvidenceKind Kind { get; init; }
    public required EvidenceSign Sign { get; init; }

    /// <summary>For <see cref="EvidenceKind.Override"/>: what a person decided.</summary>
    public OccupancyState? Decided { get; init; }

    /// <summary>When it was seen, not when it was entered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In words: 电表 3 天用 6.2 度; names nobody.</summary>
    public required string Detail { get; init; }

    /// <summary>Display name of who saw or entered it.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>What all evidence about a dwelling comes to (居住情况). Its id is the dwelling's: one row each, written anew with each change.</summary>
public sealed class DwellingOccupancy : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>The dwelling.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required OccupancyState State { get; init; }

    /// <summary>Since when, as far as the evidence goes back.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why, in one Chinese sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When the newest evidence was seen.</summary>
    public required DateTimeOffset EvidenceAt { get; init; }
}

/// <summary>What a meter counts.</summary>
public enum MeterKind
{
    /// <summary>电表，度 (kWh)</summary>
    Electricity,

    /// <summary>水表，吨 (m³)</summary>
    Water,

    /// <summary>燃气表，立方米</summary>
    Gas,
}

/// <summary>What a meter showed on a day. One of each kind, dwelling and day.</summary>
public sealed class MeterReading : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }
    public required MeterKind Kind { get; init; }

    /// <summary>Thousandths of the unit: 1234.5 kWh is 1234500.</summary>
    public required long Thousandths { get; init; }

    /// <summary>Date in Shanghai.</summary>
    public required DateOnly ReadOn { get; init; }

    /// <summary>Display name.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>The tables of this part.</summary>
public static class OccupancyDb
{
    /// <summary>Characters of what was seen.</summary>
    public const int MostDetail = 100;

    /// <summary>Characters of the reason.</summary>
    public const int MostReason = 200;

    extension(Db db)
    {
        public DbSet<OccupancyEvidence> OccupancyEvidence => db.Set<OccupancyEvidence>();
        public DbSet<DwellingOccupancy> Occupancies => db.Set<DwellingOccupancy>();
        public DbSet<MeterReading> MeterReadings => db.Set<MeterReading>();
    }
}

internal sealed class OccupancyTables :
    IEntityTypeConfiguration<OccupancyEvidence>, IEntityTypeConfiguration<DwellingOccupancy>, IEntityTypeConfiguration<MeterReading>
{
    public void Configure(EntityTypeBuilder<OccupancyEvidence> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(e => new { e.CommunityId, e.DwellingId });
        builder.Property(e => e.Detail).HasMaxLength(OccupancyDb.MostDetail);
        builder.Property(e => e.EnteredBy).HasMaxLength(60);
        builder.HasIndex(e => new { e.CommunityId, e.DwellingId, e.At });
    }

    public void Configure(EntityTypeBuilder<DwellingOccupancy> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(o => new { o.CommunityId, o.Id });
        builder.Property(o => o.Reason).HasMaxLength(OccupancyDb.MostReason);
        builder.HasIndex(o => new { o.CommunityId, o.BuildingId, o.State });
    }

    public void Configure(EntityTypeBuilder<MeterReading> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(r => new { r.CommunityId, r.DwellingId });
        builder.Property(r => r.EnteredBy).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.DwellingId, r.Kind, r.ReadOn }).IsUnique();
    }
}
