namespace SafeIsle.Platform.Print;

/// <summary>Sets one <see cref="Table"/> on a flow, from row to row and page to page.</summary>
internal sealed class TableLayout
{
    private const double SidePadding = 1.4 * A4.Mm;
    private const double TopPadding = 0.7 * A4.Mm;
    private const double After = 4 * A4.Mm;
    private const double RoundingError = 0.01;

    // A row that is higher than a page starts where at least this many of its lines fit.
    private const int FewestLinesTogether = 3;

    // A group, a group in it, and its first row.
    private const int MostRowsTogether = 3;

    private readonly Table table;
    private readonly Flow flow;
    private readonly TextStyle plain;
    private readonly TextStyle bold;
    private readonly double[] edges;
    private readonly Measured header;
    private readonly TableGrid grid;

    internal TableLayout(Table table, Flow flow)
    {
        this.table = table;
        this.flow = flow;
        plain = new TextStyle(table.Size);
        bold = new TextStyle(table.Size, Bold: true);
        edges = Edges(table.Columns, flow.Left, flow.Width);
        header = Measure(new Row([.. table.Columns.Select(column => column.Header)]) { Look = RowLook.Bold });
        grid = new TableGrid(edges);
    }

    // A row with the lines that each of its cells takes.
    private sealed record Measured(Row Row, int[] Lines, double Height);

    internal void Place()
    {
        IReadOnlyList<Row> rows = table.Rows.Count > 0 ? table.Rows : [Row.Note(table.Empty)];
        var measured = rows.Select(Measure).ToList();
        flow.Need(header.Height + StartOf(measured, 0));
        Open();
        for (var index = 0; index < measured.Count; index++)
        {
            if (StartOf(measured, index) > flow.Remaining && !grid.IsEmpty)
            {
                TurnPage();
            }

            PlaceRow(measured[index]);
        }

        grid.Close(flow);
        flow.Y += After;
    }

    private static double[] Edges(IReadOnlyList<Column> columns, double left, double width)
    {
        var fixedWidth = columns.Sum(column => (column.Mm ?? 0) * A4.Mm);
        var shares = columns.Sum(column => column.Mm is null ? column.Share : 0);
        var perShare = shares > 0 ? (width - fixedWidth) / shares : 0;
        if (fixedWidth > width + RoundingError || (shares > 0 && perShare <= 0))
        {
            throw new InvalidOperationException("The fixed columns of a table take more width than there is.");
        }

        var result = new double[columns.Count + 1];
        result[0] = left;
        for (var index = 0; index < columns.Count; index++)
        {
            result[index + 1] = result[index] + (columns[index].Mm * A4.Mm ?? columns[index].Share * perShare);
        }

        return result;
    }

    private Measured Measure(Row row)
    {
        flow.Cancel.ThrowIfCancellationRequested();
        if (row.Cells.Count != (row.SpansAll ? 1 : table.Columns.Count))
        {
            throw new InvalidOperationException($"A row has {row.Cells.Count} cells in a table of {table.Columns.Count} columns.");
        }

        var style = StyleOf(row);
        var lines = new int[row.Cells.Count];
        for (var cell = 0; cell < lines.Length; cell++)
        {
            lines[cell] = flow.Typesetter.CountLines(row.Cells[cell], style, TextWidth(row, cell));
        }

        return new Measured(row, lines, Math.Max(table.RowMm * A4.Mm, HeightOf(lines.Max())));
    }

    private TextStyle StyleOf(Row row) => row.Look is RowLook.Bold or RowLook.Group ? bold : plain;

    private double TextWidth(Row row, int cell) => edges[row.SpansAll ? ^1 : cell + 1] - edges[cell] - (2 * SidePadding);

    private double HeightOf(int lines) => (lines * plain.Leading) + (2 * TopPadding);

    // What must fit on a page for a row to start there: a row that opens a group stands with what follows it.
    private double StartOf(List<Measured> rows, int index)
    {
        var height = LowestPart(rows[index]);
        for (var next = index + 1; next < rows.Count && next < index + MostRowsTogether; next++)
        {
            if (rows[next - 1].Row.Look != RowLook.Group)
            {
                break;
            }

            height += LowestPart(rows[next]);
        }

        return height;
    }

    // The whole row, or some lines of it where no page holds it.
    private double LowestPart(Measured row) => row.Height > flow.PageHeight - header.Height ? HeightOf(FewestLinesTogether) : row.Height;

    private void Open()
    {
        grid.Open(flow.Y);
        PlaceLines(header, first: 0, header.Lines.Max(), header.Height);
        grid.EndHeader(flow.Y);
    }

    private void TurnPage()
    {
        grid.Close(flow);
        flow.NextPage();
        Open();
    }

    private void PlaceRow(Measured row)
    {
        if (row.Height <= flow.Remaining)
        {
            PlaceLines(row, first: 0, row.Lines.Max(), row.Height);
            grid.EndRow(flow.Y, row.Row.SpansAll);
        }
        else
        {
            PlaceInParts(row);
        }
    }

    private void PlaceInParts(Measured row)
    {
        var left = row.Lines.Max();
        for (var first = 0; left > 0; )
        {
            var room = (flow.Remaining - HeightOf(0)) / plain.Leading;
            var fitting = Math.Max(1, (int)Math.Min(left, room));
            PlaceLines(row, first, fitting, HeightOf(fitting));
            grid.EndRow(flow.Y, row.Row.SpansAll);
            first += fitting;
            left -= fitting;
            if (left > 0)
            {
                TurnPage();
            }
        }
    }

    // Cells stand in the middle of a whole row; the parts of a divided row start at its top.
    private void PlaceLines(Measured row, int first, int count, double height)
    {
        var style = StyleOf(row.Row);
        for (var cell = 0; cell < row.Lines.Length; cell++)
        {
            var lines = Math.Min(count, row.Lines[cell] - first);
            var text = row.Row.Cells[cell];
            if (lines <= 0 || text.Length == 0)
            {
                continue;
            }

            var isWhole = count >= row.Lines.Max();
            var offset = isWhole ? (height - (lines * style.Leading)) / 2 : TopPadding;
            flow.Add(
                new TextMark(text, style, TextWidth(row.Row, cell))
                {
                    X = edges[cell] + SidePadding,
                    Y = flow.Y + offset,
                    Align = AlignOf(row.Row, cell),
                    FirstLine = first,
                    Lines = lines,
                    Struck = row.Row.Look == RowLook.Struck,
                }
            );
        }

        flow.Y += height;
    }

    private Align AlignOf(Row row, int cell) =>
        row.Look switch
        {
            RowLook.Group => Align.Left,
            RowLook.Note => Align.Center,
            _ => table.Columns[cell].Align,
        };
}
