using System.Text;

namespace SafeIsle.Platform.Print;

/// <summary>What is known of a text before it is set.</summary>
internal static class PrintedText
{
    // Widths in ems that no font exceeds: digits are the same in all of Noto Sans CJK, a Han character is a square.
    private const double Digit = 0.65;
    private const double Square = 1;

    /// <summary>
    /// A width in ems that the text surely stays within; infinite where that is not sure.
    /// Most cells of a roster are short, and this saves setting them once only to learn that they take one line.
    /// </summary>
    internal static double WidthAtMost(string text)
    {
        var ems = 0.0;
        foreach (var character in text)
        {
            ems += character switch
            {
                (>= '0' and <= '9') or '-' or '.' or ':' or ' ' => Digit,
                > ' ' and <= '~' => Square,
                >= '\u4E00' and <= '\u9FFF' => Square,
                >= '\u3000' and <= '\u303F' => Square,
                >= '\uFF00' and <= '\uFF5E' => Square,
                _ => double.PositiveInfinity,
            };
        }

        return ems;
    }

    /// <summary>The text without control characters: they have no glyph, and a NUL would end the text. Line breaks stay, a tab becomes a space.</summary>
    internal static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.AsSpan().ContainsAnyInRange('\x7F', '\x9F'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            if (character == '\t')
            {
                clean.Append(' ');
            }
            else if (character == '\n' || !char.IsControl(character))
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }
}
