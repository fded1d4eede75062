using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>Something drawn at a place of a page. Blocks leave marks; the canvas draws them once all pages are known.</summary>
internal abstract class Mark
{
    internal abstract void Paint(Canvas canvas);
}

/// <summary>Some lines of a text, set in a width from (<see cref="X"/>, <see cref="Y"/>), the top left corner of the first line drawn.</summary>
internal sealed class TextMark(string text, TextStyle style, double width) : Mark
{
    internal string Text => text;

    internal TextStyle Style => style;

    internal double Width => width;

    internal double X { get; init; }

    internal double Y { get; init; }

    internal Align Align { get; init; }

    internal int FirstLine { get; init; }

    internal int Lines { get; init; } = int.MaxValue / 2;

    internal bool Struck { get; init; }

    internal override void Paint(Canvas canvas) => canvas.Text(this);
}

/// <summary>A straight line, in points.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Line(double X1, double Y1, double X2, double Y2);

/// <summary>Lines of one weight.</summary>
internal sealed class LinesMark(IReadOnlyList<Line> lines, double weight, bool dashed = false) : Mark
{
    /// <summary>The thinnest line that survives two photocopies, in points.</summary>
    internal const double Thin = 0.5;

    /// <summary>The frame of a table, in points.</summary>
    internal const double Medium = 0.9;

    internal override void Paint(Canvas canvas) => canvas.Content.Lines(lines, weight, dashed);
}

/// <summary>A rectangle, in points.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(double X, double Y, double Width, double Height);

/// <summary>A black shape of rectangles.</summary>
internal sealed class FillMark(IReadOnlyList<Box> boxes) : Mark
{
    internal override void Paint(Canvas canvas) => canvas.Content.Fill(boxes);
}

/// <summary>A picture that fills a rectangle.</summary>
internal sealed class PictureMark(PrintPicture picture, Box box) : Mark
{
    internal override void Paint(Canvas canvas) => canvas.Picture(picture, box);
}

/// <summary>Marks that were laid out on their own and are placed as one, smaller where they would not fit.</summary>
internal sealed class GroupMark(IReadOnlyList<Mark> marks, double x, double y, double scale = 1) : Mark
{
    internal override void Paint(Canvas canvas) => canvas.PaintAt(x, y, scale, marks);
}
