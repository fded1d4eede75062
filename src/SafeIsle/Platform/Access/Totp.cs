using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SafeIsle.Platform.Access;

/// <summary>Time-based one-time passwords (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), as every authenticator app makes them.</summary>
internal static class Totp
{
    public const int KeyBytes = 20;

    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;

    /// <summary>Steps of 30 seconds that a phone's clock may be wrong, either way.</summary>
    private const int Drift = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step whose code this is, or null when it is none of those valid now. A step once used must not be taken again.</summary>
    public static long? StepOf(byte[] key, string code, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        var typed = Encoding.ASCII.GetBytes(code);
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), typed))
            {
                return step;
            }
        }

        return null;
    }

    public static string CodeAt(byte[] key, DateTimeOffset at) => Code(key, at.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>The key as it is typed into an app: Base32 (RFC 4648) in groups of four.</summary>
    public static string Typed(byte[] key)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < key.Length * 8; bit += 5)
        {
            var pair = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[(bit / 8) + 1] : 0);
            text.Append(bit % 20 == 0 && bit > 0 ? " " : "").Append(Base32[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    /// <summary>What the QR code holds, in the form that authenticator apps agreed on.</summary>
    public static string Address(byte[] key, string userName)
    {
        const string issuer = "安全岛";
        var secret = Typed(key).Replace(" ", "", StringComparison.Ordinal);
        return $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";
    }

    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and every authenticator app: HMAC-SHA-1, whose weakness is not one here
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}
