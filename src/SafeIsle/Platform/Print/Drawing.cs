namespace SafeIsle.Platform.Print;

/// <summary>A row of corners in the drawing's units.</summary>
/// <param name="Corners">x, y of each.</param>
/// <param name="Closed">Whether the last is joined to the first.</param>
/// <param name="Strong">A thick line.</param>
/// <param name="Dashed">A broken line.</param>
public sealed record DrawingLine(IReadOnlyList<(double X, double Y)> Corners, bool Closed = true, bool Strong = false, bool Dashed = false);

/// <summary>A word in the middle of a place.</summary>
/// <param name="Size">Height in the drawing's units; never printed smaller than can be read.</param>
/// <param name="Width">So wide may it be, in the drawing's units.</param>
public sealed record DrawingWord(string Text, double X, double Y, double Size, double Width, bool Bold = false);

/// <summary>A plan of lines and words, as large as the rest of the page allows. Black on white, or on a pale picture: it survives a photocopier.</summary>
/// <param name="Width">In its own units.</param>
/// <param name="Height">In the same.</param>
/// <param name="KeptMm">Left free below it, in millimetres, for what has to stand on the same page.</param>
public sealed record Drawing(double Width, double Height, IReadOnlyList<DrawingLine> Lines, IReadOnlyList<DrawingWord> Words, double KeptMm = 0) : Block
{
    private const double Least = 60 * A4.Mm;
    private const double SmallestWord = 5;

    /// <summary>Under all of it down to <see cref="PictureHeight"/>; null for none.</summary>
    public PrintPicture? Picture { get; init; }

    /// <summary>In the drawing's units.</summary>
    public double PictureHeight { get; init; }

    internal override void Place(Flow flow)
    {
        flow.Need(Least + (KeptMm * A4.Mm));
        var scale = Math.Min(flow.Width / Width, (flow.Remaining - (KeptMm * A4.Mm)) / Height);
        var (left, top) = (flow.Left + ((flow.Width - (Width * scale)) / 2), flow.Y);
        if (Picture is not null)
        {
            flow.Add(new PictureMark(Picture, new(left, top, Width * scale, PictureHeight * scale)));
        }

        foreach (var kind in Lines.GroupBy(l => (l.Strong, l.Dashed)))
        {
            flow.Add(new LinesMark([.. kind.SelectMany(Segments)], kind.Key.Strong ? LinesMark.Medium * 2 : LinesMark.Thin, kind.Key.Dashed));
        }

        foreach (var word in Words.Where(w => w.Text.Length > 0))
        {
            var style = new TextStyle(Math.Max(SmallestWord, word.Size * scale), word.Bold, 1.1);
            var width = word.Width * scale;
            flow.Add(new TextMark(word.Text, style, width)
            {
                X = left + (word.X * scale) - (width / 2), Y = top + (word.Y * scale) - (style.Leading / 2), Align = Align.Center, Lines = 1,
            });
        }

        flow.Y += Height * scale;

        IEnumerable<Line> Segments(DrawingLine line)
        {
            for (var i = 1; i < line.Corners.Count; i++)
            {
                yield return Between(line.Corners[i - 1], line.Corners[i]);
            }

            if (line.Closed && line.Corners.Count > 2)
            {
                yield return Between(line.Corners[^1], line.Corners[0]);
            }
        }

        Line Between((double X, double Y) a, (double X, double Y) b) => new(left + (a.X * scale), top + (a.Y * scale), left + (b.X * scale), top + (b.Y * scale));
    }
}
