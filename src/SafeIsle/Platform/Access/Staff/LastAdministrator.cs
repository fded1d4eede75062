using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>No place loses its last administrator: nobody could ever give the right back.</summary>
internal static class LastAdministrator
{
    public const string Refusal = "这是那里最后一位管理员，不能停用或收回；请先邀请另一位管理员。";

    /// <summary>
    /// Whether some of the grants that are about to go (of one account) leave a place without an administrator at it or above it.
    /// Two administrators who close each other at the same moment wait for each other here.
    /// </summary>
    public static async Task<bool> WouldGoAsync(Db db, IEnumerable<Grant> going, CancellationToken cancel)
    {
        var places = going.Where(g => g.Role == Role.Administrator).ToList();
        if (places.Count == 0)
        {
            return false;
        }

        // Changes nothing, but holds the rows until the write ends.
        await db.Set<Grant>().Where(g => g.Role == Role.Administrator)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.Place, g => g.Place), cancel);
        var account = places[0].AccountId;
        var staying = await db.Set<Grant>()
            .Where(g => g.Role == Role.Administrator && g.AccountId != account && db.Users.Any(a => a.Id == g.AccountId && a.ClosedAt == null))
            .Select(g => g.Place).ToListAsync(cancel);
        return places.Exists(g => !staying.Exists(place => PlaceCode.Covers(place, g.Place)));
    }
}
