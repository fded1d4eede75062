using System.Buffers.Binary;

namespace SafeIsle.Platform.Photos;

/// <summary>PNG (ISO/IEC 15948) as a row of chunks. Kept are those that the picture needs; texts, Exif, times and animations are left out.</summary>
internal static class Png
{
    private const int HeadBytes = 8;
    private const int FrameBytes = 12;
    private const int HeaderBytes = 13;

    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();
    private static readonly string[] Kept = ["IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "IDAT", "IEND"];

    public static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null when it ends too early, a chunk's sum is wrong, or a chunk that every decoder must know is none of ours.</summary>
    public static CleanPicture? Clean(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write(Start);
        var (width, height, data) = (0u, 0u, false);
        for (var at = Start.Length; at + FrameBytes <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - FrameBytes)
            {
                return null;
            }

            var chunk = file.Slice(at, FrameBytes + (int)length);
            var type = System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if (Sum(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..])
                || (at == Start.Length) != (type == "IHDR"))
            {
                return null;
            }

            if (type == "IHDR")
            {
                if (length != HeaderBytes)
                {
                    return null;
                }

                width = BinaryPrimitives.ReadUInt32BigEndian(chunk[HeadBytes..]);
                height = BinaryPrimitives.ReadUInt32BigEndian(chunk[(HeadBytes + 4)..]);
                if (width > int.MaxValue || height > int.MaxValue)
                {
                    return null;
                }
            }

            data |= type == "IDAT" && length > 0;
            var kept = Kept.Contains(type);
            if (kept)
            {
                clean.Write(chunk);
            }
            else if (char.IsAsciiLetterUpper(type[0]))
            {
                return null;
            }

            if (type == "IEND")
            {
                return data ? new(clean.ToArray(), (int)width, (int)height) : null;
            }

            at += chunk.Length;
        }

        return null;
    }

    // CRC-32 as PNG asks for it.
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var part in bytes)
        {
            sum = Table[(byte)(sum ^ part)] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : Polynomial ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }
}
