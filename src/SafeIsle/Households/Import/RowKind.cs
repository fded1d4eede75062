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
    private const int FewestColumnNumbers = 4;
    private const int Timeout = 200;

    private readonly List<SheetRow> headerRows = [.. sheet.Rows.Where(row => row.Number >= header.FirstRow && row.Number <= header.LastRow)];
    private readonly HashSet<string> titles = header.Titles.ToHashSet(StringComparer.Ordinal);

    /// <summary>Why the row is passed over, or null. A heading between rows (38号楼2单元) comes back as a place.</summary>
    internal string? Skip(SheetRow row, RowCells cells, out DwellingAddress? section)
    {
        section = null;
        if (headerRows.Exists(head => Repeats(head, row)))
        {
            return "重复的表头";
        }

        var texts = row.Cells.Where(static cell => !cell.IsBlank).Select(static cell => ChineseText.Clean(cell.Text)).Distinct(StringComparer.Ordinal).ToList();
        if (texts.TrueForAll(titles.Contains))
        {
            return "重复的标题";
        }

        if (Total().IsMatch(ChineseText.Key(texts[0])))
        {
            return "合计或说明行";
        }

        if (texts.Count == 1 && cells.Text(RegisterColumn.Name).Length == 0 | row.Cells.Any(static cell => cell.IsMerged))
        {
            if (DwellingAddress.TryParseBuilding(Heading().Replace(ChineseText.Halfwidth(texts[0]), ""), out var place) && char.IsAsciiDigit(place.Building[^1]) | place.IsVilla)
            {
                section = place;
                return "分段标题";
            }

            if (!IsDoor(cells))
            {
                return "说明文字";
            }
        }

        return texts.Count >= FewestColumnNumbers && IsColumnNumbers(texts) ? "列号行" : null;
    }

    private static bool IsDoor(RowCells cells) =>
        cells.Text(RegisterColumn.Address).Length > 0 || cells.Text(RegisterColumn.Room).Length > 0 || cells.Text(RegisterColumn.Building).Length > 0
        || cells.Text(RegisterColumn.Name).Length is > 0 and <= 4 || cells.Text(RegisterColumn.TenantName).Length > 0;

    private static bool Repeats(SheetRow head, SheetRow row)
    {
        int headings = 0, same = 0;
        for (var i = 0; i < head.Cells.Count; i++)
        {
            if (!head[i].IsBlank)
            {
                headings++;
                same += ChineseText.Key(head[i].Text) == ChineseText.Key(row[i].Text) ? 1 : 0;
            }
        }

        return same >= 2 && same >= headings * ShareRepeated;
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
