using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Firms;

/// <summary>What a firm comes for.</summary>
public enum FirmKind
{
    /// <summary>快递</summary>
    Courier,

    /// <summary>外卖</summary>
    Meals,

    /// <summary>送货</summary>
    Delivery,

    /// <summary>维修</summary>
    Repair,

    /// <summary>施工</summary>
    Works,

    /// <summary>其他</summary>
    Other,
}

/// <summary>A firm that delivers or repairs (送货维修单位), with the days and hours in which its people are expected.</summary>
public sealed class Firm : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the empty form: a form sent twice is one firm.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; set; }
    public required FirmKind Kind { get; set; }

    /// <summary>Bit 0 is Monday, bit 6 Sunday.</summary>
    public required int Days { get; set; }

    /// <summary>Wall time in Shanghai in minutes since midnight; belongs to the window.</summary>
    public required int Start { get; set; }

    /// <summary>Does not belong to it; not later than the start: the window spans midnight, and the same is the whole day.</summary>
    public required int Stop { get; set; }

    /// <summary>Ids of its gates, separated by blanks; empty for all.</summary>
    public required string GateIds { get; set; }

    /// <summary>Sealed; null for none.</summary>
    public byte[]? PhoneSealed { get; set; }

    /// <summary>What for.</summary>
    public required string What { get; set; }

    /// <summary>The dwelling that is repaired: 38号楼2单元501室; empty for none.</summary>
    public required string Dwelling { get; set; }

    /// <summary>Last day.</summary>
    public required DateOnly LastDay { get; set; }

    /// <summary>May come in; otherwise only as far as the shelf.</summary>
    public required bool Inside { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The community's number of its last change, see <see cref="PassSequence"/>: what scanners ask for by.</summary>
    public required long ChangedSeq { get; set; }

    public IReadOnlyList<Guid> Gates => [.. GateIds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
}

/// <summary>The table of firms.</summary>
public static class FirmsDb
{
    extension(Db db)
    {
        public DbSet<Firm> Firms => db.Set<Firm>();
    }
}

internal sealed class FirmTable : IEntityTypeConfiguration<Firm>
{
    /// <summary>An id and a blank.</summary>
    private const int IdLength = 37;

    public void Configure(EntityTypeBuilder<Firm> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(f => f.CommunityId);
        builder.Ignore(f => f.Gates);
        builder.Property(f => f.Name).HasMaxLength(FirmRules.MostName);
        builder.Property(f => f.GateIds).HasMaxLength(FirmRules.MostGates * IdLength);
        builder.Property(f => f.What).HasMaxLength(FirmRules.MostWhat);
        builder.Property(f => f.Dwelling).HasMaxLength(GateRules.MostDoor);
        builder.Property(f => f.Start).HasColumnName("start_minute");
        builder.Property(f => f.Stop).HasColumnName("stop_minute");
        builder.HasIndex(f => new { f.CommunityId, f.Name });
        builder.HasIndex(f => new { f.CommunityId, f.ChangedSeq });
    }
}
