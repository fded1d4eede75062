using System.Buffers.Binary;

namespace SafeIsle.Platform.Photos;

/// <summary>WebP (RFC 9649): a still picture with its transparency; Exif, XMP, colour profiles and unknown chunks are left out.</summary>
internal static class Webp
{
    private const int HeadBytes = 12;
    private const int ChunkHead = 8;
    private const byte AlphaFlag = 0x10;
    private const byte AnimationFlag = 0x02;
    private const int ExtendedBytes = 10;

    /// <summary>Null when it ends too early, moves, or holds no picture.</summary>
    public static CleanPicture? Clean(ReadOnlySpan<byte> file)
    {
        var end = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L;
        if (end > file.Length || end < HeadBytes)
        {
            return null;
        }

        using var clean = new MemoryStream((int)end);
        clean.Write("RIFF\0\0\0\0WEBP"u8);
        (int Width, int Height)? size = null;
        for (var at = HeadBytes; at + ChunkHead <= end;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (length > end - at - ChunkHead)
            {
                return null;
            }

            var type = file.Slice(at, 4);
            var body = file.Slice(at + ChunkHead, (int)length);
            at += ChunkHead + (int)(length + (length & 1));
            if (type.SequenceEqual("VP8X"u8))
            {
                if (body.Length < ExtendedBytes || (body[0] & AnimationFlag) != 0)
                {
                    return null;
                }

                Write(clean, type, [(byte)(body[0] & AlphaFlag), 0, 0, 0, .. body[4..ExtendedBytes]]);
            }
            else if (type.SequenceEqual("ALPH"u8))
            {
                Write(clean, type, body);
            }
            else if (size is null && SizeOf(type, body) is { } found)
            {
                size = found;
                Write(clean, type, body);
            }
        }

        if (size is null)
        {
            return null;
        }

        var content = clean.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(4), (uint)content.Length - 8);
        return new(content, size.Value.Width, size.Value.Height);
    }

    // Width and height as the picture's own first bytes say.
    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        if (type.SequenceEqual("VP8 "u8) && body.Length >= 10 && body[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
        }

        if (type.SequenceEqual("VP8L"u8) && body.Length >= 5 && body[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return null;
    }

    private static void Write(MemoryStream clean, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)body.Length);
        clean.Write(type);
        clean.Write(length);
        clean.Write(body);
        if ((body.Length & 1) != 0)
        {
            clean.WriteByte(0);
        }
    }
}
