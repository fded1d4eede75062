namespace SafeIsle.Platform.Print;

/// <summary>Running text; line breaks in it are kept. It continues on the next page where it must.</summary>
/// <param name="Text">The words. Two ideographic spaces at the start make the usual indent.</param>
public sealed record Paragraph(string Text) : Block
{
    // One line alone at the foot or the head of a page reads badly.
    private const int FewestLinesTogether = 2;

    private readonly double size = TextStyle.BodySize;

    /// <summary>Size in points, at least 8.</summary>
    public double Size
    {
        get => size;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TextStyle.SmallestSize);
            size = value;
        }
    }

    /// <summary>Whether it is bold.</summary>
    public bool Bold { get; init; }

    /// <summary>Where its lines stand.</summary>
    public Align Align { get; init; }

    /// <summary>Distance from line to line, as a multiple of the size.</summary>
    public double Spacing { get; init; } = 1.6;

    /// <summary>White space below, in millimetres.</summary>
    public double After { get; init; } = 2;

    internal override void Place(Flow flow)
    {
        var style = new TextStyle(Size, Bold, Spacing);
        var left = flow.Typesetter.CountLines(Text, style, flow.Width);
        var next = 0;
        while (left > 0)
        {
            flow.Need(Math.Min(left, FewestLinesTogether) * style.Leading);
            var fitting = Math.Max(1, (int)Math.Min(left, flow.Remaining / style.Leading));
            if (left - fitting == 1 && fitting > FewestLinesTogether)
            {
                fitting--;
            }

            flow.Add(new TextMark(Text, style, flow.Width) { X = flow.Left, Y = flow.Y, Align = Align, FirstLine = next, Lines = fitting });
            flow.Y += fitting * style.Leading;
            next += fitting;
            left -= fitting;
        }

        flow.Y += After * A4.Mm;
    }
}
