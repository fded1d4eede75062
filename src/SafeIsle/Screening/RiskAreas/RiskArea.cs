using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Plans;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>
/// A place that had a level of risk on some days (风险区). A row ends and is never changed: a stay is judged by the level on its days,
/// also months later.
/// </summary>
public sealed class RiskArea : ICommunityOwned
{
    public const int MostName = 60;
    public const int MostSource = 100;

    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Of any level of the 12-digit code: whatever lies below it is inside.</summary>
    public required long Code { get; init; }

    /// <summary>河南省信阳市, or as the list calls it where it is finer than the code.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="RiskLevel.Name"/></summary>
    public required string Level { get; init; }

    public required DateOnly FirstDay { get; init; }

    /// <summary>The last day of that level; null as long as it lasts.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>Who said so: 国务院客户端 3月20日.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
    public string EndedBy { get; set; } = "";

    /// <summary>It was entered by mistake and counts for no day.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>The table of this part.</summary>
public static class RiskAreasDb
{
    extension(Db db)
    {
        public DbSet<RiskArea> RiskAreas => db.Set<RiskArea>();
    }
}

internal sealed class RiskAreaTable : IEntityTypeConfiguration<RiskArea>
{
    public void Configure(EntityTypeBuilder<RiskArea> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(a => a.CommunityId);
        builder.Property(a => a.Name).HasMaxLength(RiskArea.MostName);
        builder.Property(a => a.Level).HasMaxLength(TravelPlan.MostLevelName);
        builder.Property(a => a.Source).HasMaxLength(RiskArea.MostSource);
        builder.Property(a => a.By).HasMaxLength(60).HasColumnName("entered_by");
        builder.Property(a => a.EndedBy).HasMaxLength(60);
        builder.HasIndex(a => new { a.CommunityId, a.Code, a.Name, a.Level, a.FirstDay }).IsUnique().HasFilter("withdrawn_at IS NULL");
        builder.HasIndex(a => new { a.CommunityId, a.LastDay });
    }
}
