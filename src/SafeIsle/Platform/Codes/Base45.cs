namespace SafeIsle.Platform.Codes;

/// <summary>Bytes as text of the 45 characters that a QR code keeps smallest (RFC 9285): two bytes become three characters.</summary>
public static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Base = 45;

    /// <summary>Never ends in a blank: the last character stands for the highest part, which is small.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length / 2 * 3) + (bytes.Length % 2 * 2)];
        var at = 0;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var pair = i + 1 < bytes.Length;
            var value = pair ? (bytes[i] << 8) | bytes[i + 1] : bytes[i];
            for (var left = pair ? 3 : 2; left > 0; left--)
            {
                text[at++] = Alphabet[value % Base];
                value /= Base;
            }
        }

        return new string(text);
    }

    /// <summary>The bytes; null for other characters (lower case among them), impossible lengths and groups too large for their bytes.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 == 1)
        {
            return null;
        }

        var bytes = new byte[(text.Length / 3 * 2) + (text.Length % 3 / 2)];
        var at = 0;
        for (var i = 0; i < text.Length; i += 3)
        {
            var group = text[i..Math.Min(i + 3, text.Length)];
            if (Value(group) is not { } value || value > (group.Length == 3 ? ushort.MaxValue : byte.MaxValue))
            {
                return null;
            }

            if (group.Length == 3)
            {
                bytes[at++] = (byte)(value >> 8);
            }

            bytes[at++] = (byte)value;
        }

        return bytes;
    }

    // The first character is the lowest digit.
    private static int? Value(ReadOnlySpan<char> group)
    {
        var value = 0;
        for (var i = group.Length - 1; i >= 0; i--)
        {
            var digit = Alphabet.IndexOf(group[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            value = (value * Base) + digit;
        }

        return value;
    }
}
