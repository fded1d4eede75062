using SafeIsle.Plans;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>Checks and findings in words.</summary>
public static class TravelWords
{
    public static string Name(this FindingState state) => state switch
    {
        FindingState.Proposed => "等第二人复核",
        FindingState.Confirmed => "已确认",
        FindingState.Objected => "本人有异议",
        FindingState.Answered => "已答复异议",
        FindingState.Resolved => "已了结",
    };

    public static string Tone(this FindingState state) => state switch
    {
        FindingState.Proposed or FindingState.Objected => "wait",
        FindingState.Confirmed or FindingState.Answered => "late",
        FindingState.Resolved => "off",
    };

    public static string Name(this FindingEnd end) => end switch
    {
        FindingEnd.Declined => "复核没有同意",
        FindingEnd.Withdrawn => "已撤销",
        FindingEnd.Settled => "已核清或管理期满",
        FindingEnd.TakenUp => "已开出措施",
    };

    /// <summary>河南省信阳市，3月1日到3月4日</summary>
    public static string Words(this Stay stay) => stay.From is { } from && stay.To is { } to ? $"{stay.Name}，{Day(from)}到{Day(to)}" : stay.Name;

    /// <summary>最后一天 3月22日，3月23日 期满, as a measure says it; null where it lasts until it is settled.</summary>
    public static string? End(DateOnly? until) => until is { } over ? MeasureRuleWords.End(over.AddDays(-1), Day(over)) : null;

    /// <summary>See <see cref="End(DateOnly?)"/>.</summary>
    public static string? End(TravelFinding finding) => End(finding.Until);

    /// <summary>3月1日</summary>
    public static string Day(DateOnly day) => $"{day.Month}月{day.Day}日";
}
