namespace SafeIsle.Platform.Print;

/// <summary>Collects the lines of the part of a table that stands on one page, and draws them together when the part is closed.</summary>
internal sealed class TableGrid(double[] edges)
{
    private readonly List<Line> frame = [];
    private readonly List<Line> inner = [];
    private double top;
    private double columnsTop;
    private double bottom;

    /// <summary>Whether there is no row below the head yet.</summary>
    internal bool IsEmpty { get; private set; } = true;

    private double Left => edges[0];

    private double Right => edges[^1];

    /// <summary>Starts a part.</summary>
    internal void Open(double y)
    {
        top = columnsTop = bottom = y;
        IsEmpty = true;
    }

    /// <summary>Ends the head of the part.</summary>
    internal void EndHeader(double y)
    {
        frame.Add(Across(y));
        bottom = y;
    }

    /// <summary>Ends a row; the lines between the columns stop above and go on below a row that has only one cell.</summary>
    internal void EndRow(double y, bool spansAll)
    {
        if (!IsEmpty)
        {
            inner.Add(Across(bottom));
        }

        if (spansAll)
        {
            DivideColumns(bottom);
            columnsTop = y;
        }

        bottom = y;
        IsEmpty = false;
    }

    /// <summary>Ends the part and draws its lines.</summary>
    internal void Close(Flow flow)
    {
        DivideColumns(bottom);
        frame.AddRange([Across(top), Across(bottom), new Line(Left, top, Left, bottom), new Line(Right, top, Right, bottom)]);
        flow.Add(new LinesMark([.. inner], LinesMark.Thin));
        flow.Add(new LinesMark([.. frame], LinesMark.Medium));
        inner.Clear();
        frame.Clear();
    }

    private Line Across(double y) => new(Left, y, Right, y);

    private void DivideColumns(double y)
    {
        if (y > columnsTop)
        {
            inner.AddRange(edges[1..^1].Select(x => new Line(x, columnsTop, x, y)));
        }
    }
}
