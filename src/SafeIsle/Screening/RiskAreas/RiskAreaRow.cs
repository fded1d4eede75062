using System.Globalization;
using SafeIsle.Divisions;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;
using SafeIsle.Plans;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>One risk area as it is typed or stands in a file.</summary>
public sealed record RiskAreaRow(long Code, string Name, string Level, DateOnly First, DateOnly? Last)
{
    private const int CodeDigits = 12;
    private const int LeastDigits = 2;

    /// <summary>Reads one row; the refusal says all that is wrong with it.</summary>
    /// <param name="place">A name or a code of 2 to 12 digits.</param>
    /// <param name="name">What it is called where the code is not enough: 桃浦镇某小区; may be empty.</param>
    /// <param name="levels">The plan's levels, see <see cref="TravelPlan.Levels"/>.</param>
    /// <param name="today">For days written without a year, as notices do: 3月20日 is the last one there was.</param>
    public static Outcome<RiskAreaRow> Read(string place, string name, string level, string first, string last, IReadOnlyList<RiskLevel> levels, DateOnly today)
    {
        var wrong = new List<string>();
        var found = Place(ChineseText.Clean(place));
        if (found.Refused)
        {
            wrong.Add(found.Refusal!);
        }

        var known = LevelOf(level, levels);
        if (known is null)
        {
            wrong.Add($"等级“{level}”不认识；预案里的等级是 {string.Join("、", levels.Select(l => l.Name))}。");
        }

        var from = Date(first) ?? DayOf(first, today.AddDays(1));
        if (from is null)
        {
            wrong.Add($"开始日期“{first}”读不懂，请写成 2026-03-20 或 3月20日。");
        }

        DateOnly? until = null;
        if (ChineseText.Clean(last) is { Length: > 0 } ended && ended is not ("至今" or "-" or "—"))
        {
            // Without a year it is the first such day since the beginning.
            until = Date(ended) ?? DayOf(ended, (from ?? today).AddYears(1).AddDays(-1));
            if (until is null || until < from)
            {
                wrong.Add($"结束日期“{last}”要写成 2026-04-03 或 4月3日，并且不早于开始日期；还没有结束就空着。");
            }
        }

        var called = ChineseText.Clean(name);
        if (called.Length > RiskArea.MostName)
        {
            wrong.Add($"名称最多 {RiskArea.MostName} 个字。");
        }

        return wrong.Count > 0
            ? new No(string.Concat(wrong))
            : new RiskAreaRow(found.Value.Code, called.Length == 0 ? ChineseText.Cut(found.Value.Path, RiskArea.MostName) : called, known!, from!.Value, until);
    }

    /// <summary>高 and 高风险地区 are 高风险; null where the plan knows no such level.</summary>
    internal static string? LevelOf(string typed, IReadOnlyList<RiskLevel> levels)
    {
        var text = ChineseText.Clean(typed);
        var key = Bare(text);
        return key.Length == 0 ? null : levels.FirstOrDefault(l => l.Name == text || Bare(l.Name) == key)?.Name;

        static string Bare(string level) => level.Replace("地区", "", StringComparison.Ordinal).Replace("风险", "", StringComparison.Ordinal).TrimEnd('区');
    }

    private static Outcome<KnownPlace> Place(string text)
    {
        if (text.Length is >= LeastDigits and <= CodeDigits && text.All(char.IsAsciiDigit))
        {
            var code = long.Parse(text.PadRight(CodeDigits, '0'), CultureInfo.InvariantCulture);
            return PlaceBook.Of(code) is { } known ? known with { Code = code } : new No($"区划代码 {text} 不认识，请核对；也可以写地名。");
        }

        var found = PlaceBook.Find(text);
        return found switch
        {
            [var one] => one,
            [] => new No($"地名“{ChineseText.Cut(text, 30)}”不认识，请写全省、市、县（区），或写区划代码。"),
            _ => new No($"“{text}”有几处：{string.Join("、", found.Take(5).Select(f => f.Path))}，请写全是哪一处。"),
        };
    }

    private static DateOnly? Date(string text) =>
        Clock.ReadDay(ChineseText.Clean(text)) is { Year: >= 2000 and <= 2200 } date ? date : null;

    /// <summary>3月20日 as the last such day up to then; null for anything else.</summary>
    private static DateOnly? DayOf(string text, DateOnly upTo)
    {
        // Of a leap year, so that 2月29日 is read, too.
        if (!DateOnly.TryParseExact("2000年" + ChineseText.Clean(text), "yyyy年M月d日", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return null;
        }

        var inYear = new DateOnly(upTo.Year, day.Month, Math.Min(day.Day, DateTime.DaysInMonth(upTo.Year, day.Month)));
        return inYear <= upTo ? inYear : inYear.AddYears(-1);
    }
}
