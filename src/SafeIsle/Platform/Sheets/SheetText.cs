using System.Text;

namespace SafeIsle.Platform.Sheets;

/// <summary>The characters that a cell may hold.</summary>
internal static class SheetText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Characters that XML 1.0 forbids are removed, halves of surrogate pairs become U+FFFD; whole pairs (𠮷) stay.</summary>
    internal static string Sane(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or >= '\uD800')
            {
                return Rebuild(text, i);
            }
        }

        return text;
    }

    private static string Rebuild(string text, int from)
    {
        var result = new StringBuilder(text, 0, from, text.Length);
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c))
            {
                result.Append(Replacement);
            }
            else if (c is '\t' or '\n' or '\r' || (c >= ' ' && c < '\uFFFE'))
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }
}
