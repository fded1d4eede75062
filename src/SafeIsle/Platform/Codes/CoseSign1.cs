using System.Security.Cryptography;

namespace SafeIsle.Platform.Codes;

/// <summary>
/// A signed message with one signer, tagged 18 (RFC 9052, 4.2). Its protected header is exactly algorithm and key id, its unprotected
/// one is empty.
/// </summary>
public sealed class CoseSign1
{
    /// <summary>ECDSA on P-256 with SHA-256 (RFC 9053), the one algorithm that counts.</summary>
    public const int Es256 = -7;

    /// <summary>Bytes of a key's id.</summary>
    public const int KidLength = 4;

    private const int Tag = 18;
    private const int AlgorithmHeader = 1;
    private const int KidHeader = 4;
    private const int SignatureLength = 64;

    private readonly byte[] headerBytes;
    private readonly byte[] signatureBytes;

    private CoseSign1(byte[] header, long algorithm, byte[] kid, byte[] payload, byte[] signature)
    {
        headerBytes = header;
        signatureBytes = signature;
        Algorithm = algorithm;
        Kid = Convert.ToHexStringLower(kid);
        Payload = payload;
    }

    public long Algorithm { get; }

    /// <summary>Which key signed it, says the message: 8 hexadecimal digits, lower case.</summary>
    public string Kid { get; }

    /// <summary>What was signed; believe it only after <see cref="IsSignedBy"/>.</summary>
    public byte[] Payload { get; }

    /// <param name="kid">8 hexadecimal digits.</param>
    /// <param name="key">A private key on P-256.</param>
    public static byte[] Sign(byte[] payload, string kid, ECDsa key)
    {
        var header = Cbor.Write(new CborMap(
        [
            (new CborInteger(AlgorithmHeader), new CborInteger(Es256)),
            (new CborInteger(KidHeader), new CborBytes(Convert.FromHexString(kid))),
        ]));
        var signature = key.SignData(Signed(header, payload), HashAlgorithmName.SHA256);
        return Cbor.Write(new CborTag(Tag, new CborArray([new CborBytes(header), new CborMap([]), new CborBytes(payload), new CborBytes(signature)])));
    }

    /// <summary>The message, with whatever algorithm it names; null when the bytes are no such message.</summary>
    public static CoseSign1? Read(ReadOnlySpan<byte> bytes) =>
        Cbor.Read(bytes) is CborTag(Tag, CborArray([CborBytes(var header), CborMap([]), CborBytes(var payload), CborBytes({ Length: SignatureLength } signature)]))
        && Cbor.Read(header) is CborMap(
            [(CborInteger(AlgorithmHeader), CborInteger(var algorithm)), (CborInteger(KidHeader), CborBytes({ Length: KidLength } kid))])
            ? new(header, algorithm, kid, payload, signature)
            : null;

    /// <summary>Whether the key signed it, by ES256.</summary>
    public bool IsSignedBy(ECDsa key) =>
        Algorithm == Es256 && key.VerifyData(Signed(headerBytes, Payload), signatureBytes, HashAlgorithmName.SHA256);

    // Sig_structure of RFC 9052, 4.4.
    private static byte[] Signed(byte[] header, byte[] payload) =>
        Cbor.Write(new CborArray([new CborText("Signature1"), new CborBytes(header), new CborBytes([]), new CborBytes(payload)]));
}
