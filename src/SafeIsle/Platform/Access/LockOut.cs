using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>
/// Five wrong tries lock an account for a quarter of an hour (等保 2.0, 8.1.4.1 b): for all strangers together, and for each of its
/// <see cref="KnownBrowsers"/> by itself.
/// </summary>
internal static class LockOut
{
    public const int Tries = 5;

    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    public static bool IsLocked(this Account account, DateTimeOffset now) => account.LockoutEnd > now;

    /// <summary>
    /// Counts a try before its outcome is acted upon, in one statement, so that tries sent all at once are counted one by one. The
    /// account's row is ours until the write ends. False when the account is locked: then the outcome must not matter.
    /// </summary>
    public static async Task<bool> CountTryAsync(HttpContext http, Db db, Guid account, DateTimeOffset now, CancellationToken cancel)
    {
        var known = Known(http).Of(http, account);
        if (known is { } browser && !Known(http).CountTry(account, browser, now))
        {
            return false;
        }

        var counts = known is null ? 1 : 0;
        return await db.Users.Where(a => a.Id == account && a.ClosedAt == null && (counts == 0 || a.LockoutEnd == null || a.LockoutEnd <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + counts), cancel) == 1;
    }

    /// <summary>The counted try was wrong. Tells whether it was the one that locks.</summary>
    public static async Task<bool> FailAsync(HttpContext http, Db db, Guid account, DateTimeOffset now, CancellationToken cancel) =>
        Known(http).Of(http, account) is { } browser ? Known(http).Fail(account, browser, now)
        : await db.Users.Where(a => a.Id == account && a.AccessFailedCount >= Tries)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, now + Duration), cancel) == 1;

    /// <summary>The counted try was right.</summary>
    public static async Task ClearAsync(HttpContext http, Db db, Guid account, CancellationToken cancel)
    {
        if (Known(http).Of(http, account) is { } browser)
        {
            Known(http).Clear(account, browser);
        }

        await db.Users.Where(a => a.Id == account)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), cancel);
    }

    /// <summary>Somebody entitled opens all locks of an account, which she saves.</summary>
    public static void Open(HttpContext http, Account account)
    {
        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        Known(http).Clear(account.Id);
    }

    private static KnownBrowsers Known(HttpContext http) => http.RequestServices.GetRequiredService<KnownBrowsers>();
}
