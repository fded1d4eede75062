using System.Threading.RateLimiting;
using SafeIsle.Platform.Access;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>
/// How often one may be wrong on the pages that need no login. A whole building may share one address of its carrier, so nothing that
/// counts addresses keeps anybody out: a right code opens always, and forms and tails of phones (<see cref="TailGuard"/>) are counted
/// door by door.
/// </summary>
internal sealed class DoorLimits : IDisposable
{
    /// <summary>
    /// Codes that do not exist, from one address in ten minutes; further ones are told to stop. It is a word to people, not the lock:
    /// that is the code's 50 bits. Among 100,000 doors a guess opens one in ten thousand million, and what it opens shows nobody's data.
    /// </summary>
    public const int WrongCodes = 20;

    /// <summary>Forms sent for one dwelling by whoever has its code, in an hour; the same for each of its proven phones, so that nobody locks a family out.</summary>
    public const int Submissions = 10;

    private readonly PartitionedRateLimiter<string> codes = Limiter(WrongCodes, TimeSpan.FromMinutes(10));
    private readonly PartitionedRateLimiter<string> submissions = Limiter(Submissions, TimeSpan.FromHours(1));

    /// <summary>Counts a wrong code; false when it was one too many.</summary>
    public bool TakeWrongCode(HttpContext http) => Take(codes, CallerAddress.Of(http.Connection.RemoteIpAddress));

    /// <param name="whose">Of the dwelling, or of a phone that is proven to be its household's.</param>
    public bool TakeSubmission(Guid whose) => Take(submissions, whose.ToString("N"));

    public void Dispose()
    {
        codes.Dispose();
        submissions.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string whose)
    {
        using var lease = limiter.AttemptAcquire(whose);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limiter(int most, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(whose => RateLimitPartition.GetFixedWindowLimiter(
            whose, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = window, QueueLimit = 0 }));
}
