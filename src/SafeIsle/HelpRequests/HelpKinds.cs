using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.HelpRequests;

/// <summary>What a kind of need asks of us.</summary>
/// <param name="Name">As it stands on the button.</param>
/// <param name="Hint">What the household should write.</param>
/// <param name="Within">How long it may take. The product's own promise, see HelpKinds.</param>
/// <param name="Role">Whose work it is, as duty titles and run sheets say.</param>
/// <param name="NeedsWords">Whether it means nothing without a word of text.</param>
/// <param name="TakesPhoto">Whether a photo helps: the medicine's box.</param>
public sealed record HelpKindFacts(
    HelpKind Kind, string Name, string Hint, TimeSpan Within, string Role, bool NeedsWords = false, bool TakesPhoto = false);

/// <summary>
/// The kinds of need and their times. No rule prescribes such times; these are the product's own: illness and fear are answered by a
/// person within half an hour, medicine within half a day, food and rubbish with the day's round. They promise an answer; a life in
/// danger is 120's, and the page says so.
/// </summary>
internal static class HelpKinds
{
    public static readonly IReadOnlyList<HelpKindFacts> All =
    [
        new(HelpKind.Medicine, "配药", "药名、一天几次、还能吃几天；拍一张药盒最清楚。", TimeSpan.FromHours(4), "社区医生", NeedsWords: true, TakesPhoto: true),
        new(HelpKind.Doctor, "看医生", "谁、哪里不舒服、多久了；透析、化疗、产检请写下次时间。", TimeSpan.FromMinutes(30), "社区医生", NeedsWords: true, TakesPhoto: true),
        new(HelpKind.Food, "买菜", "要什么、要多少；奶粉、尿不湿写牌子和段数。", TimeSpan.FromHours(12), "志愿者", NeedsWords: true),
        new(HelpKind.Thermometer, "体温计", "家里没有或坏了，写要几支。", TimeSpan.FromHours(2), "志愿者"),
        new(HelpKind.Rubbish, "收垃圾", "垃圾扎好口放门外；有用过的药品、针头请写明。", TimeSpan.FromHours(12), "物业经理"),
        new(HelpKind.Fear, "心里不安", "睡不着、害怕、想找人说说话，都可以；会有人打电话来。", TimeSpan.FromMinutes(30), "居委会主任"),
        new(HelpKind.Other, "其他", "需要什么、什么时候要。", TimeSpan.FromHours(4), "居委会干部", NeedsWords: true, TakesPhoto: true),
    ];

    public static HelpKindFacts Of(HelpKind kind) => All.First(k => k.Kind == kind);

    /// <summary>
    /// Who answers for such a need in that order: whoever holds the role's tasks there, else a colleague of that title; null when there
    /// is neither: then the committee does.
    /// </summary>
    public static async Task<Colleague?> OwnerAsync(Db db, ClosureOrder order, HelpKindFacts kind, CancellationToken cancel)
    {
        var staff = await Colleagues.OfAsync(db, order.CommunityId, order.BuildingId, cancel);
        var holders = await db.ClosureTasks
            .Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.Role == kind.Role && t.OwnerId != null)
            .OrderBy(t => t.Position).Select(t => t.OwnerId).ToListAsync(cancel);
        return holders.Select(holder => staff.FirstOrDefault(c => c.Id == holder)).FirstOrDefault(c => c is not null)
            ?? Colleagues.For(kind.Role, staff, Guid.Empty);
    }

    public static string Name(this HelpKind kind) => Of(kind).Name;

    public static string Words(this HelpState state) => state switch
    {
        HelpState.Received => "已收到",
        HelpState.Working => "有人在办",
        HelpState.Done => "已办好",
        HelpState.Impossible => "办不了",
    };

    public static string Tone(this HelpState state) => state switch
    {
        HelpState.Received or HelpState.Working => "wait",
        HelpState.Done => "ok",
        HelpState.Impossible => "late",
    };
}
