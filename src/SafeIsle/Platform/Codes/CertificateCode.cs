using System.Text;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Codes;

/// <summary>The code on a certificate: 12 characters of 5 bits, derived from the key ring and the row, as a door's code is.</summary>
internal static class CertificateCode
{
    private const int Length = 12;
    private const int Group = 4;

    // Crockford's alphabet: no I, L, O, U, which people misread.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(KeyRing keys, long community, Guid certificate) =>
        string.Concat(keys.LookupBytes("certificate", community, $"{certificate:N}").Take(Length).Select(b => Alphabet[b & 31]));

    public static long HashOf(KeyRing keys, string code) => keys.LookupHash("certificate-hash", 0, code);

    /// <summary>As printed: ABCD-EFGH-JKMN.</summary>
    public static string Shown(string code) => string.Join('-', code.Chunk(Group).Select(c => new string(c)));

    /// <summary>What a person typed, brought to the printed form's characters; null when it cannot be a code.</summary>
    public static string? Clean(string? typed)
    {
        var code = new StringBuilder(Length);
        foreach (var c in (typed ?? "").Normalize(NormalizationForm.FormKC).ToUpperInvariant())
        {
            var letter = c switch { 'O' => '0', 'I' or 'L' => '1', _ => c };
            if (Alphabet.Contains(letter, StringComparison.Ordinal) && code.Length <= Length)
            {
                code.Append(letter);
            }
            else if (letter is not ('-' or ' '))
            {
                return null;
            }
        }

        return code.Length == Length ? code.ToString() : null;
    }
}

/// <summary>Another module's certificates, by the code on the paper (see <see cref="CertificateCode"/>); null when it has none of that code.</summary>
public delegate Task<VerifiedCertificate?> CertificateSource(Db db, string code, CancellationToken cancel);

/// <summary>What a stranger may see of a certificate.</summary>
/// <param name="Kind">解除证明, 购买退热药证明 …</param>
/// <param name="Lines">What it says, names masked: 姓名 张*.</param>
/// <param name="VoidAt">Null while it is valid.</param>
/// <param name="VoidWhy">Why it no longer is; empty where that is nobody's business.</param>
/// <param name="Note">What the reader should do besides.</param>
public sealed record VerifiedCertificate(
    string Kind, IReadOnlyList<(string Label, string Value)> Lines, DateTimeOffset? VoidAt, string VoidWhy, string Note);
