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

    /// <summary>3月1日</summary>
    public static string Day(DateOnly day) => $"{day.Month}月{day.Day}日";
}
