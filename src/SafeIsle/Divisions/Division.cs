using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;

namespace SafeIsle.Divisions;

/// <summary>The five levels of the statistical division table (统计用区划和城乡划分代码).</summary>
public enum DivisionLevel
{
    /// <summary>省、自治区、直辖市</summary>
    Province,

    /// <summary>地级市、自治州</summary>
    City,

    /// <summary>区、县</summary>
    Area,

    /// <summary>街道、镇、乡</summary>
    Street,

    /// <summary>居委会、村委会</summary>
    Village,
}

/// <summary>One place of the division table: reference data of the whole installation, owned by no community.</summary>
public sealed class Division
{
    public const int NameLength = 60;

    /// <summary>12 digits, padded with zeros on the right.</summary>
    public required long Code { get; init; }

    /// <summary>Code of the place above it; 0 for a province.</summary>
    public required long Parent { get; init; }

    public required DivisionLevel Level { get; init; }
    public required string Name { get; init; }
}

/// <summary>The table of this module.</summary>
public static class DivisionsDb
{
    extension(Db db)
    {
        public DbSet<Division> Divisions => db.Set<Division>();
    }
}

internal sealed class DivisionTable : IEntityTypeConfiguration<Division>
{
    public void Configure(EntityTypeBuilder<Division> builder)
    {
        builder.HasKey(d => d.Code);
        builder.Property(d => d.Code).ValueGeneratedNever();
        builder.Property(d => d.Name).HasMaxLength(Division.NameLength);
        builder.HasIndex(d => d.Parent);
    }
}
