using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Lists;

/// <summary>How far a list is.</summary>
public enum SentStage
{
    /// <summary>待核对列</summary>
    Columns,

    /// <summary>比对中</summary>
    Matching,

    /// <summary>已比对</summary>
    Matched,

    /// <summary>已删除: what was in it is gone, that it came is kept.</summary>
    Dropped,
}

/// <summary>What the register says of a row.</summary>
public enum SentOutcome
{
    /// <summary>在册</summary>
    Found,

    /// <summary>已迁出: lived here before.</summary>
    Moved,

    /// <summary>待认定: somebody has to choose.</summary>
    Several,

    /// <summary>不在册</summary>
    Unknown,

    /// <summary>看不懂: neither a name nor a number.</summary>
    Unreadable,
}

/// <summary>A list sent from above (上级名单): by the street, the police, the epidemic office.</summary>
public sealed class SentList : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the empty form: a form sent twice is one list.</summary>
    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    /// <summary>Who sent it: 街道防控办.</summary>
    public required string Sender { get; init; }

    /// <summary>文号; empty where there is none.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>What it is for.</summary>
    public required string Why { get; init; }

    public required DateOnly ReceivedOn { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
    public SentStage Stage { get; set; }

    /// <summary>The file as it came, sealed; kept until the list is dropped, so that it can be matched anew.</summary>
    public byte[]? FileSealed { get; set; }

    /// <summary><see cref="SentPlan"/>, sealed, because its samples are people's.</summary>
    public byte[]? PlanSealed { get; set; }

    /// <summary>The job that matches it.</summary>
    public Guid? JobId { get; set; }

    /// <summary>Rows of the list.</summary>
    public int Rows { get; set; }

    public DateTimeOffset? MatchedAt { get; set; }

    /// <summary>Why it was dropped, and by whom; empty while it is there.</summary>
    public string Dropped { get; set; } = "";
}

/// <summary>One row of a list with what came of it.</summary>
public sealed class SentRow : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ListId { get; init; }

    /// <summary>Row number in the file, from 1: the order in which it goes back.</summary>
    public required int Number { get; init; }

    public required SentOutcome Outcome { get; init; }
    public required MatchBasis Basis { get; init; }

    /// <summary>Who of the register it is, where that is settled.</summary>
    public Guid? PersonId { get; init; }

    public Guid? HouseholdId { get; init; }

    /// <summary><see cref="SentContent"/>, sealed.</summary>
    public required byte[] ContentSealed { get; init; }

    /// <summary>What is answered on it, sealed; null for nothing.</summary>
    public byte[]? AnswerSealed { get; init; }

    /// <summary>Display name of who settled it by hand; empty where the rules did.</summary>
    public string DecidedBy { get; init; } = "";

    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>Somebody of the register whom a row means or may mean.</summary>
public sealed class SentCandidate : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ListId { get; init; }
    public required Guid RowId { get; init; }
    public required Guid PersonId { get; init; }
    public required MatchBasis Basis { get; init; }

    /// <summary>Not settled yet: the row may mean somebody else.</summary>
    public required bool Perhaps { get; init; }
}

/// <summary>The tables of lists from above.</summary>
public static class SentListsDb
{
    extension(Db db)
    {
        public DbSet<SentList> SentLists => db.Set<SentList>();
        public DbSet<SentRow> SentRows => db.Set<SentRow>();
        public DbSet<SentCandidate> SentCandidates => db.Set<SentCandidate>();
    }
}

internal sealed class SentListTables : IEntityTypeConfiguration<SentList>, IEntityTypeConfiguration<SentRow>, IEntityTypeConfiguration<SentCandidate>
{
    /// <summary>Characters of a sender's name.</summary>
    public const int MostSender = 60;

    /// <summary>Characters of 文号.</summary>
    public const int MostDocument = 60;

    /// <summary>Characters of what it is for, and of why it was dropped.</summary>
    public const int MostWhy = 100;

    /// <summary>Characters of a file's name.</summary>
    public const int MostFileName = 100;

    public void Configure(EntityTypeBuilder<SentList> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(l => l.CommunityId);
        builder.Property(l => l.FileName).HasMaxLength(MostFileName);
        builder.Property(l => l.Sender).HasMaxLength(MostSender);
        builder.Property(l => l.DocumentNumber).HasMaxLength(MostDocument);
        builder.Property(l => l.Why).HasMaxLength(MostWhy);
        builder.Property(l => l.By).HasMaxLength(60);
        builder.Property(l => l.Dropped).HasMaxLength(MostWhy + 60);
        builder.HasIndex(l => new { l.CommunityId, l.At });
    }

    public void Configure(EntityTypeBuilder<SentRow> builder)
    {
        builder.HasOne<SentList>().WithMany().HasForeignKey(r => new { r.CommunityId, r.ListId });
        builder.Property(r => r.DecidedBy).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.ListId, r.Number }).IsUnique();
        builder.HasIndex(r => new { r.CommunityId, r.ListId, r.Outcome, r.Number });
    }

    public void Configure(EntityTypeBuilder<SentCandidate> builder)
    {
        builder.HasOne<SentRow>().WithMany().HasForeignKey(c => new { c.CommunityId, c.RowId });
        builder.HasIndex(c => new { c.CommunityId, c.RowId, c.PersonId }).IsUnique();
        builder.HasIndex(c => new { c.CommunityId, c.ListId, c.PersonId });
    }
}
