using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SafeIsle.Platform.Access;

/// <summary>
/// Browsers in which somebody has logged in to an account within <see cref="Lasts"/>: their wrong tries are counted apart from those of
/// strangers, each browser's by itself, so that nobody who only knows a name keeps its owner out (docs/decisions/0014). The count lies in
/// this node's memory.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    /// <summary>Counted anew with each login.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    private readonly Lock gate = new();
    private readonly Dictionary<(Guid Account, Guid Browser), (int Tries, DateTimeOffset LockedUntil)> counts = [];

    /// <summary>Leaves its sign in the browser; called when somebody is in, second step and all.</summary>
    public void Remember(HttpContext http, Guid account) =>
        http.Response.Cookies.Append(Cookie(account), Seal(account).Protect((Of(http, account) ?? Ids.New()).ToString(), Lasts), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = Lasts,
        });

    /// <summary>Which of the account's browsers this is; null for a stranger's.</summary>
    public Guid? Of(HttpContext http, Guid account)
    {
        try
        {
            return http.Request.Cookies[Cookie(account)] is { Length: > 0 } told ? Guid.Parse(Seal(account).Unprotect(told)) : null;
        }
        catch (CryptographicException)
        {
            // Forged, too old, or of another account: a stranger's.
            return null;
        }
    }

    /// <summary>See <see cref="LockOut.CountTryAsync"/>.</summary>
    public bool CountTry(Guid account, Guid browser, DateTimeOffset now)
    {
        lock (gate)
        {
            var (tries, until) = counts.GetValueOrDefault((account, browser));
            if (until > now)
            {
                return false;
            }

            counts[(account, browser)] = (tries + 1, until);
            return true;
        }
    }

    /// <summary>See <see cref="LockOut.FailAsync"/>.</summary>
    public bool Fail(Guid account, Guid browser, DateTimeOffset now)
    {
        lock (gate)
        {
            var locks = counts.GetValueOrDefault((account, browser)).Tries >= LockOut.Tries;
            if (locks)
            {
                counts[(account, browser)] = (0, now + LockOut.Duration);
            }

            return locks;
        }
    }

    /// <param name="browser">Null: all of the account's.</param>
    public void Clear(Guid account, Guid? browser = null)
    {
        lock (gate)
        {
            foreach (var key in counts.Keys.Where(k => k.Account == account && (browser ?? k.Browser) == k.Browser).ToList())
            {
                counts.Remove(key);
            }
        }
    }

    private static string Cookie(Guid account) => $"safeisle-known-{account:N}";

    private ITimeLimitedDataProtector Seal(Guid account) =>
        protection.CreateProtector("SafeIsle.KnownBrowser", account.ToString()).ToTimeLimitedDataProtector();
}
