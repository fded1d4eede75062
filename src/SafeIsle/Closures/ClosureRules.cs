using SafeIsle.Platform;

namespace SafeIsle.Closures;

public enum PhaseKind
{
    /// <summary>Ordered, not begun.</summary>
    Waiting,

    /// <summary>封控</summary>
    Closed,

    /// <summary>健康管理</summary>
    Monitored,

    /// <summary>期满，待解除: time is over, nobody has lifted it.</summary>
    Due,

    Lifted,
}

/// <summary>Where an order stands.</summary>
/// <param name="Day">1 is the first; 0 outside the two counted phases.</param>
/// <param name="Of">How many days that phase has; 0 outside the two counted phases.</param>
/// <param name="EndsAt">When the phase ends by itself; null when it does not.</param>
public sealed record Phase(PhaseKind Kind, int Day, int Of, DateTimeOffset? EndsAt);

/// <summary>The three instants of an order: closed from the first to the second, monitored from the second to the third.</summary>
public sealed record ClosureSpan(DateTimeOffset StartsAt, DateTimeOffset ClosedUntil, DateTimeOffset MonitoredUntil)
{
    public static ClosureSpan From(DateTimeOffset start, int closedDays, int monitoredDays) =>
        new(start, start.AddDays(closedDays), start.AddDays(closedDays + monitoredDays));
}

/// <summary>What lifting looks at.</summary>
public sealed record LiftTask(string Title, bool Done);

/// <summary>Decisions about an order, without database or clock.</summary>
public static class ClosureRules
{
    public const int MostWords = 200;

    /// <summary>An order is entered when it comes; earlier or later by more than this is a slip of the pen or a wrong clock.</summary>
    public static readonly TimeSpan StartTolerance = TimeSpan.FromDays(1);

    /// <summary>A longer closure is a new decision and a new order.</summary>
    public static readonly TimeSpan LongestExtension = TimeSpan.FromDays(60);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] CommitteeWords = ["居委会", "居民委员会", "村委会", "村民委员会", "社区"];

    /// <summary>The phase at an instant. Days are periods of 24 hours from the beginning of their phase, not calendar days.</summary>
    public static Phase PhaseAt(ClosureSpan span, DateTimeOffset? liftedAt, DateTimeOffset at)
    {
        if (at >= liftedAt)
        {
            return new(PhaseKind.Lifted, 0, 0, null);
        }

        if (at < span.StartsAt)
        {
            return new(PhaseKind.Waiting, 0, 0, span.StartsAt);
        }

        if (at < span.ClosedUntil)
        {
            return Counted(PhaseKind.Closed, span.StartsAt, span.ClosedUntil, at);
        }

        return at < span.MonitoredUntil
            ? Counted(PhaseKind.Monitored, span.ClosedUntil, span.MonitoredUntil, at)
            : new(PhaseKind.Due, 0, 0, null);
    }

    /// <summary>Why an order cannot start then; null when it can.</summary>
    public static string? StartRefusal(DateTimeOffset start, DateTimeOffset now)
    {
        if (start > now + StartTolerance)
        {
            return $"开始时间 {start.Full()} 比现在晚一天以上，请核对日期；还没有到的封控请临近时再下令。";
        }

        return start < now - StartTolerance
            ? $"开始时间 {start.Full()} 比现在早一天以上，请核对日期和电脑时钟；已经过去的封控不在这里补录。"
            : null;
    }

    /// <summary>A committee helps to carry out; it has no power to decide (传染病防治法 41, 突发公共卫生事件应急条例 40).</summary>
    public static string? AuthorityRefusal(string authority) => CommitteeWords.Any(w => authority.EndsWith(w, StringComparison.Ordinal))
        ? "居委会协助落实，不能作为决定机关；请填写作出决定的政府或防控指挥机构，例如“普陀区疫情防控指挥部”。"
        : null;

    /// <summary>New ends: at least one later, none earlier.</summary>
    public static Outcome<ClosureSpan> Extend(ClosureSpan span, DateTimeOffset closedUntil, DateTimeOffset monitoredUntil, DateTimeOffset now)
    {
        if (closedUntil < span.ClosedUntil || monitoredUntil < span.MonitoredUntil)
        {
            return new No($"只能延后，不能提前：封控现到 {span.ClosedUntil.Short()}，管理现到 {span.MonitoredUntil.Short()}；要提前结束请用“解除”并写明理由。");
        }

        if (closedUntil == span.ClosedUntil && monitoredUntil == span.MonitoredUntil)
        {
            return new No("新的时间和现在一样，没有延长；请改晚至少一个时间。");
        }

        if (monitoredUntil < closedUntil)
        {
            return new No("管理结束不能早于封控结束，请一并改晚管理结束的时间。");
        }

        if (monitoredUntil <= now)
        {
            return new No($"管理结束 {monitoredUntil.Short()} 已经过去，请填写现在以后的时间。");
        }

        return monitoredUntil > span.MonitoredUntil + LongestExtension
            ? new No($"一次最多延长 {LongestExtension.Days} 天，更长的请凭新的决定重新下令。")
            : span with { ClosedUntil = closedUntil, MonitoredUntil = monitoredUntil };
    }

    /// <summary>Counted anew from an instant since the beginning, with the plan's days; no end becomes earlier than it was.</summary>
    public static Outcome<ClosureSpan> Restart(ClosureSpan span, DateTimeOffset start, int closedDays, int monitoredDays, DateTimeOffset now)
    {
        if (start > now)
        {
            return new No($"新的起算时间 {start.Short()} 还没有到；请填最后一次暴露或决定写明的时间，不能晚于现在。");
        }

        if (start <= span.StartsAt)
        {
            return new No($"新的起算时间要晚于现在的起算时间 {span.StartsAt.Short()}，否则不用重新计时。");
        }

        var fresh = ClosureSpan.From(start, closedDays, monitoredDays);
        var next = fresh with
        {
            ClosedUntil = fresh.ClosedUntil > span.ClosedUntil ? fresh.ClosedUntil : span.ClosedUntil,
            MonitoredUntil = fresh.MonitoredUntil > span.MonitoredUntil ? fresh.MonitoredUntil : span.MonitoredUntil,
        };
        return next.MonitoredUntil <= now
            ? new No($"从 {start.Short()} 起算，到 {next.MonitoredUntil.Short()} 就已经期满，请核对起算时间。")
            : next;
    }

    /// <summary>Why these test days cannot be added; null when they can.</summary>
    /// <param name="span">As it will be, extended.</param>
    /// <param name="there">The days that are tested anyway.</param>
    public static string? AddedTestDaysRefusal(ClosureSpan span, IReadOnlyList<int> there, IReadOnlyList<int> added, DateTimeOffset now)
    {
        var last = (int)Math.Ceiling((span.MonitoredUntil - span.StartsAt) / Day);
        foreach (var day in added)
        {
            if (there.Contains(day))
            {
                return $"第 {day} 天本来就有核酸，不用再加。";
            }

            if (day < 1 || day > last)
            {
                return $"第 {day} 天不在管理期内，延长后一共 {last} 天。";
            }

            if (span.StartsAt.AddDays(day) <= now)
            {
                return $"第 {day} 天已经过去，请填写以后的日子。";
            }
        }

        return null;
    }

    /// <summary>The day before, a passing is prepared: from the calendar day before on.</summary>
    public static bool IsPrepared(DateTimeOffset passesAt, DateTimeOffset now) => passesAt.DateHere() <= now.DateHere().AddDays(1);

    /// <summary>What still stands against lifting, a sentence each; empty when the plan's conditions hold.</summary>
    public static IReadOnlyList<string> OpenBeforeLifting(ClosureSpan span, IEnumerable<LiftTask> tasks, DateTimeOffset now)
    {
        var open = new List<string>();
        if (now < span.MonitoredUntil)
        {
            open.Add($"时间未满：管理到 {span.MonitoredUntil.Short()} 才结束。");
        }

        open.AddRange(tasks.Where(t => !t.Done).Select(t => $"没有完成：{t.Title}。"));
        return open;
    }

    private static Phase Counted(PhaseKind kind, DateTimeOffset from, DateTimeOffset until, DateTimeOffset at) =>
        new(kind, (int)((at - from).Ticks / Day.Ticks) + 1, (int)Math.Ceiling((until - from) / Day), until);
}
