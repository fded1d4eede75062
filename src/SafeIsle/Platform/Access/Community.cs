using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>A residential community (社区居委会) that uses the product. Its key is its division code.</summary>
public sealed class Community : IOfCommunity
{
    /// <summary>12-digit division code, the first part of every key below it.</summary>
    public required long CommunityId { get; init; }

    public required string Name { get; set; }

    /// <summary>The places above it, joined: 上海市普陀区桃浦镇.</summary>
    public required string Above { get; set; }

    /// <summary>The desk's phone, printed on every notice; empty until entered.</summary>
    public string Phone { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class CommunityTable : IEntityTypeConfiguration<Community>
{
    public void Configure(EntityTypeBuilder<Community> builder)
    {
        builder.HasKey(c => c.CommunityId);
        builder.Property(c => c.CommunityId).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(60);
        builder.Property(c => c.Above).HasMaxLength(120);
        builder.Property(c => c.Phone).HasMaxLength(30);
    }
}

/// <summary>The communities, to whoever names them.</summary>
public static class CommunityDb
{
    extension(Db db)
    {
        public DbSet<Community> Communities => db.Set<Community>();
    }
}
