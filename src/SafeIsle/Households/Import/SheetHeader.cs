namespace SafeIsle.Households.Import;

/// <summary>How a sheet's columns are understood; what the user corrects and hands back.</summary>
/// <param name="FirstRow">Row number of the header's first row; 0 when none was found.</param>
/// <param name="LastRow">Row number of its last row; data begin below.</param>
/// <param name="Columns">One entry per column, from column A.</param>
/// <param name="Titles">The texts above the header.</param>
public sealed record SheetHeader(int FirstRow, int LastRow, IReadOnlyList<HeaderColumn> Columns, IReadOnlyList<string> Titles)
{
    /// <summary>Whether there is a header that names people or doors. Sheets without one (notes, statistics) are offered, not read.</summary>
    public bool Found => FirstRow > 0;

    /// <summary>The same header with one column understood differently. What else stood for that meaning is set free.</summary>
    public SheetHeader With(int index, RegisterColumn column, string? tagWord = null) => this with
    {
        Columns = [.. Columns.Select(c => c.Index == index
            ? c with { Column = column, TagWord = tagWord }
            : c.Column == column && !ColumnWords.MayRepeat(column) ? c with { Column = RegisterColumn.None } : c)],
    };
}

/// <summary>One column of a sheet.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Title">Its heading as people see it; of a two-row header both, separated by a stroke.</param>
/// <param name="Column">What it is taken for.</param>
/// <param name="TagWord">For <see cref="RegisterColumn.TagTick"/>: the word of the tag.</param>
/// <param name="Samples">Its first different values, for recognising it.</param>
public sealed record HeaderColumn(int Index, string Title, RegisterColumn Column, string? TagWord, IReadOnlyList<string> Samples);
