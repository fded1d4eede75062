using System.Globalization;
using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>Reads the rows of one worksheet part after another, in one pass over each.</summary>
internal sealed class SheetReader(SheetPackage package, SheetLimits limits)
{
    private readonly UnpackBudget budget = package.Budget;
    private readonly List<SheetCell> cells = [];
    private List<SheetRow> rows = [];
    private List<MergedRange> merges = [];
    private int rowNumber;

    internal required IReadOnlyList<NumberFormat> Formats { get; init; }

    internal required IReadOnlyList<string> Shared { get; init; }

    internal required bool From1904 { get; init; }

    internal IReadOnlyList<SheetRow> Read(string part)
    {
        (rows, merges, rowNumber) = ([], [], 0);
        using var reader = package.Read(part);
        while (reader.Step(budget))
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "row")
            {
                ReadRow(reader);
            }
            else if (reader.LocalName == "mergeCell" && MergedRange.TryParse(reader.GetAttribute("ref")) is { } range)
            {
                budget.KeepCells(1);
                merges.Add(range);
            }
        }

        SortRows();
        MergedRange.Fill(rows, merges, budget);
        return rows;
    }

    private void ReadRow(XmlReader reader)
    {
        rowNumber = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : rowNumber + 1;
        if (rowNumber is < 1 or > CellName.LastRow)
        {
            throw new SheetRefusedException(SheetRefusal.Damaged);
        }

        if (reader.IsEmptyElement)
        {
            return;
        }

        cells.Clear();
        var column = -1;
        var depth = reader.Depth;
        while (reader.Step(budget) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "c")
            {
                continue;
            }

            column = CellName.TryParse(reader.GetAttribute("r"), out var named, out _) ? named : column + 1;
            if (!reader.IsEmptyElement)
            {
                Keep(column, ReadCell(reader));
            }
        }

        if (cells.Count > 0)
        {
            budget.KeepRow();
            rows.Add(new SheetRow(rowNumber, cells.ToArray()));
        }
    }

    private void Keep(int column, SheetCell cell)
    {
        if (cell.IsBlank)
        {
            return;
        }

        if (column >= limits.MaxColumns)
        {
            throw new SheetRefusedException(SheetRefusal.TooManyColumns(limits));
        }

        if (column < cells.Count)
        {
            cells[column] = cell;
            return;
        }

        budget.KeepCells(column + 1 - cells.Count);
        while (cells.Count < column)
        {
            cells.Add(default);
        }

        cells.Add(cell);
    }

    private SheetCell ReadCell(XmlReader reader)
    {
        var type = reader.GetAttribute("t");
        var style = reader.GetAttribute("s");
        var value = "";
        string? inline = null;
        var depth = reader.Depth;
        while (reader.Step(budget) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "v")
            {
                value = reader.TextInside(budget);
            }
            else if (reader.LocalName == "is")
            {
                inline = reader.RichTextInside(budget);
            }
        }

        return type switch
        {
            "s" => new SheetCell(FromShared(value)),
            "inlineStr" => new SheetCell(budget.KeepText(inline ?? value)),
            "str" => new SheetCell(budget.KeepText(XmlParts.Unescape(value))),
            "b" => new SheetCell(value is "1" or "true" ? "TRUE" : "FALSE"),
            "e" => new SheetCell(budget.KeepText(SheetText.Sane(value))) { IsError = true },
            "d" => FromIsoDate(value),
            _ => FromNumber(value.Trim(), style),
        };
    }

    private string FromShared(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index) && index < Shared.Count
            ? Shared[index]
            : throw new SheetRefusedException(SheetRefusal.Damaged);

    private SheetCell FromIsoDate(string value) =>
        DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var moment)
            ? new SheetCell(moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)) { IsDate = true }
            : new SheetCell(budget.KeepText(SheetText.Sane(value)));

    private SheetCell FromNumber(string value, string? style)
    {
        if (value.Length == 0)
        {
            return default;
        }

        var format = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Formats.Count
            ? Formats[index]
            : NumberFormat.General;
        return new SheetCell(format.Show(budget.KeepText(SheetText.Sane(value)), From1904), value) { IsDate = format.IsDate };
    }

    // Rows may come in any order in a file that no spreadsheet program wrote.
    private void SortRows()
    {
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i].Number < rows[i - 1].Number)
            {
                rows = [.. rows.OrderBy(static row => row.Number)];
                return;
            }
        }
    }
}
