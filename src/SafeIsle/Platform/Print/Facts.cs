namespace SafeIsle.Platform.Print;

/// <summary>A label and its value.</summary>
/// <param name="Label">Such as 楼组长.</param>
/// <param name="Value">Such as a name; empty becomes a line to write on.</param>
public sealed record Fact(string Label, string Value);

/// <summary>Labels and values in columns, read from left to right.</summary>
/// <param name="Across">How many stand side by side, 1 to 4.</param>
/// <param name="Items">The facts.</param>
public sealed record Facts(int Across, params IReadOnlyList<Fact> Items) : Block
{
    private const double ColumnGap = 7 * A4.Mm;
    private const double LabelGap = 2.5 * A4.Mm;
    private const double RowGap = 1 * A4.Mm;
    private const double WritingHeight = 9 * A4.Mm;
    private const double After = 2.5 * A4.Mm;

    // A label longer than this wraps, so that the value keeps its room.
    private const double WidestLabel = 0.5;

    private static readonly TextStyle LabelStyle = new(TextStyle.BodySize, Spacing: 1.5);
    private static readonly TextStyle ValueStyle = new(TextStyle.BodySize, Bold: true, Spacing: 1.5);

    /// <summary>How many stand side by side, 1 to 4.</summary>
    public int Across { get; } = Across is >= 1 and <= 4 ? Across : throw new ArgumentOutOfRangeException(nameof(Across), Across, "1 to 4.");

    internal override void Place(Flow flow)
    {
        var width = (flow.Width - ((Across - 1) * ColumnGap)) / Across;
        var labels = LabelWidths(flow.Typesetter, width);
        foreach (var row in Items.Chunk(Across))
        {
            var text = row.Select((fact, column) => LinesOf(flow.Typesetter, fact, labels[column], width)).Max() * ValueStyle.Leading;
            var height = row.Any(fact => fact.Value.Length == 0) ? Math.Max(text, WritingHeight) : text;
            flow.Need(height);
            flow.Y += height - text;
            for (var column = 0; column < row.Length; column++)
            {
                Place(flow, row[column], flow.Left + (column * (width + ColumnGap)), labels[column], width);
            }

            flow.Y += text + RowGap;
        }

        flow.Y += After;
    }

    private static int LinesOf(Typesetter typesetter, Fact fact, double label, double width) =>
        Math.Max(
            typesetter.CountLines(fact.Label, LabelStyle, label),
            typesetter.CountLines(fact.Value, ValueStyle, width - label - LabelGap)
        );

    private static void Place(Flow flow, Fact fact, double x, double label, double width)
    {
        var valueX = x + label + LabelGap;
        flow.Add(new TextMark(fact.Label, LabelStyle, label) { X = x, Y = flow.Y });
        if (fact.Value.Length > 0)
        {
            flow.Add(new TextMark(fact.Value, ValueStyle, x + width - valueX) { X = valueX, Y = flow.Y });
        }
        else
        {
            var y = flow.Y + ValueStyle.Leading;
            flow.Add(new LinesMark([new Line(valueX, y, x + width, y)], LinesMark.Thin));
        }
    }

    private double[] LabelWidths(Typesetter typesetter, double width) =>
        [
            .. Enumerable
                .Range(0, Across)
                .Select(column => Items.Where((_, index) => index % Across == column).Select(fact => typesetter.Measure(fact.Label, LabelStyle)))
                .Select(widths => Math.Min(Math.Ceiling(widths.DefaultIfEmpty(0).Max()), width * WidestLabel)),
        ];
}
