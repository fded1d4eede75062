using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Notices;

/// <summary>By which way somebody outside the product is told.</summary>
public enum OutsideWay
{
    /// <summary>短信: to a phone number.</summary>
    Sms,

    /// <summary>企业微信应用消息: to a member's user id.</summary>
    WeCom,
}

/// <summary>How far a message is.</summary>
public enum OutsideState
{
    Waiting,

    /// <summary>A node is sending it; when its lease runs out, it is sent again under the same id.</summary>
    Sending,

    Sent,

    /// <summary>没有配置这个渠道: waits for a person to send it by hand.</summary>
    ByHand,

    /// <summary>没发出去: given up after <see cref="OutsideSender.Pauses"/>, or refused for good. A person decides.</summary>
    Dead,

    /// <summary>A person sent it by another way.</summary>
    Handed,

    /// <summary>不发了, decided by a person.</summary>
    Dropped,
}

/// <summary>A message to somebody outside the product. It never stands in the way of the notice itself, which is in the product.</summary>
public sealed class OutsideMessage : ICommunityOwned
{
    public required long CommunityId { get; init; }

    /// <summary>Also what the provider gets, so that sending it twice arrives once.</summary>
    public required Guid Id { get; init; }

    public required OutsideWay Way { get; init; }

    /// <summary>What it is about, for the list: 38号楼 第2轮核酸.</summary>
    public required string About { get; init; }

    /// <summary>Who it is for, as the list shows it: 2单元501室 王*.</summary>
    public required string For { get; init; }

    /// <summary><see cref="OutsideLetter"/> as JSON, sealed: it holds the address.</summary>
    public required byte[] ContentSealed { get; init; }

    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public OutsideState State { get; set; }
    public int Tries { get; set; }

    /// <summary>Not before then; while it is being sent: the end of the lease.</summary>
    public required DateTimeOffset NextAt { get; set; }

    /// <summary>Why the last try failed, one Chinese sentence.</summary>
    public string Problem { get; set; } = "";

    public DateTimeOffset? EndedAt { get; set; }
    public string EndedBy { get; set; } = "";
}

/// <summary>The tables of this module.</summary>
public static class NoticesDb
{
    extension(Db db)
    {
        public DbSet<OutsideMessage> OutsideMessages => db.Set<OutsideMessage>();
    }
}

internal sealed class OutsideTable : IEntityTypeConfiguration<OutsideMessage>
{
    public void Configure(EntityTypeBuilder<OutsideMessage> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(m => m.CommunityId);
        builder.Property(m => m.About).HasMaxLength(Outside.MostAbout);
        builder.Property(m => m.For).HasMaxLength(Outside.MostAbout);
        builder.Property(m => m.ByName).HasMaxLength(60);
        builder.Property(m => m.Problem).HasMaxLength(Outside.MostProblem);
        builder.Property(m => m.EndedBy).HasMaxLength(60);
        builder.HasIndex(m => new { m.CommunityId, m.State, m.At });
        // The sender asks over all communities; what has ended is not in it.
        builder.HasIndex(m => m.NextAt).HasFilter("ended_at IS NULL");
    }
}
