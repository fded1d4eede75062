using SafeIsle.Gates.Scans;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Gates.Log;

/// <summary>Filters of the log as people say them.</summary>
internal static class LogWords
{
    public static string Name(this LogOnly only) => only switch
    {
        LogOnly.Hot => "发热的",
        LogOnly.Differs => "和规则不一致的",
        LogOnly.Noted => "有备注的",
        LogOnly.Corrected => "更正过的",
        LogOnly.Conflict => "编号相同、内容不同的",
    };

    public static string Name(this LogSort sort) => sort switch
    {
        LogSort.Newest => "最近的在前",
        LogSort.Oldest => "最早的在前",
        LogSort.Dwelling => "按房屋",
        LogSort.Hottest => "体温高的在前",
    };

    /// <summary>2026年3月23日, or 2026年3月20日到2026年3月23日.</summary>
    public static string Days(LogFilter filter) => filter.From == filter.To ? filter.From.Full() : $"{filter.From.Full()}到{filter.To.Full()}";

    /// <summary>2026年3月23日 · 北门 · 只看出 · 不放行 · 22:30–06:30</summary>
    /// <param name="gate">Its name, null where none is chosen.</param>
    public static string Of(LogFilter filter, string? gate) => string.Join(" · ", new[]
    {
        Days(filter),
        gate ?? (filter.Gate is null ? "所有门岗" : "没有这个门岗"),
        filter.Hours is { } hours ? PassRuleWords.Of(hours) : "",
        filter.Way is { } way ? $"只看{way.Name()}" : "",
        filter.Did is { } did ? PassWords.Of(did) : "",
        filter.How?.Name() ?? "",
        filter.Only?.Name() ?? "",
        filter.Words.Length > 0 ? $"含“{filter.Words}”" : "",
    }.Where(words => words.Length > 0));

    /// <summary>Why somebody was not let through as the screen said it, what was said, and what became of the record.</summary>
    public static string Note(GateScan scan) => string.Join("；", new[]
    {
        scan.Verdict == PassVerdict.Stop ? ScanReasons.Of(scan.Reason).TrimEnd('。') : "", scan.Note, scan.Remark(),
    }.Where(words => words.Length > 0));

    /// <summary>36.5; empty where it was not measured.</summary>
    public static string Temperature(int? tenths) => tenths is { } t ? (t / 10m).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : "";
}
