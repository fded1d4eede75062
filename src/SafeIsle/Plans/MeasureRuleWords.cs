using System.Globalization;

namespace SafeIsle.Plans;

/// <summary>The ladder in words.</summary>
public static class MeasureRuleWords
{
    public static string Of(MeasureKind kind) => kind switch
    {
        MeasureKind.CentralObservation => "集中医学观察",
        MeasureKind.HomeIsolation => "居家隔离医学观察",
        MeasureKind.StrictHomeMonitoring => "严格居家健康监测",
        MeasureKind.HomeMonitoring => "居家健康监测",
        MeasureKind.Monitoring => "健康监测",
        MeasureKind.SelfMonitoring => "自我健康监测",
    };

    public static string Of(GoingOut going) => going switch
    {
        GoingOut.Never => "不外出（就医经批准、有人陪）",
        GoingOut.Asked => "非必要不外出，外出先申报",
        GoingOut.Free => "可以外出",
    };

    public static string Of(PassHold hold) => hold switch
    {
        PassHold.None => "不停用",
        PassHold.Person => "停用本人的证",
        PassHold.Household => "停用全户的证",
    };

    public static string Days(IReadOnlyList<int> days) => days.Count == 0 ? "不检测" : $"第 {string.Join("、", days)} 天";

    /// <summary>最后一天 3月22日，3月23日 10:00 期满: how the end of days of 24 hours is said, of a measure and of what asks for one.</summary>
    /// <param name="over">When the last of them is over: the moment, or the day where no hour is known.</param>
    public static string End(DateOnly last, string over) => $"最后一天 {last.Month}月{last.Day}日，{over} 期满";

    public static string CallBy(TimeOnly? by) =>
        by is { } time ? $"每天 {time.ToString("HH:mm", CultureInfo.InvariantCulture)} 前一个电话" : "不打电话";
}
