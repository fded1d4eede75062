namespace SafeIsle.Platform.Sheets;

/// <summary>Names of cells: A1, AB12, A1:C3.</summary>
public static class CellName
{
    internal const int LastRow = 1_048_576;
    internal const int LastColumn = 16_384;
    private const int Letters = 26;

    /// <summary>0 → A, 26 → AA.</summary>
    public static string Column(int column)
    {
        var name = "";
        for (var rest = column; rest >= 0; rest = (rest / Letters) - 1)
        {
            name = (char)('A' + (rest % Letters)) + name;
        }

        return name;
    }

    /// <summary>"AB12" → column 27 (from 0), row 12 (from 1). Dollar signs are allowed.</summary>
    internal static bool TryParse(ReadOnlySpan<char> name, out int column, out int row)
    {
        (column, row) = (0, 0);
        foreach (var c in name)
        {
            if (char.IsAsciiLetter(c) && row == 0 && column <= LastColumn)
            {
                column = (column * Letters) + ((c | 0x20) - 'a' + 1);
            }
            else if (char.IsAsciiDigit(c) && row <= LastRow)
            {
                row = (row * 10) + (c - '0');
            }
            else if (c != '$')
            {
                return false;
            }
        }

        column--;
        return column is >= 0 and < LastColumn && row is > 0 and <= LastRow;
    }
}
