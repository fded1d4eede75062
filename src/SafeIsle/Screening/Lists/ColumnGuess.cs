using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Lists;

/// <summary>What a column of a list holds, told by what stands in it: headings of lists from above are often none, or 信息1.</summary>
public static class ColumnGuess
{
    private const int RowsSampled = 50;
    private const int MostSamples = 3;
    private const double Most = 0.7;
    private const int LongestName = 4;

    /// <summary>Whether the first row looks like headings: no long number in it.</summary>
    internal static bool HasHeading(Sheet sheet) =>
        sheet.Rows is [var first, _, ..] && first.Cells.All(c => ChineseText.Key(c.Text).Count(char.IsAsciiDigit) < PhoneDigits);

    private const int PhoneDigits = 7;

    internal static SheetHeader WithoutHeading(Sheet sheet) =>
        new(0, 0, [.. Enumerable.Range(0, sheet.Width).Select(i => new HeaderColumn(i, CellName.Column(i), RegisterColumn.None, null, []))], []);

    internal static SheetHeader HeadingAt(Sheet sheet, int row)
    {
        var cells = sheet.Rows.FirstOrDefault(r => r.Number == row) ?? new SheetRow(row, []);
        return new(
            row, row,
            [.. Enumerable.Range(0, sheet.Width).Select(i => new HeaderColumn(i, ChineseText.Clean(cells[i].Text) is { Length: > 0 } title ? title : CellName.Column(i), RegisterColumn.None, null, []))],
            []);
    }

    /// <summary>The same heading with samples, without meanings that a list has no use for, and with those that only the content tells.</summary>
    internal static SheetHeader Complete(Sheet sheet, SheetHeader header)
    {
        var columns = header.Columns.Select(c => c with { Column = SentPlan.Meanings.Contains(c.Column) ? c.Column : RegisterColumn.None, TagWord = null }).ToList();
        var taken = columns.Select(c => c.Column).ToHashSet();
        for (var i = 0; i < columns.Count; i++)
        {
            var values = sheet.Rows.Where(r => r.Number > header.LastRow).Take(RowsSampled).Select(r => ChineseText.Clean(r[i].Text)).Where(t => t.Length > 0).ToList();
            if (columns[i].Column == RegisterColumn.None && Of(values) is var guess && guess != RegisterColumn.None && taken.Add(guess))
            {
                columns[i] = columns[i] with { Column = guess };
            }

            columns[i] = columns[i] with { Samples = [.. values.Distinct(StringComparer.Ordinal).Take(MostSamples)] };
        }

        return header with { Columns = columns };
    }

    /// <summary>What most of the values are; <see cref="RegisterColumn.None"/> where that is not clear.</summary>
    public static RegisterColumn Of(IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return RegisterColumn.None;
        }

        return Share(IsDocument) ? RegisterColumn.DocumentNumber
            : Share(IsPhone) ? RegisterColumn.Phone
            : Share(t => t.Length > LongestName && DwellingAddress.TryParseDoor(t, out var address)) ? RegisterColumn.Address
            : Share(IsName) && values.Distinct(StringComparer.Ordinal).Count() > values.Count / 2 ? RegisterColumn.Name
            : RegisterColumn.None;

        bool Share(Func<string, bool> holds) => values.Count(holds) >= values.Count * Most;
    }

    private static bool IsDocument(string text) =>
        ChineseText.Key(text) is { Length: 18 } key && key[..6].All(char.IsAsciiDigit) && key[^1] is 'X' or >= '0' and <= '9' && key[6..17].All(c => c == '*' || char.IsAsciiDigit(c));

    private static bool IsPhone(string text) => PhoneNumber.ReadAll(text) is { Problems.Count: 0 } cell && cell.Numbers.Count + cell.Masked.Count > 0;

    private static bool IsName(string text) => text.Length is >= 2 and <= LongestName && PlainSurnames.Contains(text[0], StringComparison.Ordinal) && text.All(c => c is >= '\u4E00' and <= '\u9FFF');

    // The commonest hundred: a column in which most begin so holds names, whatever else the rest are called.
    private const string PlainSurnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
}
