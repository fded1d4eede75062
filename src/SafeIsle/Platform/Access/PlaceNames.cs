using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>Names of division codes above the communities; the module that knows the division table registers it.</summary>
public delegate Task<IReadOnlyDictionary<long, string>> DivisionNames(Db db, IReadOnlyCollection<long> codes, CancellationToken cancel);

/// <summary>What the places of grants are called.</summary>
public sealed class PlaceNames(Db db, IEnumerable<DivisionNames> divisions)
{
    /// <summary>Code → words for every code asked for; a code without a known name is named by its level and number.</summary>
    public async Task<IReadOnlyDictionary<long, string>> OfAsync(IEnumerable<long> places, CancellationToken cancel)
    {
        var codes = places.Distinct().ToList();
        var names = await db.Communities.Where(c => codes.Contains(c.CommunityId)).ToDictionaryAsync(c => c.CommunityId, c => c.Name, cancel);
        foreach (var known in divisions)
        {
            foreach (var (code, name) in await known(db, codes, cancel))
            {
                names.TryAdd(code, name);
            }
        }

        foreach (var code in codes)
        {
            names.TryAdd(code, code == PlaceCode.Country ? "全部地方" : $"{RoleWords.Level(code)} {code}");
        }

        return names;
    }
}
