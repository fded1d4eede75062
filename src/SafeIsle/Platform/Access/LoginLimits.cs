using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace SafeIsle.Platform.Access;

/// <summary>
/// How often one address may try, beside the lock of the single account: against trying one password on many names, and against
/// guessing links. Generous, because a whole office shares one address.
/// </summary>
internal static class LoginLimits
{
    /// <summary>Posts of passwords and codes.</summary>
    public const string Login = "login";

    /// <summary>Posts of links (invitations, new passwords).</summary>
    public const string Join = "join";

    /// <summary>Posts of one kind from one address.</summary>
    public const int PerMinute = 30;

    /// <summary>Reads <c>SAFEISLE_LOGINS_PER_MINUTE</c>: a larger office behind one address may need more than 30.</summary>
    public static void AddLoginLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var logins = int.TryParse(configuration["SAFEISLE_LOGINS_PER_MINUTE"], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0
            ? set
            : PerMinute;
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Login, http => PerAddress(http, logins));
            options.AddPolicy(Join, http => PerAddress(http, logins));
        });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, int perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(
            CallerAddress.Of(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
}
