using System.Threading.RateLimiting;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// How often one device may look somebody up by the ID number, from whatever address: ID numbers of one birthday are a few hundred, and
/// whoever stole a device must not find out by trying which of them lives where.
/// </summary>
internal sealed class DocumentLimit : IDisposable
{
    /// <summary>Of one device in an hour; few people come without card, phone and door number.</summary>
    public const int PerHour = 60;

    private readonly PartitionedRateLimiter<Guid> looks = PartitionedRateLimiter.Create<Guid, Guid>(device => RateLimitPartition.GetFixedWindowLimiter(
        device, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerHour, Window = TimeSpan.FromHours(1), QueueLimit = 0 }));

    /// <summary>Counts a look; false when it was one too many.</summary>
    public bool Take(Guid device)
    {
        using var lease = looks.AttemptAcquire(device);
        return lease.IsAcquired;
    }

    public void Dispose() => looks.Dispose();
}
