namespace SafeIsle.Platform.Print;

/// <summary>A heading. It stays on one page with what follows.</summary>
/// <param name="Text">The words.</param>
/// <param name="Level">1: the title of the paper, centred; 2: a part; 3: a part of a part.</param>
public sealed record Heading(string Text, int Level = 1) : Block
{
    private const double KeptBelow = 16 * A4.Mm;

    internal override void Place(Flow flow)
    {
        var (size, align, before, after) = Level switch
        {
            1 => (18.0, Align.Center, 0.0, 4.0),
            2 => (13.0, Align.Left, 2.0, 2.0),
            3 => (11.0, Align.Left, 1.0, 1.5),
            _ => throw new InvalidOperationException($"There is no heading of level {Level}."),
        };
        var style = new TextStyle(size, Bold: true);
        var height = flow.Typesetter.CountLines(Text, style, flow.Width) * style.Leading;
        flow.Need(height + KeptBelow);
        if (!flow.AtTop)
        {
            flow.Y += before * A4.Mm;
        }

        flow.Add(new TextMark(Text, style, flow.Width) { X = flow.Left, Y = flow.Y, Align = align });
        flow.Y += height + (after * A4.Mm);
    }
}
