using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Shelf;

/// <summary>
/// Something that was left for a door at a gate's shelf (货架), without anybody coming in. Made on the device. That it was taken may
/// arrive before that it was left: then the row begins with that.
/// </summary>
public sealed class ShelfDrop : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Made on the device: sending it again changes nothing.</summary>
    public required Guid Id { get; init; }

    public required Guid GateId { get; init; }

    /// <summary>38号楼 2-501, as the device named the door; 38号楼2单元501室 where the register knows it.</summary>
    public required string Dwelling { get; init; }

    /// <summary>Null where no door has that name any more.</summary>
    public Guid? DwellingId { get; init; }

    /// <summary>货架3; empty where there is only one.</summary>
    public required string Place { get; init; }

    /// <summary>Who brought it, as the guard wrote it; empty for unknown.</summary>
    public required string Firm { get; init; }

    /// <summary>When it was left, by our clock; null until the device that took it down has sent that.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    public string LeftBy { get; set; } = "";
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>北门 老秦, the household's phone, or the desk.</summary>
    public string TakenBy { get; set; } = "";

    /// <summary>The community's number of its last change, see <see cref="PassSequence"/>: what scanners ask for by.</summary>
    public required long ChangedSeq { get; set; }
}

/// <summary>The table of the shelf.</summary>
public static class ShelfDb
{
    extension(Db db)
    {
        public DbSet<ShelfDrop> ShelfDrops => db.Set<ShelfDrop>();
    }
}

internal sealed class ShelfDropTable : IEntityTypeConfiguration<ShelfDrop>
{
    public void Configure(EntityTypeBuilder<ShelfDrop> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(d => d.CommunityId);
        builder.Property(d => d.Dwelling).HasMaxLength(GateRules.MostDoor);
        builder.Property(d => d.Place).HasMaxLength(ShelfRules.MostPlace);
        builder.Property(d => d.Firm).HasMaxLength(Firms.FirmRules.MostName);
        builder.Property(d => d.LeftBy).HasMaxLength(60);
        builder.Property(d => d.TakenBy).HasMaxLength(100);
        builder.HasIndex(d => new { d.CommunityId, d.TakenAt, d.LeftAt });
        builder.HasIndex(d => new { d.CommunityId, d.DwellingId, d.TakenAt });
        builder.HasIndex(d => new { d.CommunityId, d.ChangedSeq });
    }
}
