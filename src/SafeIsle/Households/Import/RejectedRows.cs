using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>
/// The rows that go back: the original columns and cells, sheet by sheet, the reason in the last column. Mended there, the file imports
/// again: a door or a tenure that a row took from rows above is written out, a heading that the user had to explain gets a name that is understood.
/// </summary>
internal static class RejectedRows
{
    internal const string Reason = "退回原因";
    private const double Narrowest = 8;
    private const double Widest = 40;

    /// <returns>A workbook.</returns>
    internal static byte[] Write(ImportPlan plan, IEnumerable<ChosenRow> rows)
    {
        var bySheet = rows.ToLookup(r => r.Content.Sheet, StringComparer.Ordinal);
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            foreach (var sheet in plan.Sheets.Where(s => bySheet.Contains(s.Name)))
            {
                Write(writer, sheet, [.. bySheet[sheet.Name].OrderBy(r => r.Row.Seq)]);
            }
        }

        return file.ToArray();
    }

    private static void Write(SheetWriter writer, SheetPlan sheet, List<ChosenRow> rows)
    {
        // A file that comes back a second time does not collect reasons.
        var kept = sheet.Header.Columns.Where(c => ColumnWords.KeyOf(c.Title) != Reason).ToList();
        var wholeAddress = kept.FindIndex(c => c.Column == RegisterColumn.Address);
        var tenure = kept.FindIndex(c => c.Column == RegisterColumn.Tenure);
        var gaps = rows.ConvertAll(row => Gaps(sheet, row.Content));
        var addressColumn = wholeAddress < 0 && gaps.Exists(g => g.Address is not null);
        var tenureColumn = tenure < 0 && gaps.Exists(g => g.Tenure is not null);
        var cells = rows.ConvertAll(row => kept.ConvertAll(c => c.Index < row.Content.Cells!.Count ? row.Content.Cells[c.Index] : ""));
        for (var i = 0; i < rows.Count; i++)
        {
            Fill(cells[i], wholeAddress, addressColumn, gaps[i].Address);
            Fill(cells[i], tenure, tenureColumn, gaps[i].Tenure);
            cells[i].Add(ReasonOf(rows[i]));
        }

        List<string> titles = [.. kept.Select(Heading), .. addressColumn ? ["住址"] : Array.Empty<string>(), .. tenureColumn ? ["居住类型"] : Array.Empty<string>(), Reason];
        var columns = titles.Select((title, i) => new SheetColumn(title, Width(title, cells, i))).ToList();
        writer.Sheet(sheet.Name, columns, [.. sheet.Header.Titles]);
        foreach (var row in cells)
        {
            writer.Row([.. row.Select(cell => (SheetValue)cell)]);
        }
    }

    /// <summary>What the row had from its surroundings: found by reading it alone, under its heading.</summary>
    private static (string? Address, string? Tenure) Gaps(SheetPlan sheet, StagedContent content)
    {
        var row = new SheetRow(2, [.. content.Cells!.Select(text => new SheetCell(text))]);
        var options = new RegisterOptions(sheet.Compound.Length > 0 ? sheet.Compound : null, DateOnly.MaxValue, new Dictionary<string, string>(StringComparer.Ordinal));
        var alone = RegisterParser.Read([(new Sheet(sheet.Name, false, [row]), sheet.Header with { FirstRow = 1, LastRow = 1 })], options).Rows;
        return (
            content.Address is null || alone.Any(r => r.Address == content.Address) ? null : content.Address.ToString(),
            alone.Any(r => r.Tenure == content.Tenure) ? null : RegisterWords.Of(content.Tenure));
    }

    private static void Fill(List<string> cells, int at, bool added, string? value)
    {
        if (added)
        {
            cells.Add(value ?? "");
        }
        else if (value is not null)
        {
            cells[at] = value;
        }
    }

    private static string ReasonOf(ChosenRow row)
    {
        if (row.LeftOut is not null)
        {
            return row.LeftOut;
        }

        return row.Content.Problems.Count > 0
            ? string.Join(' ', row.Content.Problems)
            : $"{row.Row.Place}{(row.Row.Missing == MissingPlace.Dwelling ? "没有这套房" : "不在册")}，没有选择新建；请核对住址。";
    }

    private static string Heading(HeaderColumn column)
    {
        var key = ColumnWords.KeyOf(column.Title);
        var understood = ColumnWords.Match(key).Column;
        if (understood == column.Column || column.Column == RegisterColumn.TagTick)
        {
            return column.Column == RegisterColumn.TagTick && key != column.TagWord ? $"{column.TagWord}({Plain(column.Title)})" : column.Title;
        }

        return column.Column == RegisterColumn.None ? $"不导入（{Plain(column.Title)}）" : $"{ColumnWords.NameOf(column.Column)}({Plain(column.Title)})";
    }

    private static string Plain(string title) => ChineseText.Halfwidth(title).Replace('(', ' ').Replace(')', ' ').Trim();

    private static double Width(string title, List<List<string>> cells, int column) =>
        Math.Clamp(cells.Select(row => Digits(row[column])).Append(Digits(title)).Max() + 2, Narrowest, Widest);

    private static double Digits(string text) => text.Sum(static c => c < 0x2E80 ? 1.0 : 2.0);
}
