using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places;

/// <summary>Reads one or several buildings as people list them: 38 · 1-12 · 38,40,42 · B1-B20 · 综合楼.</summary>
public static partial class BuildingNames
{
    /// <summary>Buildings made in one act.</summary>
    public const int Most = 300;

    private const int LongestName = 20;
    private const int Timeout = 500;

    /// <summary>The buildings' normal forms in the order written, each once; or which part cannot be read.</summary>
    public static Outcome<IReadOnlyList<string>> Read(string typed, BuildingKind kind)
    {
        var names = new List<string>();
        foreach (var part in ChineseText.Halfwidth(typed).ToUpperInvariant().Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var one in Spread(part))
            {
                var read = ReadOne(one, kind);
                if (read.Refused)
                {
                    return new No(read.Refusal!);
                }

                if (!names.Contains(read.Value))
                {
                    names.Add(read.Value);
                }

                if (names.Count > Most)
                {
                    return new No($"一次最多 {Most} 栋，请分几次。");
                }
            }
        }

        return names.Count == 0 ? new No("请填写楼号，例如 38，或 1-12，或 38,40,42。") : names;
    }

    /// <summary>One building's normal form.</summary>
    public static Outcome<string> ReadOne(string typed, BuildingKind kind)
    {
        var text = ChineseText.Key(typed);
        var named = kind == BuildingKind.Villa && !text.EndsWith(DwellingAddress.VillaWord, StringComparison.Ordinal)
            ? Suffix().Replace(text, "") + DwellingAddress.VillaWord
            : text;
        if (named.Length > LongestName || !DwellingAddress.TryParseBuilding(named, out var building))
        {
            return new No($"楼号「{typed}」看不懂，请写成 38、A3 或综合楼这样。");
        }

        if (building.Unit > 0)
        {
            return new No($"「{typed}」像是带了单元号；这里只写楼号，多栋用逗号隔开。");
        }

        if (building.IsVilla && kind != BuildingKind.Villa)
        {
            return new No($"「{typed}」是别墅，请把类型改成别墅。");
        }

        return building.Compound is null ? building.Building : new No($"「{typed}」里不要写小区名，只写楼号。");
    }

    // 1-12 → 1, 2 … 12; anything else stays itself.
    private static IEnumerable<string> Spread(string part)
    {
        var match = Range().Match(part);
        if (!match.Success)
        {
            return [part];
        }

        var from = int.Parse(match.Groups["from"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        var to = int.Parse(match.Groups["to"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        var (wing, tail) = (match.Groups["wing"].Value, match.Groups["tail"].Value);
        return from > to ? [part] : Enumerable.Range(from, to - from + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{wing}{n}{tail}"));
    }

    [GeneratedRegex("^(?<wing>[A-Z]{0,2})(?<from>[0-9]{1,4})(?:号楼|号|栋|幢|#)?(?:-+|~|至|到)(?:\\k<wing>)?(?<to>[0-9]{1,4})(?:号楼|号|栋|幢|#)?(?<tail>别墅)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Range();

    [GeneratedRegex("(?:号楼|号|栋|幢|#)$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Suffix();
}
