using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Divisions;

/// <summary>What stands above a place, and how people say it: 上海市普陀区桃浦镇.</summary>
public static class DivisionPath
{
    private static readonly long[] Steps = [10_000_000_000, 100_000_000, 1_000_000, 1_000];

    // Levels that exist in the table only: nobody says 上海市市辖区普陀区.
    private static readonly HashSet<string> Fillers = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

    /// <summary>Codes of the places above, the province first. A city without areas (东莞) stands for its area, too, and comes once.</summary>
    public static IEnumerable<long> Above(long code) =>
        Steps.Select(step => code / step * step).Where(above => above != code).Distinct();

    /// <summary>Whether a name stands in the table only.</summary>
    internal static bool IsFiller(string name) => Fillers.Contains(name);

    /// <summary>Names joined as people say them, the province first.</summary>
    public static string Join(IEnumerable<string> names) => string.Concat(names.Where(name => !Fillers.Contains(name)));

    /// <summary>For each code the joined names of what stands above it; empty where the table does not know it.</summary>
    public static async Task<Dictionary<long, string>> PathsAboveAsync(this Db db, IReadOnlyCollection<long> codes, CancellationToken cancel)
    {
        var wanted = codes.SelectMany(Above).Distinct().ToList();
        var names = await db.Divisions.Where(d => wanted.Contains(d.Code)).ToDictionaryAsync(d => d.Code, d => d.Name, cancel);
        return codes.Distinct().ToDictionary(
            code => code, code => Join(Above(code).Where(names.ContainsKey).Select(above => names[above])));
    }

    /// <summary>For each code the table knows, its own name after those above it: 上海市普陀区桃浦镇.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> NamesAsync(Db db, IReadOnlyCollection<long> codes, CancellationToken cancel)
    {
        var own = await db.Divisions.Where(d => codes.Contains(d.Code)).ToDictionaryAsync(d => d.Code, d => d.Name, cancel);
        var above = await db.PathsAboveAsync(own.Keys, cancel);
        return own.ToDictionary(place => place.Key, place => above[place.Key] + place.Value);
    }
}
