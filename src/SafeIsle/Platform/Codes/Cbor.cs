using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace SafeIsle.Platform.Codes;

/// <summary>One value of CBOR (RFC 8949), of the part that tokens need: no floats, no simple values, no indefinite lengths.</summary>
public abstract record CborValue;

/// <param name="Value">Within ±(2^53 − 1), which JavaScript counts exactly.</param>
public sealed record CborInteger(long Value) : CborValue;

public sealed record CborBytes(byte[] Value) : CborValue;

public sealed record CborText(string Value) : CborValue;

public sealed record CborArray(IReadOnlyList<CborValue> Items) : CborValue;

/// <param name="Entries">Read: by ascending bytes of their keys, each key once. Written: in any order.</param>
public sealed record CborMap(IReadOnlyList<(CborValue Key, CborValue Value)> Entries) : CborValue;

/// <param name="Number">What the content is; 18 is a COSE_Sign1.</param>
public sealed record CborTag(long Number, CborValue Content) : CborValue;

/// <summary>Core deterministic encoding (RFC 8949, 4.2.1): each value has one form, and reading refuses every other.</summary>
public static class Cbor
{
    private const int MostBytes = 1024;
    private const int MostDepth = 8;
    private const ulong MostInteger = (1UL << 53) - 1;

    private const int PositiveMajor = 0, NegativeMajor = 1, BytesMajor = 2, TextMajor = 3, ArrayMajor = 4, MapMajor = 5, TagMajor = 6;

    /// <summary>The one value that the bytes are; null when they are anything else, or longer or deeper than a token ever is.</summary>
    public static CborValue? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return null;
        }

        var reader = new Reader(bytes);
        var value = reader.Next(MostDepth);
        return reader.AtEnd ? value : null;
    }

    public static byte[] Write(CborValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> output, CborValue value)
    {
        switch (value)
        {
            case CborInteger(var number):
                Head(output, number < 0 ? NegativeMajor : PositiveMajor, number < 0 ? -1 - number : number);
                break;
            case CborBytes(var bytes):
                Head(output, BytesMajor, bytes.Length);
                output.Write(bytes);
                break;
            case CborText(var text):
                Head(output, TextMajor, Encoding.UTF8.GetByteCount(text));
                output.Write(Encoding.UTF8.GetBytes(text));
                break;
            case CborArray(var items):
                Head(output, ArrayMajor, items.Count);
                foreach (var item in items)
                {
                    Write(output, item);
                }

                break;
            case CborMap(var entries):
                Head(output, MapMajor, entries.Count);
                foreach (var (key, content) in entries.Select(e => (Key: Write(e.Key), e.Value)).OrderBy(e => e.Key, KeyOrder))
                {
                    output.Write(key);
                    Write(output, content);
                }

                break;
            case CborTag(var number, var content):
                Head(output, TagMajor, number);
                Write(output, content);
                break;
        }
    }

    private static readonly Comparer<byte[]> KeyOrder = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private static void Head(ArrayBufferWriter<byte> output, int major, long argument)
    {
        Span<byte> head = stackalloc byte[9];
        var (info, length) = argument switch
        {
            < 24 => ((int)argument, 0),
            <= byte.MaxValue => (24, 1),
            <= ushort.MaxValue => (25, 2),
            <= uint.MaxValue => (26, 4),
            _ => (27, 8),
        };
        BinaryPrimitives.WriteInt64BigEndian(head[1..], argument);
        head[8 - length] = (byte)((major << 5) | info);
        output.Write(head[(8 - length)..]);
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        internal readonly bool AtEnd => rest.IsEmpty;

        internal CborValue? Next(int depth)
        {
            if (depth == 0 || Head() is not var (major, argument))
            {
                return null;
            }

            return major switch
            {
                PositiveMajor => new CborInteger(argument),
                NegativeMajor => new CborInteger(-1 - argument),
                BytesMajor => Take(argument, out var content) ? new CborBytes(content.ToArray()) : null,
                TextMajor => Take(argument, out var content) && Utf8.IsValid(content) ? new CborText(Encoding.UTF8.GetString(content)) : null,
                ArrayMajor => Array(argument, depth - 1),
                MapMajor => Map(argument, depth - 1),
                TagMajor => Next(depth - 1) is { } content ? new CborTag(argument, content) : null,
                _ => null,
            };
        }

        // Major type and argument, in the shortest form only.
        private (int Major, long Argument)? Head()
        {
            if (!Take(1, out var first))
            {
                return null;
            }

            var (major, info) = (first[0] >> 5, first[0] & 0x1F);
            if (info < 24)
            {
                return (major, info);
            }

            var length = 1 << (info - 24);
            if (info > 27 || !Take(length, out var digits))
            {
                return null;
            }

            var argument = 0UL;
            foreach (var digit in digits)
            {
                argument = (argument << 8) | digit;
            }

            var least = length == 1 ? 24UL : 1UL << (length * 4);
            return argument < least || argument > MostInteger ? null : (major, (long)argument);
        }

        private bool Take(long length, out ReadOnlySpan<byte> taken)
        {
            var enough = length <= rest.Length;
            taken = enough ? rest[..(int)length] : default;
            rest = enough ? rest[(int)length..] : rest;
            return enough;
        }

        private CborArray? Array(long count, int depth)
        {
            var items = new List<CborValue>();
            while (items.Count < count)
            {
                if (Next(depth) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            return new(items);
        }

        private CborMap? Map(long count, int depth)
        {
            var entries = new List<(CborValue, CborValue)>();
            var last = ReadOnlySpan<byte>.Empty;
            while (entries.Count < count)
            {
                var before = rest;
                if (Next(depth) is not { } key)
                {
                    return null;
                }

                var written = before[..(before.Length - rest.Length)];
                if (written.SequenceCompareTo(last) <= 0 || Next(depth) is not { } value)
                {
                    return null;
                }

                last = written;
                entries.Add((key, value));
            }

            return new(entries);
        }
    }
}
