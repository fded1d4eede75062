namespace SafeIsle.Platform;

/// <summary>Row ids: UUID version 7 (RFC 9562), so that new rows land at the end of every index. Made by whoever creates the thing.</summary>
public static class Ids
{
#pragma warning disable RS0030 // the one place that makes ids
    /// <summary>
    /// A new id, ordered by the wall clock to a quarter of a microsecond, so that what one person did quickly stands in its order: the
    /// twelve bits behind the milliseconds are their fraction (RFC 9562, 6.2, method 3). 62 random bits follow.
    /// </summary>
    public static Guid New()
    {
        var now = DateTimeOffset.UtcNow;
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var fraction = (now.Ticks % TimeSpan.TicksPerMillisecond << 12) / TimeSpan.TicksPerMillisecond;
        bytes[6] = (byte)(0x70 | (fraction >> 8));
        bytes[7] = (byte)fraction;
        return new(bytes, bigEndian: true);
    }
#pragma warning restore RS0030
}
