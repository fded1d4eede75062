using System.Globalization;

namespace SafeIsle.Plans;

/// <summary>A plan's parts in words.</summary>
public static class PlanWords
{
    public static string Of(Stage stage) => stage switch
    {
        Stage.Before => "事前",
        Stage.During => "事中",
        Stage.After => "事后",
    };

    public static string Of(StepClock clock) => clock switch
    {
        StepClock.Order => "下令后",
        StepClock.TestDay => "每个检测日开始后",
        StepClock.ClosedEnd => "封控期满",
        StepClock.End => "管理期满",
    };

    public static string Of(PlanScope scope) => scope switch
    {
        PlanScope.Building => "楼栋或单元",
        PlanScope.Household => "单户",
        PlanScope.Compound => "小区",
    };

    /// <summary>When a step is due: 下令后 30 分钟, 管理期满前 4 小时.</summary>
    public static string Due(RunStep step)
    {
        var seconds = (step.Minutes * 60) + (step.TargetSeconds ?? 0);
        var clock = Of(step.Clock);
        if (seconds == 0)
        {
            return clock.TrimEnd('后') + "时";
        }

        // 下令后 and 检测日开始后 carry their word already; the two ends may come before or after.
        var side = step.Clock is StepClock.Order or StepClock.TestDay ? "" : seconds < 0 ? "前" : "后";
        return $"{clock}{side} {Span(Math.Abs(seconds))}";
    }

    /// <summary>A duration in its largest whole units: 60 秒, 10 分钟, 2 小时, 1 天, 1 小时 30 分钟.</summary>
    public static string Span(long seconds)
    {
        const int minute = 60, hour = 60 * minute, day = 24 * hour;
        return seconds switch
        {
            <= minute => $"{seconds} 秒",
            < hour => seconds % minute == 0 ? $"{seconds / minute} 分钟" : $"{seconds / minute} 分 {seconds % minute} 秒",
            < day => seconds % hour < minute ? $"{seconds / hour} 小时" : $"{seconds / hour} 小时 {seconds % hour / minute} 分钟",
            _ => seconds % day < hour ? $"{seconds / day} 天" : $"{seconds / day} 天 {seconds % day / hour} 小时",
        };
    }

    public static string Windows(IEnumerable<ReportWindow> windows) =>
        string.Join("、", windows.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Name} {w.From:HH:mm}–{w.To:HH:mm}")));

    public static string Fever(PlanBody plan) => plan.FeverCelsius.ToString("0.0", CultureInfo.InvariantCulture) + " ℃";

    /// <summary>Who belongs to a group, in words: 标签“婴幼儿”，或未满 3 岁.</summary>
    public static string Members(PriorityGroup group, IReadOnlyDictionary<string, string> tagNames)
    {
        var parts = new List<string>();
        if (group.Tags.Count > 0)
        {
            parts.Add("标签" + string.Join("、", group.Tags.Select(t => $"“{tagNames.GetValueOrDefault(t, t)}”")));
        }

        if (group.AgeBelow is { } below)
        {
            parts.Add($"未满 {below} 岁");
        }

        if (group.AgeFrom is { } from)
        {
            parts.Add($"年满 {from} 岁");
        }

        if (group.NoPhone)
        {
            parts.Add("全户没有电话");
        }

        return string.Join("，或", parts);
    }
}
