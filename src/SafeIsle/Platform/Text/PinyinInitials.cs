using System.Globalization;
using System.Text;

namespace SafeIsle.Platform.Text;

/// <summary>
/// First letters of the pinyin of a name, by which people at the desk search: 张建国 is found by <c>zjg</c>.
/// The readings come from <c>pinyin-initials.txt</c>, which <c>web/pinyin-table.mjs</c> makes.
/// </summary>
public static class PinyinInitials
{
    /// <summary>The most readings that <see cref="All"/> gives for one name.</summary>
    public const int MostReadings = 8;

    private const char Unknown = '.';
    private const int FirstHanRadical = 0x2E80;

    private static readonly Lazy<Table> Readings = new(Load);

    /// <summary>
    /// The initials of a name in small letters, surnames read as surnames (曾 z, 尉迟 yc). Latin letters and digits stay;
    /// spaces, signs and characters without a known reading are left out.
    /// </summary>
    public static string Of(string name) => string.Concat(Letters(name).Select(letters => letters[0]));

    /// <summary>
    /// Every way in which the initials may be typed, the likeliest first, at most <see cref="MostReadings"/>:
    /// 单建国 gives sjg, djg, cjg. Empty when the name has no readable character.
    /// </summary>
    public static IReadOnlyList<string> All(string name)
    {
        List<string> all = [""];
        foreach (var letters in Letters(name))
        {
            // The common reading of each character goes through all starts before a rarer one of it does.
            all = letters.SelectMany(letter => all.Select(start => start + letter)).Take(MostReadings).ToList();
        }
        return all[0].Length == 0 ? [] : all;
    }

    /// <summary>For each character that counts, its possible letters, the likeliest first.</summary>
    private static List<string> Letters(string name)
    {
        List<string> letters = [];
        var text = name.AsSpan().TrimStart();
        if (Readings.Value.SurnameOf(text) is { } surname)
        {
            letters.AddRange(surname.Letters);
            text = text[surname.Name.Length..];
        }
        foreach (var rune in text.EnumerateRunes())
        {
            if (Readings.Value.LettersOf(rune) is { } known)
            {
                letters.Add(known);
            }
            else if (rune.Value < FirstHanRadical && Rune.IsLetterOrDigit(rune))
            {
                letters.Add(Rune.ToLowerInvariant(rune).ToString());
            }
        }
        return letters;
    }

    private static Table Load()
    {
        using var stream = typeof(PinyinInitials).Assembly.GetManifestResourceStream("pinyin-initials.txt")
            ?? throw new InvalidOperationException("The resource pinyin-initials.txt is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Dictionary<int, string> letters = [];
        List<Surname> surnames = [];
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            if (parts[0] == "surname")
            {
                surnames.Add(new(parts[1], Entries(parts[2]).ToArray()));
            }
            else if (parts[0] != "#")
            {
                var character = int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                foreach (var entry in Entries(parts[1]))
                {
                    letters.Add(character++, entry);
                }
            }
        }
        return new(letters, [.. surnames.OrderByDescending(surname => surname.Name.Length)]);
    }

    /// <summary>The entries of a line: a small letter or a dot begins one, the capitals after it belong to it.</summary>
    private static IEnumerable<string> Entries(string line)
    {
        for (var start = 0; start < line.Length;)
        {
            var end = start + 1;
            while (end < line.Length && char.IsAsciiLetterUpper(line[end]))
            {
                end++;
            }
            yield return string.Intern(line[start..end].ToLowerInvariant()); // a few hundred strings for 21,000 entries
            start = end;
        }
    }

    private sealed record Surname(string Name, string[] Letters);

    private sealed record Table(Dictionary<int, string> Letters, Surname[] Surnames)
    {
        public Surname? SurnameOf(ReadOnlySpan<char> name)
        {
            foreach (var surname in Surnames)
            {
                if (name.StartsWith(surname.Name, StringComparison.Ordinal))
                {
                    return surname;
                }
            }
            return null;
        }

        public string? LettersOf(Rune character) =>
            Letters.TryGetValue(character.Value, out var letters) && letters[0] != Unknown ? letters : null;
    }
}
