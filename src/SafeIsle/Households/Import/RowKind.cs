using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Tells the rows of people and doors from all that committees write between them.</summary>
internal sealed partial class RowKind(Sheet sheet, SheetHeader header)
{
    private const double ShareRepeated = 0.7;
    private const int FewestRepeated = 2;
    private const int FewestColumnNumbers = 4;
    private const int LongestSection = 60;
    private const int Timeout = 5_000;

    private readonly List<string[]> headings = [.. sheet.Rows.Where(row => row.Number >= header.FirstRow && row.Number <= header.LastRow)
        .Select(static row => row.Cells.Select(static cell => ChineseText.Key(cell.Text)).ToArray())];

    private readonly HashSet<string> titles = header.Titles.ToHashSet(StringComparer.Ordinal);

    /// <summary>Why the row is passed over, or null. A heading between rows (38号楼2单元) comes back as a place.</summary>
    internal string? Skip(SheetRow row, RowCells cells, out DwellingAddress? section)
    {
        section = null;
        if (headings.Exists(head => Repeats(head, row)))
        {
            return "重复的表头";
        }

        var texts = new List<string>(row.Cells.Count);
        foreach (var cell in row.Cells)
        {
            if (!cell.IsBlank && ChineseText.Clean(cell.Text) is var text && !texts.Contains(text))
            {
                texts.Add(text);
            }
        }

        if (texts.TrueForAll(titles.Contains))
        {
            return "重复的标题";
        }

        if (Total().IsMatch(ChineseText.Key(texts[0])))
        {
            return "合计或说明行";
        }

        if (texts.Count == 1 && (cells.Text(RegisterColumn.Name).Length == 0 || row.Cells.Any(static cell => cell.IsMerged)))
        {
            section = SectionOf(texts[0], cells);
            if (section is not null || !IsDoor(texts[0], cells))
            {
                return section is null ? "说明文字" : "分段标题";
            }
        }

        return texts.Count >= FewestColumnNumbers && IsColumnNumbers(texts) ? "列号行" : null;
    }

    // 38号楼2单元 or 38号楼住户名单 on a line of its own. A bare number is one only where buildings stand: it may be a serial number.
    private static DwellingAddress? SectionOf(string text, RowCells cells)
    {
        if (text.Length > LongestSection)
        {
            return null;
        }

        if (DwellingAddress.TryParseDoor(text, out var door))
        {
            // Over the whole line it heads the people below; in its own column it is a door without people.
            return cells.Text(RegisterColumn.Name).Length > 0 ? door : null;
        }

        return (!text.All(char.IsAsciiDigit) || cells.Text(RegisterColumn.Building) == text)
            && DwellingAddress.TryParseBuilding(Heading().Replace(ChineseText.Halfwidth(text), ""), out var place)
            && char.IsAsciiDigit(place.Building[^1])
                ? place
                : null;
    }

    // One filled cell where doors stand. The same text over many cells is a line across the page, unless it is an address.
    private static bool IsDoor(string text, RowCells cells) =>
        (DwellingAddress.TryParseDoor(text, out var address))
        || (cells.Row.Cells.Count(static cell => !cell.IsBlank) == 1
            && (cells.Text(RegisterColumn.Address) + cells.Text(RegisterColumn.Room) + cells.Text(RegisterColumn.Building) + cells.Text(RegisterColumn.TenantName)).Length > 0);

    private static bool Repeats(string[] head, SheetRow row)
    {
        var filled = head.Count(static key => key.Length > 0);
        var differ = filled - Math.Max(FewestRepeated, (int)Math.Ceiling(filled * ShareRepeated));
        for (var i = 0; i < head.Length && differ >= 0; i++)
        {
            differ -= head[i].Length == 0 || head[i] == ChineseText.Key(row[i].Text) ? 0 : 1;
        }

        return differ >= 0;
    }

    private static bool IsColumnNumbers(List<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] != (i + 1).ToString(CultureInfo.InvariantCulture))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex("^(?:合计|总计|小计|共计|总户数|总人数|本页|填表|制表|审核|统计人|登记人:|注:|备注:|说明:|第.{1,4}页|共.{1,5}[户人])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Total();

    [GeneratedRegex("(?:居民|住户|人员|业主|户籍|信息|情况|登记|花名|统计|汇总|一览|明细)*(?:表|册|名单|台账)?:?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Heading();
}
