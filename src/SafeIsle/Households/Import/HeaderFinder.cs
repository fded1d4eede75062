using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Finds the header of a sheet: below titles, in one row or in two or three with merged cells.</summary>
public static class HeaderFinder
{
    private const int RowsSearched = 60;
    private const int DeepestHeader = 3;
    private const int FewestColumns = 2;
    private const double ShareUnderstood = 0.4;
    private const int MostSamples = 3;
    private const int RowsSampled = 200;

    /// <param name="sheet">The sheet.</param>
    /// <param name="tagWords">Words for care tags: a column headed by one of them is a column of ticks.</param>
    public static SheetHeader Find(Sheet sheet, IReadOnlyDictionary<string, string> tagWords)
    {
        SheetHeader? best = null;
        var bestScore = 0.0;
        for (var at = 0; at < sheet.Rows.Count && at < RowsSearched; at++)
        {
            for (var depth = 1; depth <= DeepestHeader && at + depth <= sheet.Rows.Count; depth++)
            {
                if (!IsHeaderRow(sheet, at, depth, tagWords))
                {
                    break;
                }

                var candidate = Understand(sheet, at, depth, tagWords);
                var score = Score(candidate) - (depth * 0.1);
                if (score > bestScore)
                {
                    (best, bestScore) = (candidate, score);
                }
            }
        }

        var header = best ?? new SheetHeader(0, 0, [.. Enumerable.Range(0, sheet.Width).Select(static i => new HeaderColumn(i, CellName.Column(i), RegisterColumn.None, null, []))], []);
        return header with { Columns = [.. header.Columns.Select(column => column with { Samples = Samples(sheet, header.LastRow, column.Index) })] };
    }

    // The first row of a header may hold only group titles; the rows below it must be made of headings.
    private static bool IsHeaderRow(Sheet sheet, int at, int depth, IReadOnlyDictionary<string, string> tagWords)
    {
        var row = sheet.Rows[at + depth - 1];
        var above = depth > 1 ? sheet.Rows[at + depth - 2] : null;
        if (above is not null && row.Number != above.Number + 1)
        {
            return false;
        }

        int own = 0, understood = 0, grouped = 0;
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var cell = row.Cells[i];
            if (cell.IsBlank || (i > 0 && cell.IsMerged && row.Cells[i - 1].Text == cell.Text))
            {
                grouped += cell.IsBlank ? 0 : 1;
                continue;
            }

            if (above is not null && above[i].Text == cell.Text)
            {
                continue;
            }

            own++;
            var key = ColumnWords.KeyOf(cell.Text);
            understood += ColumnWords.Match(key).Sureness > 0 || TagWordOf(key, tagWords) is not null ? 1 : 0;
        }

        return depth == 1
            ? understood >= 1 && own >= FewestColumns && (grouped > 0 || understood >= own * ShareUnderstood)
            : own > 0 && understood * 2 >= own;
    }

    private static SheetHeader Understand(Sheet sheet, int at, int depth, IReadOnlyDictionary<string, string> tagWords)
    {
        var rows = sheet.Rows.Skip(at).Take(depth).ToList();
        var width = Math.Max(rows.Max(static row => row.Cells.Count), sheet.Width);
        var columns = new List<HeaderColumn>(width);
        var sureness = new int[width];
        for (var i = 0; i < width; i++)
        {
            var parts = rows.Select(row => ChineseText.Clean(row[i].Text)).Where(static text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            var (column, word, sure) = Meaning(parts, tagWords);
            sureness[i] = sure;
            columns.Add(new HeaderColumn(i, parts.Count > 0 ? string.Join('/', parts) : CellName.Column(i), column, word, []));
        }

        ResolveRepeats(columns, sureness);
        if (!columns.Exists(static c => c.Column == RegisterColumn.Name) && columns.FindIndex(static c => c.Column == RegisterColumn.HeadName) is var head and >= 0)
        {
            columns[head] = columns[head] with { Column = RegisterColumn.Name };
        }

        var titles = sheet.Rows.Take(at).SelectMany(static row => row.Cells).Where(static cell => !cell.IsBlank)
            .Select(static cell => ChineseText.Clean(cell.Text)).Distinct(StringComparer.Ordinal).ToList();
        return new SheetHeader(rows[0].Number, rows[^1].Number, columns, titles);
    }

    private static (RegisterColumn Column, string? TagWord, int Sureness) Meaning(List<string> parts, IReadOnlyDictionary<string, string> tagWords)
    {
        if (parts.Count == 0)
        {
            return default;
        }

        var keys = parts.ConvertAll(ColumnWords.KeyOf);
        var joined = keys.Count > 1 ? ColumnWords.Match(string.Concat(keys)) : default;
        var last = ColumnWords.Match(keys[^1]);

        // 租户 over 姓名 is the tenant's name, 户籍 over 地址 the registered address.
        var belongsToGroup = joined.Column is RegisterColumn.TenantName or RegisterColumn.TenantPhone or RegisterColumn.TenantDocumentNumber or RegisterColumn.RegisteredAddress;
        if (joined.Sureness > 0 && belongsToGroup)
        {
            return (joined.Column, null, joined.Sureness);
        }

        if (last.Sureness == ColumnWords.Exact)
        {
            return (last.Column, null, last.Sureness);
        }

        if (TagWordOf(keys[^1], tagWords) is { } word)
        {
            return (RegisterColumn.TagTick, word, ColumnWords.Exact);
        }

        var (column, sureness) = last.Sureness > 0 ? last : joined.Sureness > 0 ? joined : ColumnWords.Match(keys[0]);
        return (column, null, sureness);
    }

    internal static string? TagWordOf(string key, IReadOnlyDictionary<string, string> tagWords)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["", "是否", "有无", "是否有", "是否为"])
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal) && tagWords.ContainsKey(key[prefix.Length..]))
            {
                return key[prefix.Length..];
            }
        }

        return null;
    }

    // Of two columns for one thing the surer stays; a second telephone column becomes the second number.
    private static void ResolveRepeats(List<HeaderColumn> columns, int[] sureness)
    {
        foreach (var group in columns.Where(static c => !ColumnWords.MayRepeat(c.Column)).GroupBy(static c => c.Column).ToList())
        {
            foreach (var extra in group.OrderByDescending(c => sureness[c.Index]).ThenBy(static c => c.Index).Skip(1))
            {
                var second = extra.Column == RegisterColumn.Phone && !columns.Exists(static c => c.Column == RegisterColumn.Phone2);
                columns[extra.Index] = extra with { Column = second ? RegisterColumn.Phone2 : RegisterColumn.None };
            }
        }
    }

    private static double Score(SheetHeader header)
    {
        var found = header.Columns.Select(static c => c.Column).Where(static c => c != RegisterColumn.None).ToHashSet();
        var names = found.Contains(RegisterColumn.Name) || found.Contains(RegisterColumn.TenantName);
        var doors = found.Contains(RegisterColumn.Address) || found.Contains(RegisterColumn.Room) || found.Contains(RegisterColumn.Building);
        return found.Count < FewestColumns || !(names || doors) ? 0 : found.Count + (names ? 2 : 0) + (doors ? 1 : 0);
    }

    private static List<string> Samples(Sheet sheet, int below, int column) =>
        [.. sheet.Rows.SkipWhile(row => row.Number <= below).Take(RowsSampled).Select(row => ChineseText.Clean(row[column].Text))
            .Where(static text => text.Length > 0).Distinct(StringComparer.Ordinal).Take(MostSamples)];
}
