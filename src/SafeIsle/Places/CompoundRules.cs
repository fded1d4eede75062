using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places;

/// <summary>What follows from a compound's name.</summary>
public static partial class CompoundRules
{
    public const int NameLength = 40;

    private const int KeyLength = 80;
    private const int Timeout = 500;

    /// <summary>Orders compounds by the numbers in their names: 二期 before 十期, 2区 before 10区. Compare byte by byte.</summary>
    public static string SortKey(string name) => ChineseText.Cut(
        Numbers().Replace(ChineseText.Key(name), static match =>
            ChineseNumber.TryParse(match.Value, out var number) ? number.ToString("D5", CultureInfo.InvariantCulture) : match.Value),
        KeyLength);

    // A Chinese numeral counts only before the word that numbers a part: 三林苑 is a name, 三期 the third phase.
    [GeneratedRegex("[0-9]{1,6}|[一二三四五六七八九十]{1,3}(?=期|区|村|组|弄|坊)", RegexOptions.None, Timeout)]
    private static partial Regex Numbers();
}
