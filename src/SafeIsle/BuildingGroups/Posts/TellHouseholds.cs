using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// A change of an order (extended, counted anew, monitored, lifted) stands pinned before its households, in the change's transaction; the
/// one told before it is replaced by it.
/// </summary>
internal static class TellHouseholds
{
    public static TellOrder With(TimeProvider clock) => (db, order, title, text, by, cancel) => TellAsync(db, clock.Now(), order, title, text, by, cancel);

    private static async Task TellAsync(
        Db db, DateTimeOffset now, ClosureOrder order, string title, string text, Actor by, CancellationToken cancel)
    {
        var callers = await NoticeCalls.CallersAsync(db, order, cancel);
        var caller = callers.FirstOrDefault(c => c.Id == by.AccountId) ?? (callers.Count > 0 ? callers[0] : null);
        var (community, of, id) = (order.CommunityId, order.Id, Ids.New());
        await db.Announcements.Where(a => a.CommunityId == community && a.OrderId == of && a.FormId == a.Id && a.Pinned)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Pinned, false), cancel);
        if (order.LiftedAt is not null)
        {
            await NoticeCallTodos.DropAsync(db, order, now, cancel);
        }

        db.Add(new Announcement
        {
            CommunityId = community,
            Id = id,
            BuildingId = order.BuildingId,
            OrderId = of,
            FormId = id,
            At = now,
            ById = by.AccountId ?? Guid.Empty,
            ByName = by.Name,
            Title = ChineseText.Cut(title, PostLimits.Title * 2),
            Body = ChineseText.Cut($"{Plainly(order, now)}\n{text.ReplaceLineEndings("\n")}", PostLimits.Body * 2),
            Pinned = true,
            // A lifted order calls nobody any more.
            RepeatMinutes = order.LiftedAt is null ? SayAgain.Usual : null,
            CallerId = caller?.Id ?? Guid.Empty,
            CallerName = caller?.Name ?? "居委会",
        });
    }

    // What a household has to know of it, before the decision's own words.
    private static string Plainly(ClosureOrder order, DateTimeOffset now) =>
        order.LiftedAt is { } lifted ? $"{lifted.Short()} 起解除，可以正常出入。"
        : now < order.ClosedUntil ? $"请在家到 {order.ClosedUntil.Short()}。"
        : $"封控已结束，健康管理到 {order.MonitoredUntil.Short()}，非必要不外出。";
}
