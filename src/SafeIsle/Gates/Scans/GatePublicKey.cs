using System.Buffers.Text;

namespace SafeIsle.Gates.Scans;

/// <summary>A public key by its coordinates on P-256 in base64url, as a JSON Web Key has them.</summary>
/// <param name="Kid">8 hexadecimal digits, lower case: what the header of a code names.</param>
internal sealed record GatePublicKey(string Kid, string X, string Y)
{
    private const int Coordinate = 32;

    /// <param name="info">SubjectPublicKeyInfo of a key on P-256: its point stands at the end, both coordinates in full (RFC 5480, 2.2).</param>
    public static GatePublicKey Of(string kid, ReadOnlySpan<byte> info) => new(
        kid, Base64Url.EncodeToString(info[^(2 * Coordinate)..^Coordinate]), Base64Url.EncodeToString(info[^Coordinate..]));
}
