using System.Security.Cryptography;

namespace SafeIsle.Gates.Scans;

/// <summary>The key that signs pass codes.</summary>
/// <param name="Kid">8 hexadecimal digits, lower case, by which a reader finds the public half.</param>
/// <param name="Signer">A private key on P-256.</param>
public sealed record GateKey(string Kid, ECDsa Signer);
