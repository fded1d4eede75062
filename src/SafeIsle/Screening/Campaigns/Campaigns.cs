using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>A version of a script (排查话术). Never changed: a campaign keeps the version it was opened with.</summary>
public sealed class ScriptVersion : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Stable name: <c>three</c>, <c>ten</c>, or made by the product for new ones.</summary>
    public required string Code { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    /// <summary>JSON of <see cref="Script"/>.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }
}

/// <summary>A campaign (排查行动): which households are asked what, from when to when.</summary>
public sealed class Campaign : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Who, in words: 出租户（一期）.</summary>
    public required string Whom { get; init; }

    public required Guid ScriptId { get; init; }

    /// <summary>Days in Shanghai; it is asked until it is ended.</summary>
    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }

    /// <summary>Households may answer by the code on the notice and on their phones.</summary>
    public required bool ByCode { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string EndedBy { get; set; } = "";
}

/// <summary>How far a household is in a campaign.</summary>
public enum TargetState
{
    /// <summary>还没问</summary>
    ToVisit,

    /// <summary>没人</summary>
    NobodyHome,

    /// <summary>拒绝</summary>
    Refused,

    /// <summary>问好了</summary>
    Done,

    /// <summary>对不上: two answers, or an answer and a record, contradict each other.</summary>
    Contradicts,

    /// <summary>扫码答的: by the code on the door alone, which whoever passes can read; not counted as asked until somebody has checked it.</summary>
    Scanned,
}

/// <summary>A household in a campaign, or a door behind which the register knows nobody.</summary>
public sealed class ScreeningTarget : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }

    /// <summary>Of the dwelling: a grid may hold some units of a building only.</summary>
    public required int Unit { get; init; }

    public required Guid DwellingId { get; set; }
    public required Guid CampaignId { get; init; }

    /// <summary>Null: nobody is registered there; the first household that is takes it over.</summary>
    public required Guid? HouseholdId { get; set; }

    /// <summary>See <see cref="Grids.Todos.Todo.SortKey"/>.</summary>
    public required string SortKey { get; init; }

    public required TargetState State { get; set; }

    /// <summary>When the state was last said; null before the first try.</summary>
    public DateTimeOffset? StateAt { get; set; }

    /// <summary>Display name of who said it.</summary>
    public string StateBy { get; set; } = "";

    /// <summary>What contradicts what, sealed.</summary>
    public byte[]? WhySealed { get; set; }

    /// <summary>The household left or the campaign was ended without it: it counts no more.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>How an answer came.</summary>
public enum AnswerChannel
{
    /// <summary>电话</summary>
    Phone,

    /// <summary>上门</summary>
    Door,

    /// <summary>扫码: by the code on the door, also on a phone that has shown no more, or on a helper's. Whoever passes can read that code.</summary>
    Code,

    /// <summary>住户自己的手机, proven to be the household's.</summary>
    Home,
}

/// <summary>What a household answered. A later one is the next version; all are kept.</summary>
public sealed class ScreeningAnswer : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>Made with the form: the same form sent twice is one answer.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid TargetId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    public required AnswerChannel Channel { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Display name.</summary>
    public required string EnteredBy { get; init; }

    /// <summary>JSON: field → value, see <see cref="ScriptRules.Field"/>; sealed.</summary>
    public required byte[] ContentSealed { get; init; }
}

/// <summary>The tables of this part.</summary>
public static class CampaignsDb
{
    /// <summary>Characters of a campaign's name; the thing to do is called after it.</summary>
    public const int MostName = 40;

    /// <summary>Characters of what contradicts what.</summary>
    public const int MostWhy = 300;

    extension(Db db)
    {
        public DbSet<ScriptVersion> ScriptVersions => db.Set<ScriptVersion>();
        public DbSet<Campaign> Campaigns => db.Set<Campaign>();
        public DbSet<ScreeningTarget> ScreeningTargets => db.Set<ScreeningTarget>();
        public DbSet<ScreeningAnswer> ScreeningAnswers => db.Set<ScreeningAnswer>();
    }
}

internal sealed class CampaignsTables :
    IEntityTypeConfiguration<ScriptVersion>, IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<ScreeningTarget>, IEntityTypeConfiguration<ScreeningAnswer>
{
    public void Configure(EntityTypeBuilder<ScriptVersion> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(s => s.CommunityId);
        builder.Property(s => s.Code).HasMaxLength(Script.MostCode);
        builder.Property(s => s.Name).HasMaxLength(CampaignsDb.MostName);
        builder.Property(s => s.MadeBy).HasMaxLength(60);
        builder.HasIndex(s => new { s.CommunityId, s.Code, s.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.HasOne<ScriptVersion>().WithMany().HasForeignKey(c => new { c.CommunityId, c.ScriptId });
        builder.Property(c => c.Name).HasMaxLength(CampaignsDb.MostName);
        builder.Property(c => c.Whom).HasMaxLength(200);
        builder.Property(c => c.MadeBy).HasMaxLength(60);
        builder.Property(c => c.EndedBy).HasMaxLength(60);
        builder.HasIndex(c => new { c.CommunityId, c.MadeAt });
    }

    public void Configure(EntityTypeBuilder<ScreeningTarget> builder)
    {
        builder.HasOne<Campaign>().WithMany().HasForeignKey(t => new { t.CommunityId, t.CampaignId });
        builder.HasOne<Household>().WithMany().HasForeignKey(t => new { t.CommunityId, t.HouseholdId });
        builder.Property(t => t.SortKey).HasMaxLength(150);
        builder.Property(t => t.StateBy).HasMaxLength(60);
        builder.HasIndex(t => new { t.CommunityId, t.CampaignId, t.HouseholdId }).IsUnique();
        builder.HasIndex(t => new { t.CommunityId, t.CampaignId, t.BuildingId, t.State });
        builder.HasIndex(t => new { t.CommunityId, t.HouseholdId });
        builder.HasIndex(t => new { t.CommunityId, t.DwellingId });
    }

    public void Configure(EntityTypeBuilder<ScreeningAnswer> builder)
    {
        builder.HasOne<ScreeningTarget>().WithMany().HasForeignKey(a => new { a.CommunityId, a.TargetId });
        builder.Property(a => a.EnteredBy).HasMaxLength(60);
        builder.HasIndex(a => new { a.CommunityId, a.TargetId, a.Version }).IsUnique();
    }
}
