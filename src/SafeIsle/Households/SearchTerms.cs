using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households;

/// <summary>By which words a person is found, and how a search word becomes one of them.</summary>
public static class SearchTerms
{
    private const int LongestTerm = 20;

    /// <summary>Every ending of the name and of its pinyin initials, and the keyed tails of phones and document.</summary>
    public static IEnumerable<string> Of(KeyRing keys, long community, string name, string? document, IEnumerable<string> phones)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        AddEndings(terms, name.ToLowerInvariant());
        foreach (var reading in PinyinInitials.All(name))
        {
            AddEndings(terms, reading);
        }

        foreach (var number in phones.Append(document))
        {
            if (number is { Length: >= 4 })
            {
                terms.Add(Tail(keys, community, number[^4..]));
            }
        }

        return terms;
    }

    /// <summary>The term of four last digits: a keyed hash, because four digits and a name are half an identity.</summary>
    public static string Tail(KeyRing keys, long community, string lastFour) =>
        $"#{keys.LookupHash("tail", community, lastFour.ToUpperInvariant()):x16}";

    private static void AddEndings(HashSet<string> terms, string text)
    {
        var runes = text.EnumerateRunes().Where(r => !System.Text.Rune.IsWhiteSpace(r)).Select(r => r.ToString()).ToList();
        for (var i = 0; i < Math.Min(runes.Count, LongestTerm); i++)
        {
            terms.Add(string.Concat(runes.Skip(i).Take(LongestTerm)));
        }
    }
}
