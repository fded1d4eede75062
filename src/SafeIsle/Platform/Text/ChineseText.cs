using System.Buffers;
using System.Text;

namespace SafeIsle.Platform.Text;

/// <summary>What people type and paste, brought to one form without touching the Chinese in it.</summary>
public static class ChineseText
{
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthShift = 0xFF01 - '!';

    // Sentence punctuation belongs to Chinese text; the rest of the full-width block is only an input method left in the wrong mode.
    private const string SentencePunctuation = "!,:;?()";

    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E"
        + "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206A\u206B\u206C\u206D\u206E\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9\uFFFA\uFFFB");

    /// <summary>
    /// Text for people: full-width digits, letters and technical signs become half-width, Chinese punctuation stays; invisible
    /// characters go; any run of blanks, tabs and line ends (U+3000 and NBSP too) becomes one blank; trimmed. Null becomes "".
    /// </summary>
    public static string Clean(string? text) => Rewrite(text, static c => Halve(c, keepSentence: true));

    /// <summary>
    /// Text for machines (addresses, numbers, headings): as <see cref="Clean"/>, and Chinese punctuation, too, becomes its
    /// half-width counterpart; every dash becomes '-', every kind of quotation mark goes the ASCII way.
    /// </summary>
    public static string Halfwidth(string? text) => Rewrite(text, static c => Fold(Halve(c, keepSentence: false)));

    /// <summary><see cref="Halfwidth"/> without any blanks, upper case: for comparing words and reading codes.</summary>
    public static string Key(string? text) => Halfwidth(text).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>At most <paramref name="most"/> UTF-16 units, never ending in half a character.</summary>
    /// <param name="sign">What shows that something was cut off.</param>
    public static string Cut(string text, int most, string sign = "")
    {
        var kept = most - sign.Length;
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)] + sign;
    }

    private static string Rewrite(string? text, Func<char, char> map)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (IsPlain(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (Invisible.Contains(c) || (char.IsControl(c) && !char.IsWhiteSpace(c)))
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                blank = result.Length > 0;
                continue;
            }

            if (blank)
            {
                result.Append(' ');
                blank = false;
            }

            result.Append(map(c));
        }

        return result.ToString();
    }

    // Most cells are short and already clean: ideographs, ASCII digits and letters.
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (>= '\u4E00' and <= '\u9FFF') and not '-')
            {
                return false;
            }
        }

        return true;
    }

    private static char Halve(char c, bool keepSentence)
    {
        if (c is < FullWidthFirst or > FullWidthLast)
        {
            return c;
        }

        var half = (char)(c - FullWidthShift);
        return keepSentence && SentencePunctuation.Contains(half, StringComparison.Ordinal) ? c : half;
    }

    private static char Fold(char c) => c switch
    {
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\uFE63' or '\u2500' => '-',
        '\u2018' or '\u2019' or '\u02BC' => '\'',
        '\u201C' or '\u201D' => '"',
        '\u3010' or '\u3014' or '\u3016' => '[',
        '\u3011' or '\u3015' or '\u3017' => ']',
        '\u3001' => ',',
        '\u3002' => '.',
        '\u2236' => ':',
        '\u2215' or '\u2044' => '/',
        '\u2217' => '*',
        _ => c,
    };
}
