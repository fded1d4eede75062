using Microsoft.EntityFrameworkCore;
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
        var ask = new HomeCard(41, "问居委会", asked == 0 ? "问大家，或只问居委会和医生" : $"已有 {asked} 条答复", "/questions");
        if (unread.Count == 0)
        {
            return [new(40, "通知", await told.AnyAsync(cancel) ? "都看过了" : "还没有通知", "/notices", "ok"), ask];
        }

        var time = unread.Max(a => SayAgain.TimeAt(a.At, a.RepeatMinutes, now));
        return
        [
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
}
