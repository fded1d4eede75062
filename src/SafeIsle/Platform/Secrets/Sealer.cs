using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SafeIsle.Platform.Secrets;

/// <summary>
/// Encrypts single columns (ID numbers, phones, health notes): AES-256-GCM, bound to the column and the row, so that a value copied
/// into another row does not open. The one place to change where a buyer demands SM4.
/// Shape: key id (1 byte), nonce (12), tag (16), ciphertext.
/// </summary>
public sealed class Sealer(KeyRing keys) : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    // Making a cipher costs more than using it, and one must not be used by two threads at once.
    private readonly ThreadLocal<Dictionary<byte, AesGcm>> ciphers = new(static () => [], trackAllValues: true);

    /// <summary>Encrypts; null and empty stay null.</summary>
    public byte[]? Seal(SealedColumn column, Guid row, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return SealBytes(column, row, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">Altered, moved from another row, or its key is missing.</exception>
    public string? Open(SealedColumn column, Guid row, byte[]? value) =>
        value is null ? null : Encoding.UTF8.GetString(OpenBytes(column, row, value));

    /// <summary>The same for files.</summary>
    public byte[] SealBytes(SealedColumn column, Guid row, ReadOnlySpan<byte> plain)
    {
        var (id, key) = keys.SealingKey;
        var result = new byte[HeadBytes + plain.Length];
        result[0] = id;
        var nonce = result.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        CipherOf(id, key).Encrypt(nonce, plain, result.AsSpan(HeadBytes), result.AsSpan(1 + NonceBytes, TagBytes), Bound(column, row));
        return result;
    }

    /// <summary>Decrypts what <see cref="SealBytes"/> made.</summary>
    /// <exception cref="CryptographicException">Altered, moved from another row, or its key is missing.</exception>
    public byte[] OpenBytes(SealedColumn column, Guid row, byte[] value)
    {
        if (value.Length < HeadBytes)
        {
            throw new CryptographicException("A sealed value is cut short.");
        }

        var plain = new byte[value.Length - HeadBytes];
        CipherOf(value[0], keys.DataKey(value[0])).Decrypt(
            value.AsSpan(1, NonceBytes), value.AsSpan(HeadBytes), value.AsSpan(1 + NonceBytes, TagBytes), plain, Bound(column, row));
        return plain;
    }

    // Setting a cipher up costs several times what it takes to seal a phone number; one is kept for each thread, as it is not shared.
    private AesGcm CipherOf(byte id, byte[] key)
    {
        var mine = ciphers.Value!;
        if (!mine.TryGetValue(id, out var cipher))
        {
            mine[id] = cipher = new AesGcm(key, TagBytes);
        }

        return cipher;
    }

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values.SelectMany(ofThread => ofThread.Values))
        {
            cipher.Dispose();
        }

        ciphers.Dispose();
    }

    private static byte[] Bound(SealedColumn column, Guid row)
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)column);
        row.TryWriteBytes(bytes.AsSpan(4), true, out _);
        return bytes;
    }
}

/// <summary>Which column a sealed value belongs to. The numbers are part of what is stored: never reuse one.</summary>
public enum SealedColumn
{
    PersonDocument = 1,
    PersonPhones = 2,
    PersonHealthNote = 3,
    TagDetail = 4,
    RegisterChange = 5,
    Proposal = 6,
    ImportFile = 7,
    JobResult = 8,
    ImportRow = 9,
    ImportPlan = 20,
    ImportRejects = 21,
    AuthenticatorKey = 40,
    OutsideLetter = 41,
    WorkPhone = 42,
    ResidentPhone = 50,
    PartyPhone = 51,
    Photo = 60,
    QuestionText = 61,
    AnswerText = 62,
    HelpText = 63,
    HelpPhone = 64,
    HelpStepText = 65,
    HealthNote = 70,
    CertificateDocument = 80,
    StatementText = 81,
    GateKey = 90,
    VisitDocument = 91,
    VisitPhone = 92,
    ErrandWhat = 93,
    ErrandMedicine = 94,
    FirmPhone = 95,
    MedicineDocument = 96,
    TodoNote = 100,
    EscalationText = 101,
    ScreeningAnswer = 110,
    ScreeningWhy = 111,
    TravelDeclared = 120,
    TravelRecord = 121,
    TravelReasons = 122,
    TravelWord = 123,
    ReturneePhone = 124,
    ReturneeFrom = 125,
    SentFile = 130,
    SentPlan = 131,
    SentRow = 132,
    SentAnswer = 133,
    TipText = 134,
    TipNote = 135,
    MeasureContacts = 140,
    UsualContacts = 149,
    MeasureObjection = 141,
    MeasureAnswer = 142,
    MeasureCallNote = 143,
    TripWhy = 144,
    ReferralOutcome = 145,
    ReferralWhy = 146,
}
