using System.Globalization;
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
        Mood.Low => "低落",
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
        : measure.DayAt(now) > measure.Days ? $"第 {measure.Days} 天还没过完，共 {measure.Days} 天"
        : $"第 {measure.DayAt(now)} 天，共 {measure.Days} 天";

    /// <summary>
    /// How long, the same on the confirmation, the file, the notice and the household's phone: first day, number of days, last day, and the
    /// moment from which it may be released.
    /// </summary>
    public static string Span(Measure measure) =>
        $"{measure.StartsAt.Full()} 起，共 {measure.Days} 天（一天按 24 小时算）：第 1 天是 {Of(measure.StartsAt.DateHere())}，最后一天是 {Of(measure.LastDay)}，{Over(measure)}";

    /// <summary>3月23日 10:00 期满</summary>
    public static string Over(Measure measure) => $"{measure.Until.Short()} 期满";

    /// <summary>最后一天 3月22日，3月23日 10:00 期满; beside the day that it is.</summary>
    public static string End(Measure measure) => MeasureRuleWords.End(measure.LastDay, measure.Until.Short());

    /// <summary>3月9日</summary>
    public static string Of(DateOnly day) => $"{day.Month}月{day.Day}日";

    /// <summary>What it means, for the person herself: what, how long, why, what to do.</summary>
    public static IEnumerable<string> Plain(Measure measure, PlanBody plan, IReadOnlyList<MeasureTest> tests)
    {
        var windows = MeasureRules.Windows(plan.ReportWindows, measure.Reports);
        yield return $"{Of(measure.Kind)}：{Span(measure)}。";
        yield return $"在哪里：{Where(measure)}。";
        yield return $"{MeasureRuleWords.Of(measure.Out)}。";
        if (measure.Passes != PassHold.None)
        {
            yield return $"{(measure.Passes == PassHold.Household ? "家里" : "本人")}的出入证这期间停用，解除后恢复；需要出门看病，请打居委会电话。";
        }

        if (measure is { CoResidents: true, AtHome: true })
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
            yield return $"检测：{string.Join("、", tests.Select(t => Of(t.OnDate)).Distinct())}，到时有人上门或通知去哪里。";
        }

        if (measure.CallBy is not null)
        {
            yield return "每天会有人打一个电话，问身体，也问需要什么。";
        }

        if (measure is { Out: GoingOut.Never, AtHome: true })
        {
            yield return $"垃圾扎好放在门口，每天 {plan.Times.RubbishBy.ToString("HH:mm", CultureInfo.InvariantCulture)} 前有人来收。";
        }
    }
}
