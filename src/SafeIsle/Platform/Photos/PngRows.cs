using System.Buffers.Binary;
using System.IO.Compression;

namespace SafeIsle.Platform.Photos;

/// <summary>The pixels of a PNG row by row, on white where it is clear, packed again as bare bytes of grey or of red, green and blue.</summary>
/// <param name="Colours">1 or 3 bytes for each pixel.</param>
internal sealed record PngRows(int Width, int Height, int Colours, byte[] Packed)
{
    private const int HeaderAt = 16;
    private const int FrameBytes = 12;
    private const byte Grey = 0;
    private const byte Palette = 3;
    private const byte GreyAlpha = 4;
    private const byte Opacity = 4;
    private const int Whole = 255;

    /// <summary>Null for those that are interlaced, have other than eight bits for a colour, or end too early.</summary>
    public static PngRows? Opaque(byte[] file)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(HeaderAt)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(HeaderAt + 4)));
        var (bits, type, interlaced) = (file[HeaderAt + 8], file[HeaderAt + 9], file[HeaderAt + 12] != 0);
        if (bits != 8 || interlaced)
        {
            return null;
        }

        var colours = type is Grey or GreyAlpha ? 1 : 3;
        var inFile = type == Palette ? 1 : colours + ((type & Opacity) / Opacity);
        using var packed = new MemoryStream();
        try
        {
            var (data, palette, clear) = Parts(file);
            using var pixels = new ZLibStream(data, CompressionMode.Decompress);
            using (var to = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                Span<byte> row = new byte[width * inFile], above = new byte[width * inFile], plain = new byte[width * colours];
                for (var y = 0; y < height; y++)
                {
                    var filter = pixels.ReadByte();
                    pixels.ReadExactly(row);
                    Unfilter(filter, row, above, inFile);
                    for (var x = 0; x < width; x++)
                    {
                        Pixel(row.Slice(x * inFile, inFile), plain.Slice(x * colours, colours), type, palette, clear);
                    }

                    to.Write(plain);
                    row.CopyTo(above);
                }
            }

            return new(width, height, colours, packed.ToArray());
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    // All of IDAT as one, PLTE, tRNS.
    private static (MemoryStream Data, byte[] Palette, byte[] Clear) Parts(byte[] file)
    {
        var (data, palette, clear) = (new MemoryStream(file.Length), Array.Empty<byte>(), Array.Empty<byte>());
        for (var at = Png.Start.Length; at + FrameBytes <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "IDAT":
                    data.Write(body);
                    break;
                case "PLTE":
                    palette = body.ToArray();
                    break;
                case "tRNS":
                    clear = body.ToArray();
                    break;
                default:
                    break;
            }

            at += FrameBytes + length;
        }

        data.Position = 0;
        return (data, palette, clear);
    }

    private static void Pixel(ReadOnlySpan<byte> from, Span<byte> to, byte type, byte[] palette, byte[] clear)
    {
        if (type == Palette)
        {
            var at = from[0] * 3;
            if (at + 3 > palette.Length)
            {
                throw new InvalidDataException("No such colour.");
            }

            OnWhite(palette.AsSpan(at, 3), from[0] < clear.Length ? clear[from[0]] : Whole, to);
        }
        else
        {
            OnWhite(from[..to.Length], from.Length > to.Length ? from[^1] : Whole, to);
        }
    }

    private static void OnWhite(ReadOnlySpan<byte> from, int opacity, Span<byte> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (byte)(Whole - ((Whole - from[i]) * opacity / Whole));
        }
    }

    // ISO/IEC 15948, 9.2: each byte was written as the difference from those to the left and above.
    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < pixel ? 0 : row[i - pixel], up = above[i], corner = i < pixel ? 0 : above[i - pixel];
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Nearest(left, up, corner),
                _ => throw new InvalidDataException("No such filter."),
            };
        }
    }

    private static int Nearest(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
