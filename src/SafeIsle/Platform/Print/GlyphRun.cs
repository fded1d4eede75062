using System.Text;
using SafeIsle.Platform.Print.Pdf;

namespace SafeIsle.Platform.Print;

/// <summary>Takes the glyphs that Pango chose and placed for a run of text to the content of a page.</summary>
internal static unsafe class GlyphRun
{
    // In thousandths of an em; Pango's rounding stays below it, and nobody sees it.
    private const int Tolerance = 2;

    /// <summary>Draws the run from a place of the baseline and returns its width in points.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">The whole text of the layout in UTF-8.</param>
    /// <param name="content">The page.</param>
    /// <param name="font">The font of the run.</param>
    /// <param name="size">Its size in points.</param>
    /// <param name="x">Left end, in points.</param>
    /// <param name="y">Baseline, in points.</param>
    internal static double Draw(Pango.Run* run, ReadOnlySpan<byte> text, PdfContent content, PdfFont font, double size, double x, double y)
    {
        var glyphs = run->Glyphs;
        var advance = 0;
        var drawnTo = 0;
        int? rise = null;
        for (var index = 0; index < glyphs->Count; index++)
        {
            var glyph = glyphs->Glyphs[index];
            var left = advance + glyph.XOffset;
            advance += glyph.Width;
            if (glyph.Glyph == Pango.EmptyGlyph)
            {
                continue;
            }

            var at = (int)Math.Round(left / size * 1000 / Pango.Scale, MidpointRounding.AwayFromZero);
            if (rise != glyph.YOffset)
            {
                End(content, rise);
                content.BeginGlyphs(font, size, x + Points(left), y + Points(glyph.YOffset));
                rise = glyph.YOffset;
                drawnTo = at;
            }
            else if (Math.Abs(at - drawnTo) >= Tolerance)
            {
                content.Shift(at - drawnTo);
                drawnTo = at;
            }

            var code = font.CodeOf(glyph.Glyph, TextOf(run, index, text));
            content.Glyph(code);
            drawnTo += font.WidthOf(code);
        }

        End(content, rise);
        return Points(advance);
    }

    private static void End(PdfContent content, int? rise)
    {
        if (rise is not null)
        {
            content.EndGlyphs();
        }
    }

    private static double Points(int units) => (double)units / Pango.Scale;

    // The text of a cluster belongs to its first glyph. From right to left, the cluster that follows in the text stands before.
    private static string TextOf(Pango.Run* run, int index, ReadOnlySpan<byte> text)
    {
        var clusters = new ReadOnlySpan<int>(run->Glyphs->Clusters, run->Glyphs->Count);
        var start = clusters[index];
        if (index > 0 && clusters[index - 1] == start)
        {
            return "";
        }

        var end = run->Item->Length;
        var step = run->Item->Level % 2 == 0 ? 1 : -1;
        for (var other = index + step; other >= 0 && other < clusters.Length; other += step)
        {
            if (clusters[other] != start)
            {
                end = clusters[other];
                break;
            }
        }

        return Encoding.UTF8.GetString(text.Slice(run->Item->Offset + start, end - start));
    }
}
