using System.Text;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Places;

/// <summary>
/// The code on a dwelling's door sheet: 10 characters of 5 bits, derived from the key ring and the dwelling, so that no code lies in the
/// database and a sheet can be printed again. Raising the dwelling's code version makes the old one invalid.
/// </summary>
public static class DoorCode
{
    private const int Length = 10;

    // Crockford's alphabet: no I, L, O, U, which people misread.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The code of that version, without the hyphen that paper shows in its middle.</summary>
    public static string Of(KeyRing keys, long community, Guid dwelling, int version)
    {
        var bytes = keys.LookupBytes("door-code", community, $"{dwelling:N}/{version}");
        var code = new StringBuilder(Length);
        for (var i = 0; i < Length; i++)
        {
            code.Append(Alphabet[bytes[i] & 31]);
        }

        return code.ToString();
    }

    /// <summary>What the dwelling's row stores of its code.</summary>
    public static long HashOf(KeyRing keys, string code) => keys.LookupHash("door-code-hash", 0, code);

    /// <summary>Both in one step, for a new or renewed dwelling.</summary>
    public static long HashOf(KeyRing keys, long community, Guid dwelling, int version) =>
        HashOf(keys, Of(keys, community, dwelling, version));

    /// <summary>Gives the dwelling a new code: whatever was printed before opens nothing any more.</summary>
    public static void Renew(KeyRing keys, Dwelling dwelling)
    {
        dwelling.DoorCodeVersion++;
        dwelling.DoorCodeHash = HashOf(keys, dwelling.CommunityId, dwelling.Id, dwelling.DoorCodeVersion);
    }

    /// <summary>As printed: ABCDE-FGHJK.</summary>
    public static string Shown(string code) => code.Insert(Length / 2, "-");

    /// <summary>What a person typed, brought to the printed form's characters; null when it cannot be a code.</summary>
    public static string? Clean(string typed)
    {
        var code = new StringBuilder(Length);
        foreach (var c in typed.Normalize(NormalizationForm.FormKC).ToUpperInvariant())
        {
            var letter = c switch { 'O' => '0', 'I' or 'L' => '1', _ => c };
            if (Alphabet.Contains(letter, StringComparison.Ordinal))
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
