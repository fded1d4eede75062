using System.Security.Cryptography;
using System.Text;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>The secret in a link that is good for once: 26 letters and digits (128 bits), of which only the hash is stored.</summary>
internal static class LinkSecret
{
    public const int Length = 26;

    // Without letters that look like digits: such links are sometimes typed from paper.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <param name="root">Under which address others reach the product; see <c>PublicAddress</c>.</param>
    public static string Address(string root, string path, string secret) => $"{root}{path}/{secret}";
}
