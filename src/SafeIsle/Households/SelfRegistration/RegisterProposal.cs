using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>What became of a proposal.</summary>
public enum ProposalState
{
    /// <summary>待确认</summary>
    Waiting,

    /// <summary>已确认,写入登记册</summary>
    Accepted,

    /// <summary>未采纳</summary>
    Rejected,

    /// <summary>已换新版: the same form came again with other content before anybody decided.</summary>
    Replaced,
}

/// <summary>
/// What somebody wrote about the people behind one door. It waits beside the register and changes nothing in it until a member of the
/// committee has gone through the differences.
/// </summary>
public sealed class RegisterProposal : IInBuilding
{
    /// <summary>How many may wait for one dwelling: more would only be the same again, or mischief.</summary>
    public const int MostWaiting = 3;

    public required long CommunityId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Made when the empty form was shown and sent with it, so that the same sent twice is still one proposal.</summary>
    public required Guid FormKey { get; init; }

    /// <summary>1, 2, 3 …: whoever goes back and corrects the form sends a new version of it; each is kept.</summary>
    public required int Version { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>1 to <see cref="MostWaiting"/> while it waits, unique in the dwelling; null once decided.</summary>
    public int? WaitingSlot { get; set; }

    /// <summary><see cref="RegisterSource.Self"/> or <see cref="RegisterSource.Proxy"/>.</summary>
    public required RegisterSource Source { get; init; }

    /// <summary>Who filled it in for the household and what she is to it: 王芳(亲属). Empty when the household did so itself.</summary>
    public required string FilledBy { get; init; }

    /// <summary>The number that the household is told and reads out on the phone: 1234-5678.</summary>
    public required string Receipt { get; init; }

    public required int People { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>A <see cref="Declaration"/> as JSON.</summary>
    public required byte[] ContentSealed { get; init; }

    public ProposalState State { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Display name of who decided.</summary>
    public string DecidedBy { get; set; } = "";

    /// <summary>Why not, or what of it was taken.</summary>
    public string DecidedWhy { get; set; } = "";
}

/// <summary>
/// One try to show by the last four digits of a phone that one belongs to a household. Rows, not a counter in memory: the limit holds
/// over restarts and over several nodes.
/// </summary>
public sealed class DoorTry : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>1, 2, 3 …; unique in the dwelling, so that of two tries at once only one is looked at.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }
    public bool Right { get; set; }
}

/// <summary>The tables of self-registration.</summary>
public static class ProposalDb
{
    extension(Db db)
    {
        public DbSet<RegisterProposal> Proposals => db.Set<RegisterProposal>();
        public DbSet<DoorTry> DoorTries => db.Set<DoorTry>();
    }
}

internal sealed class ProposalTables : IEntityTypeConfiguration<RegisterProposal>, IEntityTypeConfiguration<DoorTry>
{
    public void Configure(EntityTypeBuilder<RegisterProposal> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(p => new { p.CommunityId, p.DwellingId });
        builder.Property(p => p.FilledBy).HasMaxLength(60);
        builder.Property(p => p.Receipt).HasMaxLength(9);
        builder.Property(p => p.DecidedBy).HasMaxLength(60);
        builder.Property(p => p.DecidedWhy).HasMaxLength(200);
        builder.HasIndex(p => new { p.CommunityId, p.DwellingId, p.WaitingSlot }).IsUnique();
        builder.HasIndex(p => new { p.CommunityId, p.FormKey, p.Version }).IsUnique();
        builder.HasIndex(p => new { p.CommunityId, p.State, p.SubmittedAt });
    }

    public void Configure(EntityTypeBuilder<DoorTry> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(t => new { t.CommunityId, t.DwellingId });
        builder.HasIndex(t => new { t.CommunityId, t.DwellingId, t.Number }).IsUnique();
    }
}
