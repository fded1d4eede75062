using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SafeIsle.Platform.Print.Pdf;

/// <summary>
/// The glyphs of one face that a file uses. Each pair of a glyph and the text it stands for gets its own code, so that copying and
/// searching give back exactly what was typed (ISO 32000-1, 9.7 and 9.10.3).
/// </summary>
/// <param name="face">Where the outlines come from.</param>
/// <param name="number">Which font of the file it is, from 0.</param>
internal sealed class PdfFont(Face face, int number)
{
    private const int MappingsPerBlock = 100;

    private readonly Dictionary<(uint Glyph, string Text), int> codes = [];
    private readonly List<(Glyph Glyph, string Text)> used = [(Face.EmptyBox(), "")];

    /// <summary>Its name in the content of pages.</summary>
    internal string Resource => string.Create(CultureInfo.InvariantCulture, $"F{number}");

    /// <summary>The code of a glyph that stands for a text; empty for a glyph after the first of its cluster.</summary>
    internal int CodeOf(uint glyph, string text)
    {
        if (!codes.TryGetValue((glyph, text), out var code))
        {
            code = checked((ushort)used.Count);
            used.Add((face[glyph], text));
            codes.Add((glyph, text), code);
        }

        return code;
    }

    /// <summary>Advance of a code in thousandths of an em.</summary>
    internal int WidthOf(int code) => used[code].Glyph.Width;

    /// <summary>Writes the font and what it refers to; returns the number of its object.</summary>
    internal int WriteTo(PdfFile file)
    {
        var program = CffFont.Write(face.Name, [.. used.Select(entry => entry.Glyph.Outline)]);
        // Programs that merge files tell fonts apart by this prefix, so it follows from the content.
        var name = Prefix(program) + "+" + face.Name;
        var stream = file.AddStream("/Subtype/CIDFontType0C", program);
        var descriptor = file.Add(
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[-1000 -1000 3000 2000]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 {stream} 0 R>>"
        );
        var widths = string.Join(' ', used.Select(entry => entry.Glyph.Width));
        var descendant = file.Add(
            $"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/W[0[{widths}]]>>"
        );
        var texts = file.AddStream("", Encoding.ASCII.GetBytes(TextMap()));
        return file.Add(
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}-Identity-H/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {texts} 0 R>>"
        );
    }

    private static string Prefix(byte[] program)
    {
        var hash = SHA256.HashData(program);
        return string.Concat(hash.Take(6).Select(part => (char)('A' + (part % 26))));
    }

    private string TextMap()
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """
        );
        var texts = used.Select((entry, code) => (code, entry.Text)).Where(entry => entry.Text.Length > 0);
        foreach (var block in texts.Chunk(MappingsPerBlock))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (code, text) in block)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{code:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
