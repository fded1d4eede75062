using System.Buffers.Binary;
using System.Text;

namespace SafeIsle.Tests.Platform.Photos;

/// <summary>Pictures put together byte by byte, with what cameras write into them.</summary>
internal static class Pictures
{
    public const string Place = "GPS 31.2304N 121.4737E";

    /// <summary>A JPEG of 8×8 pixels: JFIF, Exif with orientation and a place, XMP, a comment, tables, a scan, and something behind its end.</summary>
    public static byte[] Jpeg(byte orientation = 6, string after = "")
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 72, 0, 72, 0, 0]);
        Segment(file, 0xE1, Exif(orientation));
        Segment(file, 0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0<xmp>" + Place));
        Segment(file, 0xFE, Encoding.ASCII.GetBytes(Place));
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Segment(file, 0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
        Segment(file, 0xC4, [0, 0, 1, .. new byte[14], 0]);
        Segment(file, 0xDA, [1, 1, 0, 0, 63, 0]);
        file.AddRange([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]);
        file.AddRange(Encoding.ASCII.GetBytes(after));
        return [.. file];
    }

    /// <summary>A JPEG of 16×8 pixels that decoders read: its left half is black, its right half white.</summary>
    public static byte[] HalfBlack => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgo"
        + "KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAgJ/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABQBAQAAAAAAAAAAAAAA"
        + "AAAAAAD/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCVGqgA/9k=");

    /// <summary>The same, to be turned or mirrored as Exif says.</summary>
    public static byte[] HalfBlackTurned(byte orientation)
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, 0xE1, Exif(orientation));
        file.AddRange(HalfBlack.Skip(2));
        return [.. file];
    }

    /// <summary>A PNG with a text and an Exif chunk, which says to be of that many pixels.</summary>
    public static byte[] Png(int width = 1, int height = 1, bool wrongSum = false)
    {
        var sides = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(sides, width);
        BinaryPrimitives.WriteInt32BigEndian(sides.AsSpan(4), height);
        List<byte> file = [0x89, .. "PNG\r\n\x1A\n"u8];
        Chunk(file, "IHDR", [.. sides, 8, 0, 0, 0, 0]);
        Chunk(file, "tEXt", Encoding.ASCII.GetBytes("Comment\0" + Place));
        Chunk(file, "eXIf", Exif(1)[6..]);
        Chunk(file, "IDAT", [0x78, 0x9C, 0x62, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01]);
        Chunk(file, "IEND", []);
        if (wrongSum)
        {
            file[^1] ^= 1;
        }

        file.AddRange("<script>alert(1)</script>"u8);
        return [.. file];
    }

    /// <summary>A WebP of 4×3 pixels, extended, with Exif and XMP.</summary>
    public static byte[] Webp(bool moves = false)
    {
        List<byte> file = [.. "RIFF\0\0\0\0WEBP"u8];
        Riff(file, "VP8X", [(byte)(moves ? 0x0E : 0x0C), 0, 0, 0, 3, 0, 0, 2, 0, 0]);
        Riff(file, "VP8L", [0x2F, 3, 0x80, 0, 0, 7, 7]);
        Riff(file, "EXIF", Exif(1));
        Riff(file, "XMP ", Encoding.ASCII.GetBytes(Place));
        byte[] done = [.. file];
        BinaryPrimitives.WriteUInt32LittleEndian(done.AsSpan(4), (uint)done.Length - 8);
        return done;
    }

    private static byte[] Exif(byte orientation)
    {
        // IFD0 with orientation and a pointer to a GPS IFD, little-endian as most phones write it.
        List<byte> exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0];
        exif.AddRange([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        exif.AddRange([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
        exif.AddRange(Encoding.ASCII.GetBytes(Place));
        return [.. exif];
    }

    private static void Segment(List<byte> file, byte marker, byte[] body) =>
        file.AddRange([0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body]);

    private static void Riff(List<byte> file, string type, byte[] body)
    {
        file.AddRange(Encoding.ASCII.GetBytes(type));
        file.AddRange(BitConverter.GetBytes(body.Length));
        file.AddRange(body);
        if (body.Length % 2 == 1)
        {
            file.Add(0);
        }
    }

    private static void Chunk(List<byte> file, string type, byte[] body)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. body];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.AddRange(number);
        file.AddRange(typed);
        var sum = uint.MaxValue;
        foreach (var part in typed)
        {
            sum ^= part;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : 0xEDB88320 ^ (sum >> 1);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~sum);
        file.AddRange(number);
    }
}
