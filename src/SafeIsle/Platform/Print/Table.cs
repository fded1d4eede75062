namespace SafeIsle.Platform.Print;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Header">Its words in the head of the table.</param>
public sealed record Column(string Header)
{
    /// <summary>Its part of the width that the fixed columns leave, relative to the other columns.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Fixed width in millimetres, instead of a share.</summary>
    public double? Mm { get; init; }

    /// <summary>Where its cells stand; its header too.</summary>
    public Align Align { get; init; }
}

/// <summary>How a row looks.</summary>
public enum RowLook
{
    /// <summary>As the others.</summary>
    Plain,

    /// <summary>Bold, for totals.</summary>
    Bold,

    /// <summary>With a line through its words, for what no longer holds.</summary>
    Struck,

    /// <summary>One bold cell across all columns, for what follows; it stays with the next row.</summary>
    Group,

    /// <summary>One plain cell in the middle, across all columns, such as 以下空白.</summary>
    Note,
}

/// <summary>A row of a <see cref="Table"/>.</summary>
/// <param name="Cells">One for each column; an empty one is room to write in.</param>
public sealed record Row(params IReadOnlyList<string> Cells)
{
    /// <summary>How it looks.</summary>
    public RowLook Look { get; init; }

    /// <summary>One bold cell across all columns.</summary>
    public static Row Group(string text) => new(text) { Look = RowLook.Group };

    /// <summary>One plain cell across all columns.</summary>
    public static Row Note(string text) => new(text) { Look = RowLook.Note };

    internal bool SpansAll => Look is RowLook.Group or RowLook.Note;
}

/// <summary>
/// A ruled table. Its head is repeated on each page, long cells wrap, and a row stays on one page unless it is higher than a page.
/// </summary>
/// <param name="Columns">At least one.</param>
/// <param name="Rows">From top to bottom.</param>
public sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows) : Block
{
    private readonly double size = 9;

    /// <summary>Size of the text in points, at least 8.</summary>
    public double Size
    {
        get => size;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TextStyle.SmallestSize);
            size = value;
        }
    }

    /// <summary>No row is lower than this, in millimetres: 9 gives room for handwriting.</summary>
    public double RowMm { get; init; } = 6;

    /// <summary>Stands in the table when there are no rows.</summary>
    public string Empty { get; init; } = "（无）";

    internal override void Place(Flow flow) => new TableLayout(this, flow).Place();
}
