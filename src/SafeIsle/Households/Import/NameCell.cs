using System.Text;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>The cell of a name: one person, with what people add in brackets.</summary>
/// <param name="Name">"" when the cell holds no person.</param>
/// <param name="Hints">What stood in brackets: 租, 户主, 外出.</param>
/// <param name="Vacant">The cell says that nobody lives there.</param>
/// <param name="Problem">Why it cannot be one person's name.</param>
internal sealed partial record NameCell(string Name, IReadOnlyList<string> Hints, bool Vacant, string? Problem)
{
    internal const int Longest = 50;
    private const int Timeout = 5_000;
    private const int LongestPart = 3;
    private const int MostParts = 3;
    private const int LongestSetWide = 4;

    private static readonly string[] CompoundSurnames =
        ["欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙", "宇文", "端木", "东方", "独孤", "南宫", "轩辕", "澹台"];

    /// <param name="text">Cleaned text of the cell.</param>
    internal static NameCell Read(string text)
    {
        if (text.Length == 0 || FieldWords.IsNothing(text))
        {
            return new NameCell("", [], Vacant: false, null);
        }

        if (FieldWords.IsVacant(text))
        {
            return new NameCell("", [], Vacant: true, null);
        }

        if (FieldWords.IsDitto(text))
        {
            return Wrong("姓名写的是“同上”，请写出姓名。");
        }

        var hints = new List<string>();
        var name = Brackets().Replace(ChineseText.Halfwidth(text), match =>
        {
            hints.Add(match.Groups["in"].Value.Trim());
            return " ";
        });
        name = ChineseText.Clean(name);
        name = name.Any(char.IsAsciiLetter) ? name : Dots().Replace(name, "\u00B7");
        if (Separators().IsMatch(name))
        {
            return Wrong("一格里有两个以上的姓名，请一人写一行。");
        }

        var joined = JoinParts(name);
        if (joined is null)
        {
            return Wrong("一格里像有两个姓名，请一人写一行。");
        }

        if (joined.Length is 0 or > Longest)
        {
            return Wrong(joined.Length == 0 ? "没有姓名，请补上。" : "姓名太长，最多 50 个字。");
        }

        return joined.Any(char.IsAsciiDigit)
            ? Wrong("姓名里有数字，请核对。")
            : new NameCell(joined, hints, Vacant: false, null);
    }

    // "张 三" is one name set wide, "欧阳 娜娜" too; "张三 李四" are two people; "John Smith" keeps its blank.
    private static string? JoinParts(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || name.Any(char.IsAsciiLetter))
        {
            return name;
        }

        var lengths = Array.ConvertAll(parts, static part => part.EnumerateRunes().Count());
        if (lengths.Any(static length => length > LongestPart))
        {
            return name;
        }

        var one = lengths[0] == 1 || Array.IndexOf(CompoundSurnames, parts[0]) >= 0;
        return one && parts.Length <= MostParts && lengths.Sum() <= LongestSetWide ? string.Concat(parts) : null;
    }

    internal static NameCell Wrong(string problem) => new("", [], Vacant: false, problem);

    [GeneratedRegex(@"\((?<in>[^()]*)\)|\[(?<in>[^\[\]]*)\]", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Brackets();

    [GeneratedRegex("[,;/\\\\&+]|\\s和\\s", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Separators();

    // The dot in names of minorities is typed in many ways.
    [GeneratedRegex("[\u00B7\u2022\u30FB\u2027\u22C5\u2024.](?=.)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Dots();
}
