namespace SafeIsle.Platform.Sheets;

/// <summary>A merged range of cells: columns from 0, rows from 1, both ends included.</summary>
internal readonly record struct MergedRange(int FirstColumn, int FirstRow, int LastColumn, int LastRow)
{
    internal static MergedRange? TryParse(string? range)
    {
        var colon = range?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0
            && CellName.TryParse(range.AsSpan(0, colon), out var firstColumn, out var firstRow)
            && CellName.TryParse(range.AsSpan(colon + 1), out var lastColumn, out var lastRow)
            && lastColumn >= firstColumn && lastRow >= firstRow
            ? new MergedRange(firstColumn, firstRow, lastColumn, lastRow)
            : null;
    }

    /// <summary>
    /// Gives every cell of each range the value of its top left cell. Rows that have nothing of their own stay left out, and no row
    /// becomes wider than the widest was.
    /// </summary>
    internal static void Fill(List<SheetRow> rows, List<MergedRange> ranges, UnpackBudget budget)
    {
        if (rows.Count == 0 || ranges.Count == 0)
        {
            return;
        }

        var width = rows.Max(static row => row.Cells.Count);
        foreach (var range in ranges)
        {
            var at = Find(rows, range.FirstRow);
            if (at == rows.Count || rows[at].Number != range.FirstRow || rows[at][range.FirstColumn].IsBlank)
            {
                continue;
            }

            var value = rows[at][range.FirstColumn] with { IsMerged = true };
            var last = Math.Min(range.LastColumn, width - 1);
            for (; at < rows.Count && rows[at].Number <= range.LastRow; at++)
            {
                budget.KeepCells(last - range.FirstColumn + 1);
                var cells = (SheetCell[])rows[at].Cells;
                if (cells.Length <= last)
                {
                    Array.Resize(ref cells, last + 1);
                    rows[at] = rows[at] with { Cells = cells };
                }

                Array.Fill(cells, value, range.FirstColumn, last - range.FirstColumn + 1);
            }
        }
    }

    private static int Find(List<SheetRow> rows, int number)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
