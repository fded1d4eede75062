using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Birth dates and ages as registers write them.</summary>
internal static partial class BirthCell
{
    private const int Timeout = 5_000;
    private const int OldestAge = 125;

    // A list may be ten years old, so an age in it may be that much too low, and hardly too high.
    private const int AgeTooLow = 15;
    private const int AgeTooHigh = 2;

    private static readonly string[] Shapes = ["yyyy-M-d", "yyyyMMdd", "yyyy年M月d日", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d", "yyyy-MM-dd HH:mm"];

    /// <summary>A whole date; a date without day or an age alone gives neither date nor problem.</summary>
    internal static (DateOnly? Date, int? Age, string? Problem) Read(string text, DateOnly today)
    {
        var key = ChineseText.Halfwidth(text);
        if (key.Length == 0 || FieldWords.IsNothing(key))
        {
            return default;
        }

        foreach (var shape in Shapes)
        {
            if (DateOnly.TryParseExact(key, shape, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date))
            {
                return date.Year >= 1900 && date <= today
                    ? (date, null, null)
                    : (null, null, "出生日期不在 1900 年到今天之间，请核对。");
            }
        }

        if (YearMonth().IsMatch(key))
        {
            return default;
        }

        return Age().Match(key) is { Success: true } match && int.Parse(match.Groups["age"].Value, CultureInfo.InvariantCulture) is var age && age <= OldestAge
            ? (null, age, null)
            : (null, null, $"看不懂出生日期“{ChineseText.Cut(key, 20)}”，请写成 1950-03-08。");
    }

    /// <summary>A warning when the age in the list cannot be that of the birth date.</summary>
    internal static string? CheckAge(int listed, DateOnly birth, DateOnly today)
    {
        var age = today.Year - birth.Year - (today < birth.AddYears(today.Year - birth.Year) ? 1 : 0);
        return listed > age + AgeTooHigh || listed < age - AgeTooLow
            ? string.Create(CultureInfo.InvariantCulture, $"表中年龄 {listed} 岁与出生日期（现 {age} 岁）差得太多，请核对。")
            : null;
    }

    [GeneratedRegex("^(?:19|20)[0-9]{2}(?:[-./年]?(?:0?[1-9]|1[0-2])月?|年)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex YearMonth();

    [GeneratedRegex("^(?<age>[0-9]{1,3})(?:周?岁)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Age();
}
