using System.Buffers.Binary;
using System.Text;

namespace SafeIsle.Platform.Print.Pdf;

/// <summary>
/// Writes a CID-keyed font program in the Compact Font Format (Adobe Technical Note 5176), whose character numbers are its glyph
/// numbers, as PDF embeds it (ISO 32000-1, 9.7.4).
/// </summary>
internal static class CffFont
{
    private const int OffsetSize = 4;

    // Strings are numbered after the 391 that every reader knows.
    private const int AdobeString = 391;
    private const int IdentityString = 392;

    // Operators of dictionaries.
    private const byte Charset = 15;
    private const byte CharStrings = 17;
    private const byte Private = 18;
    private const byte DefaultWidth = 20;
    private const byte Escape = 12;
    private const byte Registry = 30;
    private const byte CidCount = 34;
    private const byte FontDictionaries = 36;
    private const byte FontSelection = 37;

    /// <summary>The font program.</summary>
    /// <param name="name">PostScript name, ASCII.</param>
    /// <param name="glyphs">Charstrings; the first is the glyph of what is missing.</param>
    internal static byte[] Write(string name, IReadOnlyList<byte[]> glyphs)
    {
        // The top dictionary tells where the parts stand, and has the same length whatever the offsets are.
        byte[] front = [1, 0, OffsetSize, OffsetSize, .. Index([Encoding.ASCII.GetBytes(name)])];
        byte[] strings = [.. Index(["Adobe"u8.ToArray(), "Identity"u8.ToArray()]), .. Index([])];
        var topLength = Index([TopDictionary(glyphs.Count, 0, 0, 0, 0)]).Length;

        var charset = front.Length + topLength + strings.Length;
        byte[] charsetBytes = [2, .. Word(1), .. Word(Math.Max(0, glyphs.Count - 2))];
        var selection = charset + charsetBytes.Length;
        byte[] selectionBytes = [3, .. Word(1), .. Word(0), 0, .. Word(glyphs.Count)];
        var charStrings = selection + selectionBytes.Length;
        var charStringBytes = Index(glyphs);
        var privatePart = charStrings + charStringBytes.Length;
        byte[] privateBytes = [.. Number(CharString.DefaultWidth), DefaultWidth];
        var dictionaries = privatePart + privateBytes.Length;
        var dictionaryBytes = Index([[.. Number(privateBytes.Length), .. Offset(privatePart), Private]]);

        return
        [
            .. front,
            .. Index([TopDictionary(glyphs.Count, charset, selection, charStrings, dictionaries)]),
            .. strings,
            .. charsetBytes,
            .. selectionBytes,
            .. charStringBytes,
            .. privateBytes,
            .. dictionaryBytes,
        ];
    }

    private static byte[] TopDictionary(int count, int charset, int selection, int charStrings, int dictionaries) =>
        [
            .. Number(AdobeString),
            .. Number(IdentityString),
            .. Number(0),
            Escape,
            Registry,
            .. Offset(count),
            Escape,
            CidCount,
            .. Offset(charset),
            Charset,
            .. Offset(selection),
            Escape,
            FontSelection,
            .. Offset(charStrings),
            CharStrings,
            .. Offset(dictionaries),
            Escape,
            FontDictionaries,
        ];

    // Count, size of offsets, offsets from the byte before the data, data.
    private static byte[] Index(IReadOnlyList<byte[]> items)
    {
        if (items.Count == 0)
        {
            return Word(0);
        }

        var header = 3 + ((items.Count + 1) * OffsetSize);
        var bytes = new byte[header + items.Sum(item => item.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)items.Count));
        bytes[2] = OffsetSize;
        var position = header;
        for (var index = 0; index <= items.Count; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(3 + (index * OffsetSize)), position - header + 1);
            if (index < items.Count)
            {
                items[index].CopyTo(bytes, position);
                position += items[index].Length;
            }
        }

        return bytes;
    }

    private static byte[] Number(int value)
    {
        List<byte> bytes = [];
        CharString.WriteNumber(bytes, value);
        return [.. bytes];
    }

    // A number of five bytes, whatever it is.
    private static byte[] Offset(int value) => [29, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];
}
