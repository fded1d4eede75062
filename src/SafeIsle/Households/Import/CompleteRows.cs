using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>
/// Rows are given back without those around them, so 同上 becomes what stood above. What else a row took from rows above, from a
/// heading or from the sheet (its door, its tenure) is written out when the file of rejected rows is made.
/// </summary>
internal static class CompleteRows
{
    internal static IEnumerable<ImportRow> Complete(IEnumerable<ImportRow> rows, SheetHeader header)
    {
        var above = new string[header.Columns.Count];
        foreach (var row in rows)
        {
            string[]? completed = null;
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var column = header.Columns[i].Column;
                if (column != RegisterColumn.None && FieldWords.IsDitto(ChineseText.Clean(row.Cells[i]), dashToo: IsPlace(column)))
                {
                    completed ??= [.. row.Cells];
                    completed[i] = above[i] ?? "";
                }
                else if (row.Cells[i].Length > 0)
                {
                    above[i] = row.Cells[i];
                }
            }

            yield return completed is null ? row : row with { Cells = completed };
        }
    }

    internal static bool IsPlace(RegisterColumn column) => column
        is RegisterColumn.Compound or RegisterColumn.Building or RegisterColumn.Unit or RegisterColumn.Floor or RegisterColumn.Room or RegisterColumn.Address;
}
