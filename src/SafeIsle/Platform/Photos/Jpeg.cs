using System.Buffers.Binary;

namespace SafeIsle.Platform.Photos;

/// <summary>
/// JPEG (ITU-T T.81) as a row of segments. Kept are those that a decoder needs; of Exif only the orientation is written anew; comments,
/// thumbnails, colour profiles, maker's notes and everything behind the end are left out.
/// </summary>
internal static class Jpeg
{
    private const byte Mark = 0xFF;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App14 = 0xEE;
    private const int AdobeBytes = 12;
    private const int OrientationTag = 0x0112;

    // From this orientation on, rows stand where columns are shown.
    private const byte OnItsSide = 5;

    // Each is another pass over all pixels; progressive pictures of cameras have about ten.
    private const int MostScans = 64;

    public static ReadOnlySpan<byte> Start => [0xFF, 0xD8, 0xFF];

    /// <summary>Null when it ends too early, is no row of segments, or has more frames or scans than a photo has.</summary>
    public static CleanPicture? Clean(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write(file[..2]);
        var (width, height, scans, framed) = (0, 0, 0, false);
        byte turned = 0;
        var at = 2;
        while (NextMarker(file, ref at) is { } marker)
        {
            if (marker == EndOfImage)
            {
                clean.Write([Mark, EndOfImage]);
                return scans == 0 ? null : turned >= OnItsSide ? new(clean.ToArray(), height, width) : new(clean.ToArray(), width, height);
            }

            if (at + 2 > file.Length)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || at + length > file.Length)
            {
                return null;
            }

            var body = file.Slice(at + 2, length - 2);
            at += length;
            if (IsFrame(marker))
            {
                if (body.Length < 6 || framed)
                {
                    return null;
                }

                framed = true;
                height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
            }

            turned = marker == App1 && Orientation(body) is { } turn ? turn : turned;
            Copy(clean, marker, body);
            if (marker == StartOfScan)
            {
                if (++scans > MostScans)
                {
                    return null;
                }

                var from = at;
                at = EndOfScan(file, at);
                clean.Write(file[from..at]);
            }
        }

        return null;
    }

    /// <summary>Of a cleaned file: sides as they are stored, bytes for each pixel, and how it is to be turned, 1…8. Null where a sample is not a byte.</summary>
    public static (int Width, int Height, int Colours, byte Turned)? Frame(ReadOnlySpan<byte> clean)
    {
        byte turned = 1;
        var at = 2;
        while (NextMarker(clean, ref at) is { } marker && marker != StartOfScan)
        {
            var body = clean.Slice(at + 2, BinaryPrimitives.ReadUInt16BigEndian(clean[at..]) - 2);
            at += body.Length + 2;
            turned = marker == App1 && Orientation(body) is { } turn ? turn : turned;
            if (IsFrame(marker))
            {
                return body[0] != 8 ? null : (BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]), body[5], turned);
            }
        }

        return null;
    }

    private static void Copy(MemoryStream clean, byte marker, ReadOnlySpan<byte> body)
    {
        switch (marker)
        {
            case App0 when body.StartsWith("JFIF\0"u8):
                Write(clean, App0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
                break;
            case App1 when Orientation(body) is { } turned:
                Write(clean, App1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);
                break;
            case App14 when body.StartsWith("Adobe"u8) && body.Length >= AdobeBytes:
                Write(clean, App14, body[..AdobeBytes]);
                break;
            default:
                if (IsNeeded(marker))
                {
                    Write(clean, marker, body);
                }

                break;
        }
    }

    private static void Write(MemoryStream clean, byte marker, ReadOnlySpan<byte> body) =>
        clean.Write([Mark, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body]);

    // SOF0…SOF15 without DHT, JPG and DAC, which share the range.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // Frames, DHT, DAC; SOS, DQT, DNL, DRI, DHP, EXP.
    private static bool IsNeeded(byte marker) => marker is (>= 0xC0 and <= 0xCF and not 0xC8) or (>= 0xDA and <= 0xDF);

    // A marker may be preceded by any number of fill bytes; anything else between two segments is no JPEG.
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length || file[at] != Mark)
        {
            return null;
        }

        while (at < file.Length && file[at] == Mark)
        {
            at++;
        }

        return at < file.Length ? file[at++] : null;
    }

    // Coded data runs to the next marker that is neither a stuffed 0xFF nor a restart.
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length)
        {
            if (file[at] == Mark && file[at + 1] is not (0 or Mark or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }

            at++;
        }

        return file.Length;
    }

    /// <summary>2…8 where Exif says that the picture is to be turned or mirrored.</summary>
    private static byte? Orientation(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = body[6..];
        if (tiff.Length < 8)
        {
            return null;
        }

        var little = tiff.StartsWith("II"u8);
        var first = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > tiff.Length - 2)
        {
            return null;
        }

        var count = Short(tiff[(int)first..], little);
        for (var i = 0; i < count; i++)
        {
            var entry = (int)first + 2 + (i * 12);
            if (entry + 12 > tiff.Length)
            {
                return null;
            }

            if (Short(tiff[entry..], little) == OrientationTag)
            {
                return Short(tiff[(entry + 8)..], little) is >= 2 and <= 8 and var turned ? (byte)turned : null;
            }
        }

        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
