using System.Globalization;
using System.Text;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households;

/// <summary>Takes a cell of phone numbers apart. Words, strokes and commas separate numbers; blanks and hyphens may stand inside one.</summary>
internal static class PhoneSpelling
{
    private const int LongestCell = 200;
    private const int MostGroups = 24;
    private static readonly string[] None = ["无", "没有", "无电话", "无手机", "没有电话", "没有手机", "暂无", "-", "/", "—"];
    private static readonly string[] ExtensionWords = ["转", "分机"];

    internal static PhoneCell Read(string? text)
    {
        var cell = ChineseText.Cut(ChineseText.Halfwidth(text), LongestCell);
        var numbers = new List<PhoneNumber>();
        var masked = new List<string>();
        var problems = new List<string>();
        if (cell.Length == 0 || None.Contains(cell, StringComparer.Ordinal))
        {
            return new PhoneCell(numbers, masked, problems, "", SaysNone: cell.Length > 0 && char.IsLetter(cell[0]));
        }

        foreach (var word in ExtensionWords)
        {
            cell = cell.Replace(word, "#", StringComparison.Ordinal);
        }

        var words = new StringBuilder();
        foreach (var piece in Pieces(cell, words))
        {
            // A masked number is never typed by hand, so it has no blanks inside.
            foreach (var part in piece.Contains('*', StringComparison.Ordinal) ? piece.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [piece])
            {
                if (PhoneNumber.IsMasked(part))
                {
                    masked.Add(part);
                }
                else
                {
                    ReadPiece(part, numbers, problems);
                }
            }
        }

        return new PhoneCell(numbers, masked, problems, ChineseText.Clean(words.ToString()), SaysNone: false);
    }

    private static IEnumerable<string> Pieces(string cell, StringBuilder words)
    {
        var start = -1;
        for (var i = 0; i <= cell.Length; i++)
        {
            var c = i < cell.Length ? cell[i] : '/';
            if (char.IsAsciiDigit(c) || c is '*' or '+' || (start >= 0 && c is ' ' or '-' or '#' or '.' or ')') || (c == '(' && i + 1 < cell.Length && cell[i + 1] == '0'))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                yield return cell[start..i];
                start = -1;
                words.Append(' ');
            }

            words.Append(char.IsLetter(c) || char.IsSurrogate(c) ? c : ' ');
        }
    }

    // Groups of digits are joined to whole numbers: the fewest numbers that use up all groups.
    private static void ReadPiece(string piece, List<PhoneNumber> numbers, List<string> problems)
    {
        var groups = piece.Split([' ', '-', '(', ')', '+', '.'], StringSplitOptions.RemoveEmptyEntries);
        if (groups.Length is 0 or > MostGroups)
        {
            problems.Add(groups.Length == 0 ? "电话里没有数字，请核对。" : "电话一格里的内容太多，请核对。");
            return;
        }

        var best = new List<string>?[groups.Length + 1];
        best[groups.Length] = [];
        for (var from = groups.Length - 1; from >= 0; from--)
        {
            for (var to = from + 1; to <= groups.Length; to++)
            {
                if (best[to] is { } rest && Whole(string.Concat(groups[from..to]), groups[from..to]) is { } number
                    && (best[from] is null || best[from]!.Count > rest.Count + 1))
                {
                    best[from] = [number, .. rest];
                }
            }
        }

        var found = best[0] ?? SplitRun(string.Concat(groups));
        if (found is null)
        {
            problems.Add(Complaint(string.Concat(groups)));
            return;
        }

        foreach (var number in found.Select(static text => new PhoneNumber(text)).Where(n => !numbers.Contains(n)))
        {
            numbers.Add(number);
        }
    }

    // Two mobile numbers typed without anything between.
    private static List<string>? SplitRun(string digits) =>
        digits.Length == 22 && Whole(digits[..11], [digits[..11]]) is { } first && Whole(digits[11..], [digits[11..]]) is { } second
            ? [first, second]
            : null;

    private static string? Whole(string joined, string[] groups)
    {
        var hash = joined.IndexOf('#', StringComparison.Ordinal);
        var extension = hash < 0 ? "" : joined[(hash + 1)..];
        var digits = hash < 0 ? joined : joined[..hash];
        if (hash >= 0 && extension.Length is 0 or > 6)
        {
            return null;
        }

        if (digits.StartsWith("0086", StringComparison.Ordinal) || (digits.StartsWith("86", StringComparison.Ordinal) && digits.Length > 11))
        {
            digits = digits[(digits[0] == '0' ? 4 : 2)..];
        }

        if (IsMobile(digits))
        {
            return extension.Length == 0 ? digits : null;
        }

        if (digits.Length == 12 && digits[0] == '0' && IsMobile(digits[1..]))
        {
            return digits[1..];
        }

        if (Landline(digits, groups) is { } line)
        {
            return extension.Length == 0 ? line : line + "-" + extension;
        }

        // 0552-3012345-801: the third group is an extension.
        return groups.Length == 3 && groups[2].Length is > 0 and < 6 && Landline(groups[0] + groups[1], groups[..2]) is { } main
            ? main + "-" + groups[2]
            : null;
    }

    private static string? Landline(string digits, string[] groups)
    {
        if (digits.Length == 10 && digits[..3] is "400" or "800")
        {
            return $"{digits[..3]}-{digits[3..6]}-{digits[6..]}";
        }

        if (digits.Length is 7 or 8 && digits[0] is >= '2' and <= '8')
        {
            // 7 digits must not be the tail of something longer that was split up wrongly.
            return groups.Length <= 2 ? digits : null;
        }

        // Area codes of three digits are 010 and 02x, all others have four.
        var area = digits is ['0', '1', '0', ..] or ['0', '2', ..] ? 3 : 4;
        return digits.Length > area && digits[0] == '0' && digits[1] != '0' && digits.Length - area is 7 or 8 && digits[area] is >= '2' and <= '8'
            ? $"{digits[..area]}-{digits[area..]}"
            : null;
    }

    private static bool IsMobile(string digits) => digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9';

    private static string Complaint(string digits) => string.Create(CultureInfo.InvariantCulture, $"电话共 {digits.Length} 位，{(digits[0] == '1' ? "手机号应为 11 位" : "看不出是哪里的号码")}，请核对。");
}
