using System.Security.Cryptography;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform;
using SafeIsle.Platform.Codes;

namespace SafeIsle.Gates.Passes;

/// <summary>
/// The text in a pass's QR code: <c>SI1:</c> and a signed token (CWT, RFC 8392) in COSE, deflated, in Base45. The same in TypeScript:
/// pass-code.ts. Cases: tests/vectors/pass-codes.json.
/// </summary>
public static class PassCodes
{
    public const string Foreign = "这不是出入证的二维码，请出示出入证上的那一个。";
    public const string Damaged = "二维码没有读全，或者已经损坏，请再扫一次；还不行，就输证上的 8 位编号。";
    public const string UnknownKey = "认不出这个码是谁签发的，请联网更新后再扫；还不行，就请到居委会换证。";
    public const string Forged = "这个码不是居委会签发的，可能是伪造的，请告诉居委会。";

    private const string Prefix = "SI1:";
    private const int MostCharacters = 512;
    private const int MostInflated = 512;

    private const int ExpiresAtClaim = 4;
    private const int IssuedAtClaim = 6;

    // Below -65536 names are for private use (RFC 8392, 9.1).
    private const int PassClaim = -65537;

    /// <summary>Upper case, digits and <c>$%*+-./:</c> and blanks: what a QR code keeps in its alphanumeric mode.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is beyond the limits that <see cref="PassCode"/> names.</exception>
    public static string Make(PassCode pass, GateKey key)
    {
        if (!pass.IsWithinLimits)
        {
            throw new ArgumentOutOfRangeException(nameof(pass), pass, "No code can say this.");
        }

        var claims = new CborMap(
        [
            (new CborInteger(ExpiresAtClaim), new CborInteger(pass.ExpiresAt.ToUnixTimeSeconds())),
            (new CborInteger(IssuedAtClaim), new CborInteger(pass.IssuedAt.ToUnixTimeSeconds())),
            (new CborInteger(PassClaim), new CborArray(
            [
                new CborInteger(pass.Community), new CborInteger(pass.Number), new CborInteger(pass.Counter),
                new CborInteger(pass.Rule), new CborInteger(pass.Version), new CborInteger(pass.OnPhone ? 1 : 0),
            ])),
        ]);
        return Prefix + Base45.Encode(Zlib.Deflate(CoseSign1.Sign(Cbor.Write(claims), key.Kid, key.Signer)));
    }

    /// <summary>
    /// What a code says, once its signature holds; a refusal is one of the four sentences above. Whether it is over, revoked or
    /// of another community is for the caller to judge. Blanks and line ends around it, which scanners that type add, do not count.
    /// </summary>
    /// <param name="keys">Public keys by their <see cref="GateKey.Kid"/>.</param>
    public static Outcome<PassCode> Read(string text, IReadOnlyDictionary<string, ECDsa> keys)
    {
        var tooLong = text.Length > MostCharacters;
        var code = tooLong ? text : text.Trim(' ', '\t', '\r', '\n');
        if (!code.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new No(Foreign);
        }

        if (tooLong
            || Base45.Decode(code.AsSpan(Prefix.Length)) is not { } deflated
            || Zlib.Inflate(deflated, MostInflated) is not { } bytes
            || CoseSign1.Read(bytes) is not { } message)
        {
            return new No(Damaged);
        }

        if (message.Algorithm != CoseSign1.Es256)
        {
            return new No(Forged);
        }

        if (!keys.TryGetValue(message.Kid, out var key))
        {
            return new No(UnknownKey);
        }

        if (!message.IsSignedBy(key))
        {
            return new No(Forged);
        }

        return Claims(message.Payload) is { } pass ? pass : new No(Damaged);
    }

    private static PassCode? Claims(byte[] payload)
    {
        if (Cbor.Read(payload) is not CborMap(
            [
                (CborInteger(ExpiresAtClaim), CborInteger(>= 0 and <= PassCode.MostSeconds and var expiresAt)),
                (CborInteger(IssuedAtClaim), CborInteger(>= 0 and <= PassCode.MostSeconds and var issuedAt)),
                (CborInteger(PassClaim), CborArray(
                [
                    CborInteger(var community), CborInteger(>= 0 and <= PassNumber.Most and var number),
                    CborInteger(>= 0 and <= PassNumber.Most and var counter), CborInteger(>= 0 and <= PassCode.MostRule and var rule),
                    CborInteger(>= 0 and <= PassCode.MostVersion and var version), CborInteger(>= 0 and <= 1 and var kind),
                ])),
            ]))
        {
            return null;
        }

        var pass = new PassCode(
            community, (int)number, (int)counter, (int)rule, (int)version, kind == 1,
            DateTimeOffset.FromUnixTimeSeconds(issuedAt), DateTimeOffset.FromUnixTimeSeconds(expiresAt));
        return pass.IsWithinLimits ? pass : null;
    }
}
