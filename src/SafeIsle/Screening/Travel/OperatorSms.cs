using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Travel;

/// <summary>What an operator's message says.</summary>
/// <param name="Operator">中国移动, 中国联通, 中国电信 or 运营商.</param>
/// <param name="Names">Places as they stand there, each once; none: it says that there was no travel.</param>
/// <param name="Days">Of how many days it tells; null: it does not say.</param>
/// <param name="LastDay">Up to which day; null: it does not say.</param>
public sealed record OperatorAnswer(string Operator, IReadOnlyList<string> Names, int? Days, DateOnly? LastDay);

/// <summary>
/// Reads the messages in which mobile operators tell a subscriber where his phone was: 您在前14天内到达或途经：…. Their wording changed over the
/// months; what is read is the list behind each such word and colon. That there was no travel is read only where the message says so.
/// </summary>
public static partial class OperatorSms
{
    /// <summary>Characters of a message.</summary>
    public const int MostText = 3_000;

    /// <summary>Places in a message; nobody was in more within a month.</summary>
    public const int MostPlaces = 120;

    /// <summary>Words before a list.</summary>
    private const string Went = "到达|途经|途径|到访|去过|到过|驻留|停留过";

    private const int LongestName = 30;
    private const int DaysOfMonth = 30;

    /// <param name="today">For years that the message leaves out.</param>
    public static Outcome<OperatorAnswer> Read(string text, DateOnly today)
    {
        if (text.Length > MostText)
        {
            return new No($"短信太长（最多 {MostText} 个字），请只粘贴运营商发来的那一条。");
        }

        var plain = Marks().Replace(ChineseText.Halfwidth(text), "");
        if (plain.Length == 0)
        {
            return new No("请把运营商发来的短信粘贴进来。");
        }

        var last = LastDay(plain, today);
        if (last.Refused)
        {
            return new No(last.Refusal!);
        }

        var lists = Lists().Matches(Plain(plain)).Select(m => m.Groups["list"].Value).ToList();
        List<string> names = [.. lists.SelectMany(Names).Distinct(StringComparer.Ordinal)];
        if (names.Count > MostPlaces)
        {
            return new No($"短信里有 {names.Count} 个地方，最多认 {MostPlaces} 个，请核对是不是粘贴了几条短信。");
        }

        if (names.Count == 0 && lists.Count > 0 && !lists.TrueForAll(SaysNone))
        {
            return new No("短信好像没有粘贴全：冒号后面没有地方，请把整条短信粘贴进来。");
        }

        if (lists.Count == 0 && !SaysNowhere(plain))
        {
            return new No(Failed().IsMatch(plain)
                ? "这条短信说没有查成，请按运营商的提示重新查询，再粘贴新的短信。"
                : "没有在短信里认出去过的地方，请粘贴写着“到达或途经”的那一条；也可以在下面直接写地名。");
        }

        return Days(plain) == 0
            ? new No("短信里写的是前 0 天，没有说到哪一天；请按运营商的提示重新查询，再粘贴新的短信。")
            : new OperatorAnswer(Operator(plain), names, Days(plain), last.Value);
    }

    /// <summary>Names in a list as people write it: by commas, semicolons, blanks, lines, brackets, numbered.</summary>
    public static IReadOnlyList<string> Names(string list) =>
        [.. Parts(list).Where(n => n != "未知" && !None().IsMatch(n)).Select(n => ChineseText.Cut(n, LongestName)).Distinct(StringComparer.Ordinal)];

    private static bool SaysNone(string list) => Parts(list).Any(n => None().IsMatch(n));

    private static IEnumerable<string> Parts(string list) =>
        Separators().Split(Numbers().Replace(ChineseText.Halfwidth(list), " ")).Select(n => Rest().Replace(n, "").Trim('.', ':', '-', '(', ')'))
            .Where(n => n.Length > 0);

    // Without a list. Who went somewhere and has no record of something else was not nowhere.
    private static bool SaysNowhere(string text) => Nowhere().IsMatch(text) && !WentAnywhere().IsMatch(Nowhere().Replace(text, ""));

    // The sender's tag ends what it signs; dots and numbers inside a list end nothing.
    private static string Plain(string text) => Numbers().Replace(Dots().Replace(Tags().Replace(text, "."), " "), " ");

    private static string Operator(string text) =>
        text.Contains("移动", StringComparison.Ordinal) || text.Contains("10086", StringComparison.Ordinal) ? "中国移动"
        : text.Contains("联通", StringComparison.Ordinal) || text.Contains("10010", StringComparison.Ordinal) ? "中国联通"
        : text.Contains("电信", StringComparison.Ordinal) || text.Contains("10001", StringComparison.Ordinal) ? "中国电信"
        : "运营商";

    private static int? Days(string text) => DayCount().Match(text) is { Success: true } match
        ? match.Groups["n"].Success ? int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : DaysOfMonth
        : null;

    private static Outcome<DateOnly?> LastDay(string text, DateOnly today)
    {
        if (Until().Match(text) is not { Success: true } match)
        {
            return (DateOnly?)null;
        }

        var (month, day) = (Number("m"), Number("d"));
        var year = match.Groups["y"].Success ? Number("y") : today.Year;
        if (month is < 1 or > 12 || day < 1 || year is < 2000 or > 2200 || day > DateTime.DaysInMonth(year, month))
        {
            return new No("短信里的日期不对，请核对是不是粘贴全了。");
        }

        var date = new DateOnly(year, month, day);
        // In January a message of December says no year.
        return !match.Groups["y"].Success && date > today.AddDays(1) ? date.AddYears(-1) : (Outcome<DateOnly?>)date;

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    // Asterisks mark cities with risk areas, (*) too.
    [GeneratedRegex(@"\(\*\)|\*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marks();

    // 到达或途经:, 途经的省市分别为(停留4小时以上):; up to the end of the sentence or the next list. Not 以实际到访为准. A place in the list may
    // have such a word behind it: 武汉市(途经), 南阳市(驻留2天).
    [GeneratedRegex("(?:" + Went + ")(?:(?!查询日期|查询时间)[^:.]){0,40}?(?::|(?:分别)?为(?![准止主期了您])(?:\\([^()]*\\))?:?)(?<list>(?:(?!(?:" + Went + ")[^:.,;()]{0,40}(?:\\([^()]*\\)[^:.,;()]{0,20})?(?::|为))[^.])*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Lists();

    // [中国移动], [10086]
    [GeneratedRegex(@"\[[^\[\]]{0,12}(?:移动|联通|电信|广电|行程卡|信通院|工信部|10[0-9]{3})[^\[\]]{0,12}\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\.{3,}|[…⋯]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dots();

    // 1.武汉市 2.信阳市, (1)武汉市; a date's dots are between digits.
    [GeneratedRegex(@"(?:\.\s?)?(?<![0-9])(?<![0-9]\.)\(?[0-9]{1,2}[.,)](?=\s?[\p{L}\[])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?:没有|暂无|未查询到|未查到|未发现|无(?![需须法论锡为棣极线误效]))[^.]{0,20}(?:记录|行程|到访|信息|漫游|离开)|未离开|没有离开", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nowhere();

    [GeneratedRegex("到达|途经|途径|去过|到过", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WentAnywhere();

    [GeneratedRegex("失败|不正确|有误|繁忙|稍后|无法|未授权|超时", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Failed();

    [GeneratedRegex(@"(?:前|近|过去|最近)\s?(?:(?<n>[0-9]{1,2})\s?[天日]|(?:一|1)个?月)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayCount();

    [GeneratedRegex(@"(?:截至|截止到?|查询日期:?|查询时间:?)\s?(?:(?<y>[0-9]{4})[年\-/.])?(?<m>[0-9]{1,2})[月\-/.](?<d>[0-9]{1,2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Until();

    [GeneratedRegex(@"[,;/|\[\]①-⑳\s]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    // 武汉市等地, 武汉市(停留4小时以上
    [GeneratedRegex(@"\(.*$|(?:等地|等城市|等)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rest();

    // 无, 没有到访记录; not 无锡市.
    [GeneratedRegex("^(?:无|没有|暂无|未查询到|未查到|未发现)(?:任何|其他|相关|您的?|异地|外地|到访|行程|漫游|出行)*(?:记录|信息|数据)?$|^(?:未|没有)离开[^.]{0,8}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex None();
}
