using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>Who can be asked to call households: colleagues who may see their numbers.</summary>
internal static class Callers
{
    public static async Task<IReadOnlyList<Colleague>> OfAsync(Db db, ClosureOrder order, CancellationToken cancel)
    {
        var staff = await Colleagues.OfAsync(db, order.CommunityId, order.BuildingId, cancel);
        var ids = staff.Select(c => c.Id).ToList();
        var grants = await db.Set<Grant>()
            .Where(g => ids.Contains(g.AccountId) && (g.Role == Role.Committee || g.Role == Role.Field) && (g.BuildingId == null || g.BuildingId == order.BuildingId))
            .ToListAsync(cancel);
        var may = grants.Where(g => PlaceCode.Covers(g.Place, order.CommunityId)).Select(g => g.AccountId).ToHashSet();
        return [.. staff.Where(c => may.Contains(c.Id))];
    }
}
