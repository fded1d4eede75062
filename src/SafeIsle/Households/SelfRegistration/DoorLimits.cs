using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>
/// How often one address may be wrong on the pages that need no login. Only mistakes and submissions count, because a whole building may
/// share one address: those who read their own paper right are never held up by others.
/// </summary>
internal sealed class DoorLimits : IDisposable
{
    /// <summary>Codes that do not exist, in ten minutes.</summary>
    public const int WrongCodes = 20;

    /// <summary>Wrong tails of phones, in an hour; one dwelling takes <see cref="TailGuard.MostWrong"/>.</summary>
    public const int WrongTails = 20;

    /// <summary>Forms sent, in an hour.</summary>
    public const int Submissions = 40;

    private readonly PartitionedRateLimiter<HttpContext> codes = Limiter(WrongCodes, TimeSpan.FromMinutes(10));
    private readonly PartitionedRateLimiter<HttpContext> tails = Limiter(WrongTails, TimeSpan.FromHours(1));
    private readonly PartitionedRateLimiter<HttpContext> submissions = Limiter(Submissions, TimeSpan.FromHours(1));

    public bool MayTryCode(HttpContext http) => Take(codes, http, 0);

    public void CountWrongCode(HttpContext http) => Take(codes, http, 1);

    public bool MayTryTail(HttpContext http) => Take(tails, http, 0);

    public void CountWrongTail(HttpContext http) => Take(tails, http, 1);

    public bool TakeSubmission(HttpContext http) => Take(submissions, http, 1);

    public void Dispose()
    {
        codes.Dispose();
        tails.Dispose();
        submissions.Dispose();
    }

    // Zero permits ask whether any is left.
    private static bool Take(PartitionedRateLimiter<HttpContext> limiter, HttpContext http, int permits)
    {
        using var lease = limiter.AttemptAcquire(http, permits);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int most, TimeSpan window) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetFixedWindowLimiter(
            AddressOf(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = window, QueueLimit = 0 }));

    // A single connection of IPv6 owns its whole /64.
    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six => Convert.ToHexString(six.GetAddressBytes().AsSpan(0, 8)),
        { } address => address.MapToIPv4().ToString(),
        null => "",
    };
}
