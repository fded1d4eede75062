using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates.Visits;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>What stands in a compound's border.</summary>
public enum GateKind
{
    /// <summary>门岗: people pass, somebody looks at their passes.</summary>
    Post,

    /// <summary>围挡: a section of fence; nobody is to pass while it is closed.</summary>
    Fence,
}

/// <summary>A gate (门岗) or a section of fence (围挡) of a compound, as it stands now; what was before stands in <see cref="GateChange"/>.</summary>
public sealed class Gate : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid CompoundId { get; init; }
    public GateKind Kind { get; init; }

    /// <summary>As people say it: 北门, 菜场小门; unique within the community, because devices and logs name it alone.</summary>
    public required string Name { get; set; }

    public required bool IsOpen { get; set; }

    /// <summary>Until when that holds; null: until it is changed.</summary>
    public DateTimeOffset? Until { get; set; }
}

/// <summary>What became of a <see cref="GateChange"/>.</summary>
public enum GateChangeState
{
    /// <summary>The gate stands so since then, or stood so until the next one.</summary>
    InForce,

    /// <summary>Decided, and its time has not come: one for each gate at most.</summary>
    Coming,

    /// <summary>Taken back before its time came.</summary>
    TakenBack,
}

/// <summary>
/// One opening or closing of a gate, or another end of it; never changed, but that one for a time to come comes into force then
/// (<see cref="ComingChanges"/>) or is taken back before.
/// </summary>
public sealed class GateChange : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid GateId { get; init; }
    public required bool Open { get; init; }

    /// <summary>From when on; up to some days before it was entered, where it was decided on paper, or after.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }
    public DateTimeOffset? Until { get; init; }
    public required string Why { get; init; }

    /// <summary>决定机关, with the document where there is one: a committee carries out, it does not decide alone.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    public GateChangeState State { get; init; }

    /// <summary>Display name of who took it back; empty: nobody did.</summary>
    public string TakenBackBy { get; init; } = "";
}

/// <summary>A scanner at a gate: a phone, a tablet, a turnstile.</summary>
public sealed class GateDevice : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid GateId { get; set; }

    /// <summary>北门平板.</summary>
    public required string Name { get; set; }

    /// <summary>Keyed hash of the code by which it is enrolled, until that was used or ran out.</summary>
    public long? EnrolHash { get; set; }

    public DateTimeOffset? EnrolUntil { get; set; }

    /// <summary>SHA-256 of its token; null until it is enrolled and after it was wiped.</summary>
    public byte[]? TokenHash { get; set; }

    public DateTimeOffset? EnrolledAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>How many scans it still held when it last asked for its list, less those that it handed in after it was wiped; null: it never said.</summary>
    public int? Waiting { get; set; }

    /// <summary>How many milliseconds its clock is behind ours (negative: ahead), at its last upload.</summary>
    public long BehindMs { get; set; }

    /// <summary>The device deletes everything at its next contact and is let in no more.</summary>
    public DateTimeOffset? WipedAt { get; set; }
}

/// <summary>By what the guard knew whom he had before him.</summary>
public enum ScanBy
{
    /// <summary>The code of a pass was read.</summary>
    Code,

    /// <summary>The short number was typed.</summary>
    Number,

    /// <summary>The dwelling was looked up.</summary>
    Door,

    /// <summary>Nothing: somebody without pass.</summary>
    None,

    /// <summary>Somebody of a firm on the list.</summary>
    Firm,
}

/// <summary>What a record is besides a passage.</summary>
public enum ScanMark
{
    None,

    /// <summary>The guard decided anew about the person of an earlier record.</summary>
    Corrects,

    /// <summary>A slip of the finger: nobody was there. Where it is about an earlier record, nobody passed then.</summary>
    Nobody,

    /// <summary>It came by the id of another record and says something else: evidence for the committee.</summary>
    Conflict,

    /// <summary>A wiped device told it of a time at which it was nobody's: it may be made up.</summary>
    Wiped,
}

/// <summary>
/// One person at a gate. What happened is stored whatever the rules say; the server adds its own verdict. Made on the device, which may
/// send it days later, several times, and by a wrong clock.
/// </summary>
public sealed class GateScan : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made on the device: sending it again changes nothing.</summary>
    public required Guid Id { get; init; }

    public required Guid GateId { get; init; }
    public required Guid DeviceId { get; init; }

    /// <summary>1, 2, 3 … on that device: a gap is a scan that never came.</summary>
    public required long Seq { get; init; }

    /// <summary>By the device's clock.</summary>
    public required DateTimeOffset DeviceAt { get; init; }

    /// <summary>By ours: the device's time, corrected by how wrong its clock was when it sent this.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
    public required PassDirection Direction { get; init; }
    public required ScanBy How { get; init; }

    /// <summary>The pass; null when there was none or it is not known.</summary>
    public Guid? PassId { get; init; }

    /// <summary>Whose uses are counted together, see <see cref="Pass.Counter"/>.</summary>
    public int? Counter { get; init; }

    public Guid? DwellingId { get; init; }

    /// <summary>38号楼2单元501室, as it was called then; empty when unknown.</summary>
    public string Dwelling { get; init; } = "";

    /// <summary>Tenths of a degree Celsius; null when it was not measured.</summary>
    public int? Tenths { get; init; }

    /// <summary>What the guard did.</summary>
    public required PassVerdict Verdict { get; init; }

    /// <summary>Reason code of the device, see <see cref="PassReason"/>; or none of these.</summary>
    public required string Reason { get; init; }

    /// <summary>What the server would have said, knowing all gates; said again where something earlier comes late.</summary>
    public required PassVerdict ServerVerdict { get; set; }

    public required string ServerReason { get; set; }

    /// <summary>What was said, why somebody was turned away.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who stood there: the guard's name as the device had it, else the device's.</summary>
    public string Guard { get; init; } = "";

    /// <summary>Whose people, of <see cref="ScanBy.Firm"/>.</summary>
    public Guid? FirmId { get; init; }

    /// <summary>Whether guard and server differ: for the committee to look at.</summary>
    public bool Differs { get; set; }

    public ScanMark Mark { get; init; }

    /// <summary>The earlier record that this one corrects, or whose id it came by.</summary>
    public Guid? AboutId { get; init; }

    /// <summary>Since when it counts nowhere: corrected, or never more than evidence. It stays in the log.</summary>
    public DateTimeOffset? VoidAt { get; set; }

    /// <summary>Hash of what the device sent, by which the same record sent again is told from another one of the same id.</summary>
    public long Content { get; init; }
}

/// <summary>A pair of keys by which passes are signed; scanners know the public half.</summary>
public sealed class GateKeyRow : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>8 hex digits, in the header of every code.</summary>
    public required string Kid { get; init; }

    /// <summary>PKCS#8.</summary>
    public required byte[] PrivateSealed { get; init; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public required byte[] Public { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

/// <summary>The tables of this module.</summary>
public static class GatesDb
{
    extension(Db db)
    {
        public DbSet<Gate> Gates => db.Set<Gate>();
        public DbSet<GateChange> GateChanges => db.Set<GateChange>();
        public DbSet<GateDevice> GateDevices => db.Set<GateDevice>();
        public DbSet<GateScan> GateScans => db.Set<GateScan>();
        public DbSet<GateKeyRow> GateKeys => db.Set<GateKeyRow>();
        public DbSet<Pass> Passes => db.Set<Pass>();
        public DbSet<Visit> Visits => db.Set<Visit>();
    }
}

internal sealed class GatesTables :
    IEntityTypeConfiguration<Gate>, IEntityTypeConfiguration<GateChange>, IEntityTypeConfiguration<GateDevice>, IEntityTypeConfiguration<GateScan>,
    IEntityTypeConfiguration<GateKeyRow>
{
    public void Configure(EntityTypeBuilder<Gate> builder)
    {
        builder.HasOne<Compound>().WithMany().HasForeignKey(g => new { g.CommunityId, g.CompoundId });
        builder.Property(g => g.Name).HasMaxLength(GateRules.MostName);
        builder.HasIndex(g => new { g.CommunityId, g.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<GateChange> builder)
    {
        builder.HasOne<Gate>().WithMany().HasForeignKey(c => new { c.CommunityId, c.GateId });
        builder.Property(c => c.Why).HasMaxLength(GateRules.MostWhy);
        builder.Property(c => c.DecidedBy).HasMaxLength(GateRules.MostDecidedBy);
        builder.Property(c => c.By).HasMaxLength(60);
        builder.Property(c => c.TakenBackBy).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.GateId, c.At });
        builder.HasIndex(c => new { c.CommunityId, c.GateId }, "coming_change").IsUnique().HasFilter("state = 'Coming'").HasDatabaseName("ix_gate_changes_coming");
        // Looked for by the clock, in all communities.
        builder.HasIndex(c => c.At, "coming_at").HasFilter("state = 'Coming'").HasDatabaseName("ix_gate_changes_coming_at");
    }

    public void Configure(EntityTypeBuilder<GateDevice> builder)
    {
        builder.HasOne<Gate>().WithMany().HasForeignKey(d => new { d.CommunityId, d.GateId });
        builder.Property(d => d.Name).HasMaxLength(GateRules.MostName);
        builder.HasIndex(d => d.EnrolHash);
    }

    public void Configure(EntityTypeBuilder<GateScan> builder)
    {
        builder.Property(s => s.Dwelling).HasMaxLength(GateRules.MostDoor);
        builder.Property(s => s.Reason).HasMaxLength(GateRules.MostReason);
        builder.Property(s => s.ServerReason).HasMaxLength(GateRules.MostReason);
        builder.Property(s => s.Note).HasMaxLength(GateRules.MostNote);
        builder.Property(s => s.Guard).HasMaxLength(GateRules.MostName);
        builder.HasIndex(s => new { s.CommunityId, s.At });
        // What a device has not heard of yet.
        builder.HasIndex(s => new { s.CommunityId, s.ReceivedAt });
        builder.HasIndex(s => new { s.CommunityId, s.Counter, s.At });
        builder.HasIndex(s => new { s.CommunityId, s.DwellingId, s.At });
        builder.HasIndex(s => new { s.CommunityId, s.DeviceId, s.Seq });
        builder.HasIndex(s => new { s.CommunityId, s.AboutId }).HasFilter("about_id IS NOT NULL");
        builder.HasIndex(s => new { s.CommunityId, s.VoidAt }).HasFilter("void_at IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<GateKeyRow> builder)
    {
        builder.Property(k => k.Kid).HasMaxLength(8);
        builder.HasIndex(k => new { k.CommunityId, k.Kid }).IsUnique();
    }
}
