using SafeIsle.Platform.Print.Pdf;

namespace SafeIsle.Platform.Print;

/// <summary>A glyph as a PDF file embeds it.</summary>
/// <param name="Width">Advance in thousandths of an em.</param>
/// <param name="Outline">A Type 2 charstring.</param>
internal sealed record Glyph(int Width, byte[] Outline);

/// <summary>An installed font in one weight. Outlines are read once and kept.</summary>
internal sealed unsafe class Face : IDisposable
{
    private const int UnitsPerEm = 1000;

    // A Han character has some hundred; a glyph that is a coloured picture becomes a rectangle for each of its dots.
    private const int MostPathElements = 20_000;

    private readonly nint handle;
    private readonly Dictionary<uint, Glyph> glyphs = [];

    /// <summary>Keeps its own reference to Cairo's face.</summary>
    internal Face(nint handle, string name)
    {
        this.handle = Cairo.Reference(handle);
        Name = name;
    }

    /// <summary>PostScript name, ASCII letters and digits.</summary>
    internal string Name { get; }

    internal Glyph this[uint number]
    {
        get
        {
            if (!glyphs.TryGetValue(number, out var glyph))
            {
                glyph = (number & Pango.UnknownGlyph) == 0 ? Read(number) : EmptyBox();
                glyphs.Add(number, glyph);
            }

            return glyph;
        }
    }

    /// <summary>What is printed where no installed font has the character: a box that nobody overlooks.</summary>
    internal static Glyph EmptyBox()
    {
        var box = new CharString(UnitsPerEm);
        Square(box, 80, -80, 840);
        Square(box, 140, -20, 720, inner: true);
        return new Glyph(UnitsPerEm, box.ToBytes());
    }

    public void Dispose()
    {
        Cairo.DestroyFace(handle);
    }

    private static void Square(CharString shape, int left, int bottom, int side, bool inner = false)
    {
        shape.MoveTo(left, bottom);
        // The inner square runs the other way round, which leaves it white.
        shape.LineTo(inner ? left : left + side, inner ? bottom + side : bottom);
        shape.LineTo(left + side, bottom + side);
        shape.LineTo(inner ? left + side : left, inner ? bottom : bottom + side);
    }

    private static nint NewContext(nint face)
    {
        var surface = Cairo.NewImage(Cairo.FormatAlpha8, 1, 1);
        var context = Cairo.Create(surface);
        Cairo.DestroySurface(surface);
        Cairo.SetFace(context, face);
        Cairo.SetSize(context, UnitsPerEm);
        var options = Cairo.NewFontOptions();
        Cairo.SetHintStyle(options, Cairo.HintStyleNone);
        Cairo.SetHintMetrics(options, Cairo.HintMetricsOff);
        Cairo.SetFontOptions(context, options);
        Cairo.DestroyFontOptions(options);
        return context;
    }

    private static int Round(double units) => (int)Math.Round(units, MidpointRounding.AwayFromZero);

    private Glyph Read(uint number)
    {
        var cairo = NewContext(handle);
        try
        {
            var glyph = new Cairo.Glyph { Index = number };
            Cairo.Extents extents;
            Cairo.GlyphExtents(cairo, &glyph, 1, &extents);
            Cairo.GlyphPath(cairo, &glyph, 1);
            var path = Cairo.CopyPath(cairo);
            try
            {
                Cairo.Check(Cairo.Status(cairo));
                Cairo.Check(path->Status);
                var width = Round(extents.XAdvance);
                return path->Count > MostPathElements
                    ? EmptyBox()
                    : new Glyph(width, Outline(new CharString(width), new ReadOnlySpan<Cairo.PathElement>(path->Elements, path->Count)));
            }
            finally
            {
                Cairo.DestroyPath(path);
            }
        }
        finally
        {
            Cairo.Destroy(cairo);
        }
    }

    // Cairo's y grows downwards. What is neither move, line nor curve closes a contour, which the charstring does by itself.
    private static byte[] Outline(CharString shape, ReadOnlySpan<Cairo.PathElement> path)
    {
        for (var at = 0; at < path.Length; at += path[at].Length)
        {
            switch (path[at].Kind)
            {
                case Cairo.MoveTo when HasContour(path[at..]):
                    shape.MoveTo(Round(path[at + 1].X), -Round(path[at + 1].Y));
                    break;
                case Cairo.LineTo:
                    shape.LineTo(Round(path[at + 1].X), -Round(path[at + 1].Y));
                    break;
                case Cairo.CurveTo:
                    shape.CurveTo(
                        Round(path[at + 1].X),
                        -Round(path[at + 1].Y),
                        Round(path[at + 2].X),
                        -Round(path[at + 2].Y),
                        Round(path[at + 3].X),
                        -Round(path[at + 3].Y)
                    );
                    break;
                default:
                    break;
            }
        }

        return shape.ToBytes();
    }

    // Cairo leaves a lone move after each closed contour.
    private static bool HasContour(ReadOnlySpan<Cairo.PathElement> path) =>
        path.Length > path[0].Length && path[path[0].Length].Kind is Cairo.LineTo or Cairo.CurveTo;
}
