using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>Five wrong tries lock an account for a quarter of an hour (等保 2.0, 8.1.4.1 b).</summary>
internal static class LockOut
{
    public const int Tries = 5;

    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    public static bool IsLocked(this Account account, DateTimeOffset now) => account.LockoutEnd > now;

    /// <summary>
    /// Counts a try before its outcome is acted upon, in one statement, so that tries sent all at once are counted one by one. The
    /// account's row is ours until the write ends. False when the account is locked: then the outcome must not matter.
    /// </summary>
    public static async Task<bool> CountTryAsync(Db db, Guid account, DateTimeOffset now, CancellationToken cancel) =>
        await db.Users.Where(a => a.Id == account && a.ClosedAt == null && (a.LockoutEnd == null || a.LockoutEnd <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), cancel) == 1;

    /// <summary>The counted try was wrong. Tells whether it was the one that locks.</summary>
    public static async Task<bool> FailAsync(Db db, Guid account, DateTimeOffset now, CancellationToken cancel) =>
        await db.Users.Where(a => a.Id == account && a.AccessFailedCount >= Tries)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, now + Duration), cancel) == 1;

    /// <summary>The counted try was right, or somebody entitled opens the lock.</summary>
    public static Task ClearAsync(Db db, Guid account, CancellationToken cancel) =>
        db.Users.Where(a => a.Id == account)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), cancel);
}
