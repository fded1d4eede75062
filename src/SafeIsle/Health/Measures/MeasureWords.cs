using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Health.Measures;

/// <summary>Values of this part in words.</summary>
internal static class MeasureWords
{
    public static string Of(MeasureKind kind) => MeasureRuleWords.Of(kind);

    public static string Of(Mood mood) => mood switch
    {
        Mood.NotAsked => "没有问",
        Mood.Calm => "平稳",
        Mood.Anxious => "着急、睡不好",
        Mood.Low => "情绪低落",
        Mood.NeedsSupport => "需要心理援助",
    };

    public static string Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Fine => "正常",
        CallOutcome.Trouble => "有情况",
        CallOutcome.NoAnswer => "没有人应",
        CallOutcome.NotThere => "不在家",
    };

    public static string Of(ReferralTo to) => to switch
    {
        ReferralTo.FeverClinic => "发热门诊",
        ReferralTo.Central => "集中观察点",
        ReferralTo.Hospital => "其他医院",
    };

    public static string Where(Measure measure) => measure.AtHome ? measure.Dwelling : measure.Place;

    /// <summary>第 3 天，共 14 天; 期满 2 小时…</summary>
    public static string Day(Measure measure, DateTimeOffset now) =>
        now < measure.StartsAt ? $"{measure.StartsAt.Short()} 开始"
        : now >= measure.Until ? "已满，等解除"
        : $"第 {measure.DayAt(now)} 天，共 {measure.Days} 天";

    /// <summary>What it means, for the person herself: what, how long, why, what to do.</summary>
    public static IEnumerable<string> Plain(Measure measure, IReadOnlyList<ReportWindow> windows, IReadOnlyList<MeasureTest> tests)
    {
        yield return $"{Of(measure.Kind)}：从 {measure.StartsAt.Full()} 到 {measure.Until.Full()}，共 {measure.Days} 天（一天按 24 小时算）。";
        yield return $"在哪里：{Where(measure)}。{MeasureRuleWords.Of(measure.Out)}。";
        if (measure.CoResidents)
        {
            // Only where there are such tests.
            yield return $"同住的人一并遵守{(tests.Any(t => t.PersonId != measure.PersonId) ? "，同步检测" : "")}。";
        }

        if (windows.Count > 0)
        {
            yield return $"每天报体温：{PlanWords.Windows(windows)}。";
        }

        if (tests.Count > 0)
        {
            yield return $"检测：{string.Join("、", tests.Select(t => $"{t.OnDate.Month}月{t.OnDate.Day}日").Distinct())}，到时有人上门或通知去哪里。";
        }

        if (measure.CallBy is not null)
        {
            yield return "每天会有人打一个电话，问身体，也问需要什么。";
        }
    }
}
