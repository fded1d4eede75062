using System.IO.Compression;

namespace SafeIsle.Platform.Codes;

/// <summary>Small things deflated, with zlib's head and checksum (RFC 1950, 1951).</summary>
public static class Zlib
{
    public static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return output.ToArray();
    }

    /// <summary>The bytes; null when they are not deflated, cut off, followed by others, or more than <paramref name="most"/>.</summary>
    public static byte[]? Inflate(byte[] deflated, int most)
    {
        // The stream takes this for an error of its own.
        const int needsDictionary = 0x20;
        if (deflated is [_, var flags, ..] && (flags & needsDictionary) != 0)
        {
            return null;
        }

        using var input = new ByteByByte(deflated);
        using var zlib = new ZLibStream(input, CompressionMode.Decompress);
        var output = new byte[most + 1];
        try
        {
            var length = zlib.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
            return length <= most && input.Position == input.Length && EndsInChecksum(deflated, output.AsSpan(0, length)) ? output[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // The stream says nothing when its input ends too early.
    private static bool EndsInChecksum(ReadOnlySpan<byte> deflated, ReadOnlySpan<byte> inflated)
    {
        const uint modulus = 65521;
        var (low, high) = (1u, 0u);
        foreach (var value in inflated)
        {
            low = (low + value) % modulus;
            high = (high + low) % modulus;
        }

        return deflated.EndsWith([(byte)(high >> 8), (byte)high, (byte)(low >> 8), (byte)low]);
    }

    // So that nothing is read beyond the end of what was deflated.
    private sealed class ByteByByte(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
