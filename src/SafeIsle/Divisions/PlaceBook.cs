using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SafeIsle.Divisions;

/// <summary>A place that people name when they say where they were.</summary>
/// <param name="Code">12 digits as in <see cref="Division.Code"/>; for countries see <see cref="PlaceBook.Abroad"/>.</param>
/// <param name="Name">武汉市</param>
/// <param name="Path">With what stands above it: 湖北省武汉市.</param>
public sealed record KnownPlace(long Code, string Name, string Path);

/// <summary>
/// Provinces, cities, areas and countries by the names that people, forms and operators use, with and without 省市区县. It comes with the
/// program, since the whole division table (<see cref="Division"/>) need not be loaded.
/// </summary>
public static partial class PlaceBook
{
    /// <summary>境外, as a place that holds all countries: 90, then 0 and the number of ISO 3166-1, as if they were areas.</summary>
    public const long Abroad = 900_000_000_000;

    /// <summary>How many places of one name are offered at most.</summary>
    public const int MostFound = 20;

    private const int LongestName = 40;
    private const long ProvinceUnit = 10_000_000_000;
    private const long CityUnit = 100_000_000;
    private const long AreaUnit = 1_000_000;

    private static readonly Lazy<Book> Read = new(Load);

    /// <summary>What that name may mean: one place, several of the same name, or none.</summary>
    /// <param name="words">信阳, 信阳市, 河南信阳, 河南省信阳市平桥区.</param>
    public static IReadOnlyList<KnownPlace> Find(string words)
    {
        var text = Blank().Replace(words.Trim(), "");
        text = text.StartsWith("中国", StringComparison.Ordinal) && text.Length > 2 ? text[2..] : text;
        if (text.Length is 0 or > LongestName)
        {
            return [];
        }

        var found = new List<(Entry Entry, bool Full)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (Read.Value.ByForm.TryGetValue(text[i..], out var entries))
            {
                found.AddRange(entries.Where(e => Stands(text[..i], e.Entry.Above)));
            }
        }

        // The whole name beats a shortened one: 吉林市 is the city; 吉林 may be both. A shortened name is the city's before an area's: 长沙.
        var best = found.Exists(f => f.Full) ? found.FindAll(f => f.Full)
            : found.Exists(f => f.Entry.IsLarge) ? found.FindAll(f => f.Entry.IsLarge) : found;
        return [.. best.Select(f => f.Entry.Place).DistinctBy(p => p.Code).OrderBy(p => p.Code).Take(MostFound)];
    }

    /// <summary>The place of that code; for a street or a community that of the area around it; null where nothing is known.</summary>
    public static KnownPlace? Of(long code)
    {
        foreach (var unit in (ReadOnlySpan<long>)[AreaUnit, CityUnit, ProvinceUnit])
        {
            if (Read.Value.ByCode.TryGetValue(code / unit * unit, out var place))
            {
                return place;
            }
        }

        return null;
    }

    // 河南 before 信阳, 湖北省武汉市 before 洪山区; 武汉 alone, too.
    private static bool Stands(string prefix, IReadOnlyList<IReadOnlyList<string>> above)
    {
        if (prefix.Length == 0)
        {
            return true;
        }

        for (var i = 0; i < above.Count; i++)
        {
            foreach (var form in above[i])
            {
                if (prefix.StartsWith(form, StringComparison.Ordinal) && Stands(prefix[form.Length..], [.. above.Skip(i + 1)]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Book Load()
    {
        var entries = new List<Entry>();
        var province = (Name: "", Code: 0L);
        foreach (var line in Lines("place-names.txt"))
        {
            var words = line.Split(' ');
            var code = long.Parse(words[0], CultureInfo.InvariantCulture);
            if (words[0].Length == 2)
            {
                province = (words[1], code * ProvinceUnit);
                entries.Add(new(new(province.Code, words[1], words[1]), Forms(words[1]), [], IsLarge: true));
                continue;
            }

            IReadOnlyList<string> ofProvince = Forms(province.Name);
            var (city, cityCode) = (words[1], code * CityUnit);
            var real = !DivisionPath.IsFiller(city);
            if (real)
            {
                entries.Add(new(new(cityCode, city, province.Name + city), Forms(city), [ofProvince], IsLarge: true));
            }

            var path = DivisionPath.Join([province.Name, city]);
            IReadOnlyList<IReadOnlyList<string>> above = real ? [ofProvince, Forms(city)] : [ofProvince];
            // A city without areas stands in the table as its own area.
            entries.AddRange(words.Skip(2).Where(w => w[2..] != city).Select(w => new Entry(
                new(cityCode + (long.Parse(w[..2], CultureInfo.InvariantCulture) * AreaUnit), w[2..], path + w[2..]), Forms(w[2..]), above, IsLarge: false)));
        }

        entries.Add(new(new(Abroad, "境外", "境外"), ["境外", "国外", "海外"], [], IsLarge: true));
        entries.AddRange(Lines("country-names.txt").Select(line => line.Split(' ')).Select(words => new Entry(
            new(Abroad + (long.Parse(words[0], CultureInfo.InvariantCulture) * AreaUnit), words[1], words[1]), words[1..], [], IsLarge: true)));
        return new(
            entries.SelectMany(e => e.Forms.Select((form, i) => (form, Entry: e, Full: i == 0))).GroupBy(f => f.form, StringComparer.Ordinal)
                .ToFrozenDictionary(g => g.Key, g => g.Select(f => (f.Entry, f.Full)).ToArray(), StringComparer.Ordinal),
            entries.ToFrozenDictionary(e => e.Place.Code, e => e.Place));
    }

    // The whole name first.
    private static string[] Forms(string name) => Ending().Match(name) is { Success: true } match ? [name, match.Groups["short"].Value] : [name];

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(PlaceBook).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException(file);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    [GeneratedRegex(
        "^(?<short>.{2,}?)(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|普米|怒|裕固|保安|独龙|各)族?)*"
        + "(?:自治州|自治县|自治旗|自治区|特别行政区|地区|林区|新区|省|市|区|县|旗|盟|州)$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ending();

    [GeneratedRegex(@"[\s（）()·]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blank();

    private sealed record Entry(KnownPlace Place, IReadOnlyList<string> Forms, IReadOnlyList<IReadOnlyList<string>> Above, bool IsLarge);

    private sealed record Book(FrozenDictionary<string, (Entry Entry, bool Full)[]> ByForm, FrozenDictionary<long, KnownPlace> ByCode);
}
