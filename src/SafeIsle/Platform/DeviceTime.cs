namespace SafeIsle.Platform;

/// <summary>From a device's clock, which may be wrong, to ours. All in epoch milliseconds.</summary>
internal static class DeviceTime
{
    /// <summary>Year 2191, beyond which no clock tells a time.</summary>
    public const long LastMs = 7_000_000_000_000;

    /// <summary>A time further ahead than this, after correction, is nonsense and becomes the time of arrival.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    /// <summary>No device holds anything for so long; a time further back is of a clock that was set in between, and becomes the time of arrival.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(90);

    /// <summary>How much the clock is behind ours, from what it said when it sent; negative: ahead.</summary>
    public static TimeSpan Behind(long sentAt, DateTimeOffset now) => now - DateTimeOffset.FromUnixTimeMilliseconds(Sane(sentAt, now));

    /// <summary>That time by our clock.</summary>
    public static DateTimeOffset Of(long ms, TimeSpan behind, DateTimeOffset now)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Sane(ms, now)) + behind;
        return at > now + Ahead || at < now - Back ? now : at;
    }

    // A device whose clock says 1970 or 2200 tells nothing about how wrong it is.
    private static long Sane(long ms, DateTimeOffset now) => ms is > 0 and < LastMs ? ms : now.ToUnixTimeMilliseconds();
}
