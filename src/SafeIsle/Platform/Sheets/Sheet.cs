namespace SafeIsle.Platform.Sheets;

/// <summary>One worksheet.</summary>
/// <param name="Name">The word on its tab.</param>
/// <param name="Hidden">Whether people do not see it.</param>
/// <param name="Rows">The rows with something in them, from the top; blank rows are left out.</param>
public sealed record Sheet(string Name, bool Hidden, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>Number of columns, counted to the rightmost one with something in it.</summary>
    public int Width { get; } = Rows.Count == 0 ? 0 : Rows.Max(static row => row.Cells.Count);
}

/// <summary>One row.</summary>
/// <param name="Number">As the program shows it at the left edge, from 1.</param>
/// <param name="Cells">From column A to the last one with something in it.</param>
public sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells)
{
    /// <summary>The cell in a column counted from 0; a blank one beyond the end.</summary>
    public SheetCell this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : default;
}

/// <summary>One cell, as a person sees it. <c>default</c> is a blank cell.</summary>
public readonly record struct SheetCell
{
    private readonly string? text;

    public SheetCell(string text, string? number = null)
    {
        this.text = text;
        Number = number;
    }

    /// <summary>What is shown; dates as yyyy-MM-dd, with HH:mm where the format has a time. Never null.</summary>
    public string Text => text ?? "";

    /// <summary>The number as the file stores it, e.g. 9.90000199003071E+17; null where the cell is not a number.</summary>
    public string? Number { get; }

    /// <summary>A number keeps 15 digits: an ID number in such a cell has lost its end.</summary>
    public bool IsNumber => Number is not null;

    /// <summary>A number that the cell's format shows as a date or a time.</summary>
    public bool IsDate { get; init; }

    /// <summary>A failed formula, e.g. #N/A.</summary>
    public bool IsError { get; init; }

    /// <summary>Part of a merged range; <see cref="Text"/> is that of its top left cell.</summary>
    public bool IsMerged { get; init; }

    public bool IsBlank => string.IsNullOrWhiteSpace(text);
}
