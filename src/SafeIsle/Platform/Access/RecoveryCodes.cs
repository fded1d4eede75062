using System.Security.Cryptography;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Platform.Access;

/// <summary>Ten codes on paper for the day when the phone with the authenticator is lost; each lets in once.</summary>
internal sealed class RecoveryCodes(KeyRing keys)
{
    public const int Count = 10;

    private const int Letters = 10;

    // Without letters that look like digits; ten of them are 49 bits.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Replaces the account's codes. They are returned once and kept as hashes.</summary>
    public IReadOnlyList<string> Renew(Account account)
    {
        List<string> codes = [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Letters).Insert(Letters / 2, "-"))];
        account.RecoveryHashes = [.. codes.Select(code => Hash(account.Id, code))];
        return codes;
    }

    /// <summary>Whether it is one of the account's codes; then it is gone.</summary>
    public bool Spend(Account account, string code)
    {
        var hash = Hash(account.Id, code);
        if (!account.RecoveryHashes.Contains(hash))
        {
            return false;
        }

        account.RecoveryHashes = [.. account.RecoveryHashes.Where(h => h != hash)];
        return true;
    }

    private string Hash(Guid account, string code)
    {
        var key = ChineseText.Key(code).Replace("-", "", StringComparison.Ordinal);
        return Convert.ToBase64String(keys.LookupBytes("recovery-code", 0, $"{account:N}{key}"));
    }
}
