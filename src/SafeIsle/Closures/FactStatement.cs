using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>情况说明: what happened, written from the record, edited by people, signed and from then on unchanged.</summary>
public sealed class FactStatement : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What it is about besides the time; each null for nothing in particular.</summary>
    public Guid? OrderId { get; init; }

    public Guid? HouseholdId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }

    /// <summary>Without names of residents: the list and the audit log show it.</summary>
    public required string Title { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Display name.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The newest version's number.</summary>
    public required int Version { get; set; }

    /// <summary>Null while it may be edited.</summary>
    public DateTimeOffset? SignedAt { get; set; }

    public string SignedBy { get; set; } = "";
}

/// <summary>One version of its text. Never changed, never removed.</summary>
public sealed class StatementVersion : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid StatementId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Number { get; init; }

    /// <summary>Sealed, because it tells of people's health and numbers.</summary>
    public required byte[] TextSealed { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>The tables of statements.</summary>
public static class StatementsDb
{
    extension(Db db)
    {
        public DbSet<FactStatement> FactStatements => db.Set<FactStatement>();
        public DbSet<StatementVersion> StatementVersions => db.Set<StatementVersion>();
    }
}

internal sealed class StatementsTables : IEntityTypeConfiguration<FactStatement>, IEntityTypeConfiguration<StatementVersion>
{
    public void Configure(EntityTypeBuilder<FactStatement> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(s => s.CommunityId);
        builder.Property(s => s.Title).HasMaxLength(Statements.MostTitle);
        builder.Property(s => s.CreatedBy).HasMaxLength(60);
        builder.Property(s => s.SignedBy).HasMaxLength(60);
        builder.HasIndex(s => new { s.CommunityId, s.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<StatementVersion> builder)
    {
        builder.HasOne<FactStatement>().WithMany().HasForeignKey(v => new { v.CommunityId, v.StatementId });
        builder.Property(v => v.By).HasMaxLength(60);
        builder.HasIndex(v => new { v.CommunityId, v.StatementId, v.Number }).IsUnique();
    }
}
