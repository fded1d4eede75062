using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Tips;

/// <summary>What a tip is about, for sorting without reading it.</summary>
public enum TipKind
{
    /// <summary>有人从外地回来没有报</summary>
    Returned,

    /// <summary>房子租出去了没有登记</summary>
    Let,

    /// <summary>应该在家的人出来了</summary>
    Outside,

    /// <summary>聚集</summary>
    Gathering,

    /// <summary>居委会或工作人员的问题: for those above, and kept from the committee, which it concerns.</summary>
    Staff,

    /// <summary>别的</summary>
    Other,
}

/// <summary>Where a tip stands.</summary>
public enum TipState
{
    /// <summary>待处理</summary>
    Open,

    /// <summary>核实中</summary>
    Checking,

    /// <summary>属实，已处理</summary>
    Checked,

    /// <summary>不属实或无法核实</summary>
    Dismissed,
}

/// <summary>
/// Something that somebody noticed (线索). Nothing tells who: no name, no phone, no address of a device, and the time only to the day. In no
/// building, so that nobody who works or lives in one comes near it.
/// </summary>
public sealed class Tip : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Random, not version 7: an id with a time in it would tell when she stood at the notice board.</summary>
    public required Guid Id { get; init; }

    public required TipKind Kind { get; init; }

    /// <summary><see cref="TipText"/>, sealed.</summary>
    public required byte[] TextSealed { get; init; }

    /// <summary>In Shanghai.</summary>
    public required DateOnly Day { get; init; }

    public TipState State { get; set; }

    /// <summary>Who decided last, display name.</summary>
    public string By { get; set; } = "";

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What came of it, sealed; null until it ends.</summary>
    public byte[]? NoteSealed { get; set; }
}

/// <summary>
/// How many tips came from one place on one day. Tied to no tip; the place is a keyed hash that differs from day to day, and goes with the day.
/// </summary>
public sealed class TipQuota : IOfCommunity
{
    public required long CommunityId { get; init; }
    public required DateOnly Day { get; init; }
    public required long Sender { get; init; }
    public required int Count { get; set; }
}

/// <summary>The tables of tips.</summary>
public static class TipsDb
{
    extension(Db db)
    {
        public DbSet<Tip> Tips => db.Set<Tip>();
        public DbSet<TipQuota> TipQuotas => db.Set<TipQuota>();
    }
}

internal sealed class TipTables : IEntityTypeConfiguration<Tip>, IEntityTypeConfiguration<TipQuota>
{
    public void Configure(EntityTypeBuilder<Tip> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(t => t.CommunityId);
        builder.Property(t => t.By).HasMaxLength(60);
        builder.HasIndex(t => new { t.CommunityId, t.State, t.Day });
    }

    public void Configure(EntityTypeBuilder<TipQuota> builder)
    {
        builder.HasKey(q => new { q.CommunityId, q.Day, q.Sender });
    }
}
