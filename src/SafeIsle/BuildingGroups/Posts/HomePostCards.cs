using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>On the household's first page: what it has not read yet, and where to ask.</summary>
internal static class HomePostCards
{
    public static async Task<IReadOnlyList<HomeCard>> OfAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        if (await HomeInOrder.OfAsync(db, home, cancel) is not { } at)
        {
            return [];
        }

        var (community, order, household) = (at.Order.CommunityId, at.Order.Id, at.HouseholdId);
        var reads = db.PostReads;
        // As HomeInOrder.Counts.
        var since = at.Order.LiftedAt ?? DateTimeOffset.UnixEpoch;
        var told = db.Announcements.Where(a => a.CommunityId == community && a.OrderId == order && a.HiddenAt == null && a.At >= since);
        var unread = await told
            .Where(a => !reads.Any(r => r.CommunityId == community && r.PostId == a.Id && r.HouseholdId == household))
            .OrderByDescending(a => a.At).Select(a => new { a.Title, a.At, a.RepeatMinutes }).Take(PostLimits.Shown).ToListAsync(cancel);
        // As HomeInOrder.Owns.
        var (mine, resident) = (at.Reads, home.Row.Id);
        var asked = await db.Questions.CountAsync(
            q => q.CommunityId == community && q.OrderId == order && (q.HouseholdId == mine || q.ResidentId == resident) && q.AnsweredAt != null, cancel);
        var ask = new HomeCard(41, "问居委会", asked == 0 ? $"问大家，或{AskQuestion.Closed}" : $"已有 {asked} 条答复", "/questions");
        var stands = new HomeCard(-20, Stands(at.Order, now), "", "");
        if (unread.Count == 0)
        {
            return [stands, new(40, "通知", await told.AnyAsync(cancel) ? "都看过了" : "还没有通知", "/notices", "ok"), ask];
        }

        var time = unread.Max(a => SayAgain.TimeAt(a.At, a.RepeatMinutes, now));
        return
        [
            stands,
            new(
                time > 1 ? -5 : 5,
                $"{unread.Count} 条新通知" + (time > 1 ? $"（第 {time} 次提醒）" : ""),
                string.Join("；", unread.Take(3).Select(a => a.Title)),
                "/notices",
                time == SayAgain.Times ? "late" : "wait",
                "看通知"),
            ask,
        ];
    }

    private static string Stands(ClosureOrder order, DateTimeOffset now) => order.PhaseAt(now) switch
    {
        { Kind: PhaseKind.Waiting } => $"{order.StartsAt.Short()} 起封控，到 {order.ClosedUntil.Short()}",
        { Kind: PhaseKind.Closed, Day: var day } => $"封控第 {day} 天，到 {order.ClosedUntil.Short()}",
        { Kind: PhaseKind.Monitored, Day: var day } => $"健康管理第 {day} 天，到 {order.MonitoredUntil.Short()}",
        { Kind: PhaseKind.Due } => $"{order.MonitoredUntil.Short()} 期满，等居委会通知解除",
        _ => $"{order.LiftedAt!.Value.Short()} 已解除；需要解除证明请找居委会",
    };
}
