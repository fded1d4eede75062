using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Closures;
using SafeIsle.Platform.Data;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>What the committee tells every household of an order. One row for each order, also when several were told at once.</summary>
public sealed class Announcement : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }

    /// <summary>The form that it came from: sent twice, it tells once. Its own id where a change of the order told it, not a form.</summary>
    public required Guid FormId { get; init; }

    public required DateTimeOffset At { get; init; }
    public required Guid ById { get; init; }
    public required string ByName { get; init; }
    public required string Title { get; init; }

    /// <summary>Paragraphs, divided by line ends.</summary>
    public required string Body { get; init; }

    /// <summary>Stands above the others.</summary>
    public bool Pinned { get; set; }

    /// <summary>Minutes after which it is said again to whoever has not read it, see <see cref="SayAgain"/>; null: said once.</summary>
    public required int? RepeatMinutes { get; init; }

    /// <summary>Who calls those whom no reminder reached.</summary>
    public required Guid CallerId { get; init; }

    public required string CallerName { get; init; }

    /// <summary>The last round of <see cref="SayAgain"/> in which unread households got a short message; 0: none did.</summary>
    public int TextedRound { get; set; }

    public DateTimeOffset? TextedAt { get; set; }
    public string TextedBy { get; set; } = "";
    public DateTimeOffset? HiddenAt { get; set; }
    public string HiddenBy { get; set; } = "";
    public string HiddenReason { get; set; } = "";
}

/// <summary>How an announcement reached a household.</summary>
public enum ReadWay
{
    /// <summary>Somebody of the household opened the list.</summary>
    Opened,

    /// <summary>By phone or at the door; also by a neighbour who helps.</summary>
    Told,
}

/// <summary>A household knows an announcement. The first time is kept: the unique key decides.</summary>
public sealed class PostRead : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid PostId { get; init; }

    /// <summary>As <see cref="HomeInOrder.HouseholdId"/>.</summary>
    public required Guid HouseholdId { get; init; }

    public required ReadWay Way { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who read or who told, by name.</summary>
    public required string By { get; init; }
}

/// <summary>What came of calling or visiting a household about announcements.</summary>
public enum CallOutcome
{
    /// <summary>已告知</summary>
    Told,

    /// <summary>没人接</summary>
    NoAnswer,

    /// <summary>需要上门</summary>
    Visit,

    /// <summary>撤回: the call before it was noted by mistake; what it said about announcements counts no more.</summary>
    TakenBack,
}

/// <summary>One call or visit. Never changed; numbered within the household and the order, so that two at once cannot both be the next.</summary>
public sealed class PostCall : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required int Number { get; init; }
    public required CallOutcome Outcome { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Guid ById { get; init; }
    public required string ByName { get; init; }
}

/// <summary>A resident's question, to the whole building or to the committee and the doctor alone.</summary>
public sealed class Question : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid DwellingId { get; init; }

    /// <summary>As <see cref="HomeInOrder.HouseholdId"/>.</summary>
    public required Guid HouseholdId { get; init; }

    public required Guid ResidentId { get; init; }

    /// <summary>How she calls herself.</summary>
    public required string Name { get; init; }

    /// <summary>The building may read it.</summary>
    public required bool Open { get; init; }

    public required byte[] TextSealed { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Set with the first answer.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset? HiddenAt { get; set; }
    public string HiddenBy { get; set; } = "";
    public string HiddenReason { get; set; } = "";
}

/// <summary>What staff answered, to the building or to the household alone. One to a private question is never open.</summary>
public sealed class Answer : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid QuestionId { get; init; }
    public required Guid ById { get; init; }

    /// <summary>林医生（社区医生）</summary>
    public required string ByName { get; init; }

    public required bool Open { get; init; }
    public required byte[] TextSealed { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A phone that may not speak in the open for a while; it still asks the committee and calls for help.</summary>
public sealed class Mute : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid HouseholdId { get; init; }
    public required Guid ResidentId { get; init; }
    public required string Reason { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Set to the present when it is taken back.</summary>
    public required DateTimeOffset Until { get; set; }
}

/// <summary>The tables of this part.</summary>
public static class PostsDb
{
    extension(Db db)
    {
        public DbSet<Announcement> Announcements => db.Set<Announcement>();
        public DbSet<PostRead> PostReads => db.Set<PostRead>();
        public DbSet<PostCall> PostCalls => db.Set<PostCall>();
        public DbSet<Question> Questions => db.Set<Question>();
        public DbSet<Answer> Answers => db.Set<Answer>();
        public DbSet<Mute> Mutes => db.Set<Mute>();
    }
}

internal sealed class PostsTables :
    IEntityTypeConfiguration<Announcement>, IEntityTypeConfiguration<PostRead>, IEntityTypeConfiguration<PostCall>,
    IEntityTypeConfiguration<Question>, IEntityTypeConfiguration<Answer>, IEntityTypeConfiguration<Mute>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(a => new { a.CommunityId, a.OrderId });
        builder.Property(a => a.ByName).HasMaxLength(60);
        builder.Property(a => a.CallerName).HasMaxLength(60);
        builder.Property(a => a.Title).HasMaxLength(PostLimits.Title * 2);
        builder.Property(a => a.Body).HasMaxLength(PostLimits.Body * 2);
        builder.Property(a => a.TextedBy).HasMaxLength(60);
        builder.Property(a => a.HiddenBy).HasMaxLength(60);
        builder.Property(a => a.HiddenReason).HasMaxLength(PostLimits.Reason);
        builder.HasIndex(a => new { a.CommunityId, a.OrderId, a.FormId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PostRead> builder)
    {
        builder.HasOne<Announcement>().WithMany().HasForeignKey(r => new { r.CommunityId, r.PostId });
        builder.Property(r => r.By).HasMaxLength(60);
        builder.HasIndex(r => new { r.CommunityId, r.PostId, r.HouseholdId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PostCall> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(c => new { c.CommunityId, c.OrderId });
        builder.Property(c => c.ByName).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.OrderId, c.HouseholdId, c.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Question> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(q => new { q.CommunityId, q.OrderId });
        builder.Property(q => q.Name).HasMaxLength(Residents.Homes.MostName);
        builder.Property(q => q.HiddenBy).HasMaxLength(60);
        builder.Property(q => q.HiddenReason).HasMaxLength(PostLimits.Reason);
        builder.HasIndex(q => new { q.CommunityId, q.OrderId, q.At });
    }

    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        builder.HasOne<Question>().WithMany().HasForeignKey(a => new { a.CommunityId, a.QuestionId });
        builder.Property(a => a.ByName).HasMaxLength(120);
        builder.HasIndex(a => new { a.CommunityId, a.QuestionId });
    }

    public void Configure(EntityTypeBuilder<Mute> builder)
    {
        builder.HasOne<ClosureOrder>().WithMany().HasForeignKey(m => new { m.CommunityId, m.OrderId });
        builder.Property(m => m.Reason).HasMaxLength(PostLimits.Reason);
        builder.Property(m => m.ByName).HasMaxLength(60);
        builder.HasIndex(m => new { m.CommunityId, m.OrderId, m.HouseholdId });
    }
}

/// <summary>How much may be said, and how often.</summary>
internal static class PostLimits
{
    /// <summary>Characters of an announcement's title.</summary>
    public const int Title = 40;

    /// <summary>Characters of an announcement.</summary>
    public const int Body = 2000;

    /// <summary>Characters of a question or an answer.</summary>
    public const int Words = 500;

    /// <summary>Characters of a reason.</summary>
    public const int Reason = 100;

    /// <summary>Questions of one household within an hour.</summary>
    public const int QuestionsAnHour = 10;

    /// <summary>How many of the newest stand on one page.</summary>
    public const int Shown = 200;
}
