using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Returnees;

/// <summary>Where a return stands. Overdue is whoever is announced and past the time.</summary>
public enum ReturneeState
{
    /// <summary>已报备，还没到</summary>
    Announced,

    /// <summary>已到门口: the household's passes wait until the check is done.</summary>
    Arrived,

    /// <summary>已接到家</summary>
    Met,

    /// <summary>已核对行程</summary>
    Checked,

    /// <summary>不回来了</summary>
    Cancelled,
}

/// <summary>How it became known.</summary>
public enum ReturneeWay
{
    /// <summary>住户手机报备</summary>
    Phone,

    /// <summary>扫码报备: by the person or a relative.</summary>
    Form,

    /// <summary>电话报备</summary>
    Call,
}

/// <summary>Somebody who comes back from elsewhere (返回人员), announced before.</summary>
public sealed class Returnee : IInBuilding
{
    public const int MostName = 30;
    public const int MostFrom = 60;

    public required long CommunityId { get; init; }

    /// <summary>Made with the empty form: a form sent twice is one return.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>Null where the door has none or several.</summary>
    public required Guid? HouseholdId { get; init; }

    /// <summary>38号楼2单元501室</summary>
    public required string Dwelling { get; init; }

    public required string Name { get; init; }
    public required byte[]? PhoneSealed { get; init; }

    /// <summary>Where from, as it was written, sealed.</summary>
    public required byte[]? FromSealed { get; init; }

    public required DateTimeOffset ArrivesAt { get; init; }

    /// <summary>G1234, 自己开车 …</summary>
    public required string Transport { get; init; }

    public required ReturneeWay Way { get; init; }
    public required DateTimeOffset AnnouncedAt { get; init; }
    public required string AnnouncedBy { get; init; }

    /// <summary>
    /// When it was known that it is this household's: at once from its proven phone or typed by staff; what a stranger can send (the open form,
    /// a phone that showed the door's code alone) only when staff said so. Null: it holds nobody's passes.
    /// </summary>
    public required DateTimeOffset? ProvenAt { get; set; }

    public ReturneeState State { get; set; }
    public DateTimeOffset? ArrivedAt { get; set; }
    public string ArrivedBy { get; set; } = "";
    public DateTimeOffset? MetAt { get; set; }
    public string MetBy { get; set; } = "";

    /// <summary>Checked or cancelled: nothing waits for it any more.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string EndedBy { get; set; } = "";
}

/// <summary>The table of this part.</summary>
public static class ReturneesDb
{
    extension(Db db)
    {
        public DbSet<Returnee> Returnees => db.Set<Returnee>();
    }
}

internal sealed class ReturneeTable : IEntityTypeConfiguration<Returnee>
{
    public void Configure(EntityTypeBuilder<Returnee> builder)
    {
        builder.HasOne<Dwelling>().WithMany().HasForeignKey(r => new { r.CommunityId, r.DwellingId });
        builder.Property(r => r.Dwelling).HasMaxLength(60);
        builder.Property(r => r.Name).HasMaxLength(Returnee.MostName);
        builder.Property(r => r.Transport).HasMaxLength(Returnee.MostName);
        builder.Property(r => r.AnnouncedBy).HasMaxLength(100);
        builder.Property(r => r.ArrivedBy).HasMaxLength(60);
        builder.Property(r => r.MetBy).HasMaxLength(60);
        builder.Property(r => r.EndedBy).HasMaxLength(100);
        builder.HasIndex(r => new { r.CommunityId, r.State, r.ArrivesAt });
        builder.HasIndex(r => new { r.CommunityId, r.DwellingId });
        builder.HasIndex(r => new { r.CommunityId, r.HouseholdId });
    }
}
