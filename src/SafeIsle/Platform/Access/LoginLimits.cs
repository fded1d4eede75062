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

    /// <summary>Posts of links (invitations, new passwords) and of open forms; each form is counted by itself, so that a rush on one shuts none of the others.</summary>
    public const string Join = "join";

    /// <summary>The same, and a share of the day besides: what is counted for a whole community is not for one sender to use up.</summary>
    public const string Share = "share";

    /// <summary>Posts of one kind from one address.</summary>
    public const int PerMinute = 30;

    /// <summary>Posts by <see cref="Share"/> from one address to one community (<c>{place}</c> of the route) in 24 hours.</summary>
    public const int PerDay = 60;

    /// <summary>Reads <c>SAFEISLE_LOGINS_PER_MINUTE</c>: a larger office behind one address may need more than 30.</summary>
    public static void AddLoginLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var logins = int.TryParse(configuration["SAFEISLE_LOGINS_PER_MINUTE"], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0
            ? set
            : PerMinute;
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                // For programs: a turnstile's maker reads the header, not the sentence.
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                {
                    context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            options.AddPolicy(Login, http => PerAddress(http, logins));
            options.AddPolicy(Join, http => PerAddress(http, logins));
            options.AddPolicy(Share, http => RateLimitPartition.Get(
                // By the number that was meant, however the address spells it.
                Form(http) + " " + (long.TryParse(http.GetRouteValue("place") as string, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0),
                _ => RateLimiter.CreateChained(In(TimeSpan.FromMinutes(1), logins), In(TimeSpan.FromDays(1), PerDay))));
        });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, int perMinute) =>
        RateLimitPartition.Get(
            Form(http),
            _ => In(TimeSpan.FromMinutes(1), perMinute));

    private static string Form(HttpContext http) =>
        CallerAddress.Of(http.Connection.RemoteIpAddress) + " " + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static FixedWindowRateLimiter In(TimeSpan window, int most) => new(new() { PermitLimit = most, Window = window, QueueLimit = 0 });
}
