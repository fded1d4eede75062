using System.Security.Cryptography;
using System.Text;

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

    /// <summary>A random id, UUID version 4: it tells nothing of when it was made, for what must not be traced to a minute.</summary>
    public static Guid Blind() => Blind(RandomNumberGenerator.GetBytes(16));

    /// <summary>The same id for the same words, and no way back to them.</summary>
    public static Guid BlindOf(string words) => Blind(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    /// <summary>The same id for the same thing asked of the same row: what is worked out anew each time is one thing.</summary>
    /// <param name="what">call 20260323</param>
    public static Guid Of(Guid row, string what) => BlindOf($"{row:N} {what}");

    private static Guid Blind(Span<byte> bytes)
    {
        (bytes[6], bytes[8]) = ((byte)(0x40 | (bytes[6] & 0x0f)), (byte)(0x80 | (bytes[8] & 0x3f)));
        return new(bytes[..16], bigEndian: true);
    }
}
