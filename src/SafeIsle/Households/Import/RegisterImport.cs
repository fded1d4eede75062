using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.Import;

/// <summary>How far an import is; each is a page that can be left and come back to.</summary>
public enum ImportStage
{
    /// <summary>The file is in; what its columns mean is being confirmed.</summary>
    Columns,

    /// <summary>A job reads it and compares it with the register.</summary>
    Reading,

    /// <summary>The user chooses what is taken over.</summary>
    Preview,

    /// <summary>A job writes what was chosen.</summary>
    Applying,

    Applied,
    Cancelled,

    /// <summary>Left for a day: the file and all that was read from it are gone.</summary>
    Expired,
}

/// <summary>
/// A register that somebody brought in as a file, on its way into the register of people. What is personal in it is sealed and goes
/// when it is applied, cancelled, or after <see cref="ForgetImports.KeepFor"/>.
/// </summary>
public sealed class RegisterImport : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required string FileName { get; init; }

    /// <summary>Bytes.</summary>
    public required int FileSize { get; init; }

    public required Guid ById { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public ImportStage Stage { get; set; }

    /// <summary>The workbook as it came.</summary>
    public byte[]? FileSealed { get; set; }

    /// <summary><see cref="ImportPlan"/> as JSON: headings with samples.</summary>
    public byte[]? PlanSealed { get; set; }

    /// <summary>The rows that were turned back, as a workbook; kept for a day after it was applied.</summary>
    public byte[]? RejectsSealed { get; set; }

    /// <summary>The job that reads or applies it.</summary>
    public Guid? JobId { get; set; }

    /// <summary>Rows that hold no person and no door: titles, sums.</summary>
    public int Skipped { get; set; }

    /// <summary>What came of it, one Chinese sentence.</summary>
    public string Result { get; set; } = "";

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>What a row of the file means for the register.</summary>
public enum RowVerdict
{
    New,
    Changed,
    Unchanged,

    /// <summary>The same person stands in an earlier row; what only this one says was added to that.</summary>
    Repeated,

    /// <summary>Cannot be taken over; goes back to the user.</summary>
    Rejected,

    /// <summary>No row: a person of the register at a door of the file that the file does not name. Never removed.</summary>
    Unmentioned,
}

/// <summary>The largest part of a row's address that the community does not have yet.</summary>
public enum MissingPlace
{
    None,
    Dwelling,
    Building,
    Compound,
}

/// <summary>A row as the preview shows it. What is personal is sealed; the columns are what it is filtered and chosen by.</summary>
public sealed class StagedRow : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ImportId { get; init; }

    /// <summary>Order of the file.</summary>
    public required int Seq { get; init; }

    public required RowVerdict Verdict { get; init; }
    public required MissingPlace Missing { get; init; }

    /// <summary>Compound and building: 一期 38号楼; empty when the address could not be read.</summary>
    public required string Place { get; init; }

    /// <summary>The door within it: 2单元501室.</summary>
    public required string Door { get; init; }

    /// <summary>What can be chosen: a bit for each <see cref="PersonField"/>; <see cref="Whole"/> for a new person or door.</summary>
    public required int Offered { get; init; }

    /// <summary>Those of <see cref="Offered"/> that replace what stands in the register.</summary>
    public required int Overwrites { get; init; }

    /// <summary>Those of <see cref="Offered"/> that will be written.</summary>
    public int Chosen { get; set; }

    /// <summary>Whether the place that is <see cref="Missing"/> is made; null until the user decides. Nothing is written before that.</summary>
    public bool? MakePlace { get; set; }

    public required bool HasWarning { get; init; }

    /// <summary>The same document stands at another door of the community.</summary>
    public required bool HasTwin { get; init; }

    /// <summary><see cref="StagedContent"/> as JSON.</summary>
    public required byte[] ContentSealed { get; init; }

    /// <summary>The bit for all of a new person or door.</summary>
    public const int Whole = 1;

    public static int Bit(PersonField field) => 1 << (int)field;
}

/// <summary>The tables of the imports.</summary>
public static class ImportDb
{
    extension(Db db)
    {
        public DbSet<RegisterImport> RegisterImports => db.Set<RegisterImport>();
        public DbSet<StagedRow> StagedRows => db.Set<StagedRow>();
    }
}

internal sealed class ImportTables : IEntityTypeConfiguration<RegisterImport>, IEntityTypeConfiguration<StagedRow>
{
    public void Configure(EntityTypeBuilder<RegisterImport> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(i => i.CommunityId);
        builder.Property(i => i.FileName).HasMaxLength(100);
        builder.Property(i => i.ByName).HasMaxLength(60);
        builder.Property(i => i.Result).HasMaxLength(500);
        builder.HasIndex(i => new { i.CommunityId, i.At });
    }

    public void Configure(EntityTypeBuilder<StagedRow> builder)
    {
        builder.HasOne<RegisterImport>().WithMany().HasForeignKey(r => new { r.CommunityId, r.ImportId }).OnDelete(DeleteBehavior.Cascade);
        builder.Property(r => r.Place).HasMaxLength(80);
        builder.Property(r => r.Door).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.ImportId, r.Seq }).IsUnique();
    }
}
