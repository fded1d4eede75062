using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace SafeIsle.Platform.Print;

/// <summary>
/// One Pango layout with its own font map, used by one document at a time and then kept for the next:
/// opening the fonts costs more than setting a page.
/// </summary>
internal sealed unsafe class Typesetter : IDisposable
{
    // Spares beyond one for each core would only hold memory.
    private static readonly int MostSpares = Environment.ProcessorCount;
    private static readonly ConcurrentQueue<Typesetter> Spares = new();

    private readonly nint fontMap;
    private readonly nint context;
    private readonly nint layout;
    private readonly nint font;
    private TextStyle style;
    private int width = -1;

    private Typesetter()
    {
        fontMap = Pango.NewFontMap();
        context = Pango.NewContext(fontMap);
        UseExactGlyphWidths(context);
        // Han characters are drawn as the mainland writes them, also where a fallback font serves several countries.
        Pango.SetLanguage(context, Pango.Language("zh-cn"));
        layout = Pango.NewLayout(context);
        Pango.SetWrap(layout, Pango.WrapWordOrCharacter);
        Pango.SetAutoDirection(layout, 0);
        font = Pango.NewFont();
        Pango.SetFamily(font, TextStyle.Family);
    }

    /// <summary>Takes a spare or opens a new one; give it back with <see cref="Return"/>.</summary>
    internal static Typesetter Rent() => Spares.TryDequeue(out var spare) ? spare : new Typesetter();

    /// <summary>Keeps it for the next document.</summary>
    internal static void Return(Typesetter typesetter)
    {
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
        return Enumerable.Range(0, Pango.LineCount(layout)).Max(line => LineWidth(Pango.Line(layout, line)));
    }

    /// <summary>Draws some lines of a text; <c>struck</c> draws a line through them.</summary>
    internal void Draw(nint cairo, TextMark mark)
    {
        Set(mark.Text, mark.Style, PrintedText.WidthAtMost(mark.Text) * mark.Style.Size <= mark.Width ? double.PositiveInfinity : mark.Width);
        var last = Math.Min(mark.FirstLine + mark.Lines, Pango.LineCount(layout));
        for (var index = mark.FirstLine; index < last; index++)
        {
            var line = Pango.Line(layout, index);
            var measured = mark.Align != Align.Left || mark.Struck ? LineWidth(line) : 0;
            var x = mark.Align switch
            {
                Align.Center => mark.X + ((mark.Width - measured) / 2),
                Align.Right => mark.X + mark.Width - measured,
                _ => mark.X,
            };
            var y = mark.Y + ((index - mark.FirstLine) * mark.Style.Leading);
            Cairo.MoveTo(cairo, x, y + mark.Style.Baseline);
            Pango.ShowLine(cairo, line);
            if (mark.Struck && measured > 0)
            {
                Strike(cairo, x, y + (mark.Style.Leading / 2), measured);
            }
        }
    }

    public void Dispose()
    {
        Pango.FreeFont(font);
        Pango.Unref(layout);
        Pango.Unref(context);
        Pango.Unref(fontMap);
    }

    private static void Strike(nint cairo, double x, double y, double length)
    {
        Cairo.SetLineWidth(cairo, LinesMark.Medium);
        Cairo.MoveTo(cairo, x, y);
        Cairo.LineTo(cairo, x + length, y);
        Cairo.Stroke(cairo);
    }

    private static double LineWidth(nint line)
    {
        Pango.Box box;
        Pango.LineExtents(line, null, &box);
        return (double)box.Width / Pango.Scale;
    }

    // Paper has no pixels to round to.
    private static void UseExactGlyphWidths(nint context)
    {
        var options = Cairo.CreateFontOptions();
        Cairo.SetHintStyle(options, Cairo.HintStyleNone);
        Cairo.SetHintMetrics(options, Cairo.HintMetricsOff);
        Pango.SetFontOptions(context, options);
        Cairo.DestroyFontOptions(options);
        Pango.SetRoundPositions(context, 0);
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

        SetText(PrintedText.Clean(text));
    }

    private void SetText(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, buffer);
            fixed (byte* bytes = buffer)
            {
                Pango.SetText(layout, bytes, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
