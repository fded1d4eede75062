using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The next phase of an order and what is still open before it; there from the day before on.</summary>
/// <param name="To">Monitored, or Due: time over and to be lifted.</param>
/// <param name="Open">A sentence each; empty when nothing stands in the way.</param>
public sealed record Passing(PhaseKind To, DateTimeOffset At, IReadOnlyList<string> Open)
{
    /// <summary>Null when the order is lifted or its next phase is further away.</summary>
    public static async Task<Passing?> LoadAsync(
        Db db, OrderView view, IEnumerable<LiftBlocker> blockers, DateTimeOffset now, CancellationToken cancel)
    {
        var order = view.Order;
        return order.PhaseAt(now).Kind switch
        {
            PhaseKind.Closed when ClosureRules.IsPrepared(order.ClosedUntil, now) =>
                new(PhaseKind.Monitored, order.ClosedUntil, await OpenBeforeMonitoringAsync(db, order, blockers, now, cancel)),
            PhaseKind.Monitored or PhaseKind.Due when ClosureRules.IsPrepared(order.MonitoredUntil, now) =>
                new(PhaseKind.Due, order.MonitoredUntil, await LiftClosure.OpenAsync(db, order, blockers, order.MonitoredUntil, now, cancel)),
            _ => null,
        };
    }

    /// <summary>Tests and checks of the closed days that nobody has ticked, and what other modules still wait for.</summary>
    internal static async Task<IReadOnlyList<string>> OpenBeforeMonitoringAsync(
        Db db, ClosureOrder order, IEnumerable<LiftBlocker> blockers, DateTimeOffset now, CancellationToken cancel)
    {
        var until = order.ClosedUntil;
        var open = await db.ClosureTasks
            .Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id && t.DoneAt == null && t.DueAt <= until
                && (t.Clock == StepClock.ClosedEnd || t.Clock == StepClock.TestDay))
            .OrderBy(t => t.Position).Select(t => $"没有完成：{t.Title}。").ToListAsync(cancel);
        foreach (var blocker in blockers)
        {
            open.AddRange(await blocker(db, order, now, cancel));
        }

        return open;
    }
}

/// <summary>A passing in words.</summary>
internal static class PassingWords
{
    /// <summary>明天 21:40 转入健康管理</summary>
    public static string Head(Passing passing, DateTimeOffset now)
    {
        var days = passing.At.DateHere().DayNumber - now.DateHere().DayNumber;
        var day = days switch { 1 => "明天", 0 => "今天", _ => passing.At.Short()[..passing.At.Short().IndexOf(' ', StringComparison.Ordinal)] };
        var time = passing.At.Short()[(passing.At.Short().IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return passing.To == PhaseKind.Monitored ? $"{day} {time} 转入健康管理" : passing.At <= now ? $"{day} {time} 已期满，待解除" : $"{day} {time} 期满";
    }

    /// <summary>What households are told when the closed days end.</summary>
    public static string Text(OrderView view)
    {
        var (order, plan) = (view.Order, view.Body);
        var later = plan.TestDays.Where(d => order.StartsAt.AddDays(d) > order.ClosedUntil).ToList();
        var tests = later.Count == 0 ? "以通知为准" : ClosureWords.TestDays(plan with { TestDays = later }, order.StartsAt);
        return $"{view.Compound}{order.Label}全体居民：\n"
            + $"按{ClosureWords.Authorities(view)}的决定，封控期到{order.ClosedUntil.Full()}结束，随后转入健康管理，到{order.MonitoredUntil.Full()}结束。"
            + $"依据：{ClosureWords.Documents(view)}。\n"
            + "一、健康管理期间非必要不外出，出入请在门岗登记。\n"
            + $"二、每天{PlanWords.Windows(plan.ReportWindows)}照旧上报体温；达到 {PlanWords.Fever(plan)} 或身体不适，请马上打社区电话，不要自行就医。\n"
            + $"三、接下来的核酸：{tests}。\n"
            + "四、买菜、配药、就医有困难，照旧打社区电话，我们来办。\n"
            + view.Community.Name;
    }
}
