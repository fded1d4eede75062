using System.Text;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households;

/// <summary>By which words a person is found, and how a search word becomes one of them.</summary>
public static class SearchTerms
{
    private const int LongestTerm = 20;
    private const int FirstSurrogate = 0xD800;

    /// <summary>Every ending of the name and of its pinyin initials, and the keyed tails of phones and document.</summary>
    public static IEnumerable<string> Of(KeyRing keys, long community, string name, string? document, IEnumerable<string> phones)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        AddEndings(terms, name.ToLowerInvariant());
        foreach (var reading in PinyinInitials.All(name))
        {
            AddEndings(terms, reading);
        }

        // The tail of a landline with an extension is that of the number itself.
        foreach (var tail in phones.Select(p => new PhoneNumber(p).LastFour).Append(document is { Length: >= 4 } ? document[^4..] : ""))
        {
            if (tail.Length > 0)
            {
                terms.Add(Tail(keys, community, tail));
            }
        }

        return terms;
    }

    /// <summary>The term of four last digits: a keyed hash, because four digits and a name are half an identity.</summary>
    public static string Tail(KeyRing keys, long community, string lastFour) =>
        $"#{keys.LookupHash("tail", community, lastFour.ToUpperInvariant()):x16}";

    /// <summary>
    /// A word typed in the search box as the range of terms that begin with it: <c>From ≤ term &lt; To</c>, compared byte by byte.
    /// </summary>
    public static (string From, string To) Range(string typed)
    {
        var runes = typed.ToLowerInvariant().EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).Take(LongestTerm).ToList();
        if (runes.Count == 0)
        {
            return ("", "");
        }

        var from = string.Concat(runes);
        // UTF-8's byte order is the order of code points; the surrogates are no code points of their own.
        var next = runes[^1].Value + 1;
        var last = Rune.IsValid(next) ? new Rune(next).ToString() : next == FirstSurrogate ? "\uE000" : "";
        return (from, string.Concat(runes.SkipLast(1)) + last);
    }

    private static void AddEndings(HashSet<string> terms, string text)
    {
        var word = text.Any(char.IsWhiteSpace) ? string.Concat(text.Where(static c => !char.IsWhiteSpace(c))) : text;
        var starts = 0;
        for (var i = 0; i < word.Length && starts < LongestTerm; i += char.IsHighSurrogate(word[i]) ? 2 : 1, starts++)
        {
            terms.Add(Begin(word, i));
        }
    }

    // From there, at most LongestTerm characters, counted as people count them.
    private static string Begin(string word, int from)
    {
        var end = from;
        for (var runes = 0; end < word.Length && runes < LongestTerm; runes++)
        {
            end += char.IsHighSurrogate(word[end]) ? 2 : 1;
        }

        return word[from..Math.Min(end, word.Length)];
    }
}
