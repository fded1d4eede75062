using System.Collections.Concurrent;
using System.Text;

namespace SafeIsle.Platform.Print;

/// <summary>
/// One Pango layout with its own font map, used by one document at a time and then kept for the next:
/// opening the fonts costs more than setting many pages.
/// </summary>
internal sealed unsafe class Typesetter : IDisposable
{
    // Each holds a few megabytes and takes a tenth of a second to open.
    private static readonly int MostSpares = 8;
    private static readonly ConcurrentQueue<Typesetter> Spares = new();

    private readonly nint fontMap;
    private readonly nint context;
    private readonly nint layout;
    private readonly nint font;
    private readonly Faces faces = new();
    private TextStyle style;
    private int width = -1;
    private byte[] utf8 = new byte[256];
    private int utf8Length;

    private Typesetter()
    {
        fontMap = Pango.NewFontMap();
        context = Pango.NewContext(fontMap);
        UseExactGlyphWidths(context);
        // Han characters are drawn as the mainland writes them, also where a fallback font serves several countries.
        Pango.SetLanguage(context, Pango.Language("zh-cn"));
        layout = Pango.NewLayout(context);
        Pango.SetWrap(layout, Pango.WrapWordOrCharacter);
        ForbidHyphens(layout);
        font = Pango.NewFont();
        Pango.SetFamily(font, TextStyle.Family);
    }

    /// <summary>Takes a spare or opens a new one; give it back with <see cref="Return"/>.</summary>
    internal static Typesetter Rent() => Spares.TryDequeue(out var spare) ? spare : new Typesetter();

    /// <summary>Keeps it for the next document.</summary>
    internal static void Return(Typesetter typesetter)
    {
        typesetter.faces.ReleaseFonts();
        if (Spares.Count < MostSpares)
        {
            Spares.Enqueue(typesetter);
        }
        else
        {
            typesetter.Dispose();
        }
    }

    /// <summary>Whether the installed fonts have every character of a text.</summary>
    internal static bool CanDraw(string text)
    {
        var typesetter = Rent();
        try
        {
            typesetter.Set(text, new TextStyle(TextStyle.BodySize), double.PositiveInfinity);
            return Pango.UnknownGlyphs(typesetter.layout) == 0;
        }
        finally
        {
            Return(typesetter);
        }
    }

    /// <summary>How many lines a text takes in a width in points; an empty text takes one.</summary>
    internal int CountLines(string text, TextStyle style, double width)
    {
        if (PrintedText.WidthAtMost(text) * style.Size <= width)
        {
            return 1;
        }

        Set(text, style, width);
        return Pango.LineCount(layout);
    }

    /// <summary>Width of the widest line of a text that is not wrapped, in points.</summary>
    internal double Measure(string text, TextStyle style)
    {
        Set(text, style, double.PositiveInfinity);
        var widest = 0.0;
        for (var index = Pango.LineCount(layout) - 1; index >= 0; index--)
        {
            widest = Math.Max(widest, WidthOf(Pango.Line(layout, index)));
        }

        return widest;
    }

    /// <summary>Draws lines of a text on a canvas.</summary>
    internal void Draw(TextMark mark, Canvas canvas)
    {
        var fits = PrintedText.WidthAtMost(mark.Text) * mark.Style.Size <= mark.Width;
        Set(mark.Text, mark.Style, fits ? double.PositiveInfinity : mark.Width);
        var last = Math.Min(mark.FirstLine + mark.Lines, Pango.LineCount(layout));
        for (var index = mark.FirstLine; index < last; index++)
        {
            var line = Pango.Line(layout, index);
            var measured = mark.Align != Align.Left ? WidthOf(line) : 0;
            var left = mark.Align switch
            {
                Align.Center => mark.X + ((mark.Width - measured) / 2),
                Align.Right => mark.X + mark.Width - measured,
                _ => mark.X,
            };
            var y = mark.Y + ((index - mark.FirstLine) * mark.Style.Leading);
            var right = DrawRuns(line, mark.Style, left, y + mark.Style.Baseline, canvas);
            if (mark.Struck && right > left)
            {
                var middle = y + (mark.Style.Leading / 2);
                canvas.Content.Lines([new Line(left, middle, right, middle)], LinesMark.Medium, dashed: false);
            }
        }
    }

    public void Dispose()
    {
        faces.Dispose();
        Pango.FreeFont(font);
        Pango.Unref(layout);
        Pango.Unref(context);
        Pango.Unref(fontMap);
    }

    private static double WidthOf(Pango.LayoutLine* line)
    {
        Pango.Box box;
        Pango.LineExtents(line, null, &box);
        return (double)box.Width / Pango.Scale;
    }

    // Returns where the last run ends.
    private double DrawRuns(Pango.LayoutLine* line, TextStyle style, double x, double y, Canvas canvas)
    {
        for (var node = line->Runs; node is not null; node = node->Next)
        {
            var drawn = canvas.FontOf(faces.Of(node->Data->Item->Font));
            x += GlyphRun.Draw(node->Data, utf8.AsSpan(0, utf8Length), canvas.Content, drawn, style.Size, x, y);
        }

        return x;
    }

    // Paper has no pixels to round to.
    private static void UseExactGlyphWidths(nint context)
    {
        var options = Cairo.NewFontOptions();
        Cairo.SetHintStyle(options, Cairo.HintStyleNone);
        Cairo.SetHintMetrics(options, Cairo.HintMetricsOff);
        Pango.SetFontOptions(context, options);
        Cairo.DestroyFontOptions(options);
        Pango.SetRoundPositions(context, 0);
    }

    // A hyphen that nobody wrote would be read as part of a number or an address.
    private static void ForbidHyphens(nint layout)
    {
        var attributes = Pango.NewAttributes();
        Pango.Insert(attributes, Pango.InsertHyphens(0));
        Pango.SetAttributes(layout, attributes);
        Pango.FreeAttributes(attributes);
    }

    private void Set(string text, TextStyle wanted, double points)
    {
        if (wanted != style)
        {
            style = wanted;
            Pango.SetSize(font, wanted.Size * Pango.Scale);
            Pango.SetWeight(font, wanted.Bold ? Pango.WeightBold : Pango.WeightNormal);
            Pango.SetFont(layout, font);
        }

        var units = double.IsPositiveInfinity(points) ? -1 : Math.Max(1, (int)(points * Pango.Scale));
        if (units != width)
        {
            width = units;
            Pango.SetWidth(layout, units);
        }

        var clean = PrintedText.Clean(text);
        if (utf8.Length < Encoding.UTF8.GetMaxByteCount(clean.Length))
        {
            utf8 = new byte[Encoding.UTF8.GetMaxByteCount(clean.Length)];
        }

        utf8Length = Encoding.UTF8.GetBytes(clean, utf8);
        fixed (byte* bytes = utf8)
        {
            Pango.SetText(layout, bytes, utf8Length);
        }
    }
}
