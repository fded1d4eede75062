using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>One row seen through the sheet's header.</summary>
internal sealed class RowCells(SheetHeader header)
{
    // What a cell of a register can honestly hold; the expressions that read it are fast up to here.
    private const int LongestText = 1_000;

    private readonly int[] indexes = Indexes(header);
    private SheetRow row = new(0, []);

    internal SheetHeader Header => header;

    internal SheetRow Row => row;

    internal RowCells At(SheetRow next)
    {
        row = next;
        return this;
    }

    internal bool Has(RegisterColumn column) => indexes[(int)column] >= 0;

    internal SheetCell Cell(RegisterColumn column) => row[indexes[(int)column]];

    /// <summary>The cell's text, cleaned; "" where the sheet has no such column. A failed formula says nothing.</summary>
    internal string Text(RegisterColumn column) => Text(Cell(column));

    internal static string Text(SheetCell cell) => cell.IsError ? "" : ChineseText.Clean(ChineseText.Cut(cell.Text, LongestText));

    /// <summary>The row as it stood in the file.</summary>
    internal string[] Raw()
    {
        var raw = new string[header.Columns.Count];
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = row[i].Text;
        }

        return raw;
    }

    private static int[] Indexes(SheetHeader header)
    {
        var found = new int[Enum.GetValues<RegisterColumn>().Length];
        Array.Fill(found, -1);
        foreach (var column in header.Columns.Reverse().Where(static c => c.Column != RegisterColumn.None))
        {
            found[(int)column.Column] = column.Index;
        }

        return found;
    }
}
