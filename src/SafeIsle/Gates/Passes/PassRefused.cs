using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>A household that gets no pass by a rule, and why.</summary>
public sealed record PassRefused(Guid Household, string Dwelling, string Why)
{
    /// <summary>Who of these may have a pass by that rule now, who not, and how many have one.</summary>
    internal static async Task<(List<PassHousehold> May, List<PassRefused> Refused, int Already)> SortAsync(
        Db db, long community, PassRule rule, IReadOnlyList<PassHousehold> homes, DateTimeOffset now, CancellationToken cancel)
    {
        var conditions = await PassConditions.LoadAsync(db, community, now, cancel);
        var (today, key) = (now.DateHere(), rule.Key);
        // A card of one person or of a vehicle is not the household's.
        var have = (await db.Passes.Where(p => p.CommunityId == community && p.RevokedAt == null && p.LastDay >= today && p.Rule == key && p.Kind == PassKind.Household)
            .Select(p => p.HouseholdId).ToListAsync(cancel)).ToHashSet();
        var (may, refused, already) = (new List<PassHousehold>(), new List<PassRefused>(), 0);
        foreach (var home in homes)
        {
            if (have.Contains(home.Household.Id))
            {
                already++;
            }
            else if (conditions.Against(rule, home.Household.Id).ToList() is { Count: > 0 } against)
            {
                refused.Add(new(home.Household.Id, home.Dwelling.Label, string.Join("，", against)));
            }
            else
            {
                may.Add(home);
            }
        }

        return (may, refused, already);
    }
}
