using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SafeIsle.Platform.Secrets;

/// <summary>
/// The keys of an installation, kept outside the database: in <c>keys.json</c> beside the data (readable by its owner only) or in the
/// environment variable <c>SAFEISLE_KEYS</c> (the same JSON). Whoever has the database without them can read no ID number, phone or
/// health note. Losing them loses those fields: docs/operations.md says how they are backed up.
/// </summary>
public sealed partial class KeyRing
{
    private const int KeyBytes = 32;
    private const string File = "keys.json";

    private readonly Content content;
    private readonly Dictionary<byte, byte[]> dataKeys;
    private readonly byte newest;

    private KeyRing(Content content)
    {
        this.content = content;
        dataKeys = content.Data.ToDictionary(k => k.Id, k => Checked(k.Key));
        newest = content.Data.Max(k => k.Id);
        Checked(content.Lookup);
        Checked(content.Audit);

        static byte[] Checked(byte[] key) => key.Length == KeyBytes ? key : throw new CryptographicException("A key is not 32 bytes long.");
    }

    /// <summary>Tells whether this is the ring that a database was written with, without telling anything of the keys: 16 hex digits.</summary>
    public string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(content.Lookup, "safeisle-fingerprint"u8))[..16];

    internal (byte Id, byte[] Key) SealingKey => (newest, dataKeys[newest]);

    internal byte[] DataKey(byte id) =>
        dataKeys.TryGetValue(id, out var key) ? key : throw new CryptographicException($"Data key {id} is not in the ring.");

    internal byte[] AuditHash(byte[] text) => HMACSHA256.HashData(content.Audit, text);

    /// <summary>64 bits of a keyed hash: equal texts of one community and purpose are found again, and nothing else is learnt from it.</summary>
    public long LookupHash(string purpose, long community, string text) =>
        BinaryPrimitives.ReadInt64BigEndian(LookupBytes(purpose, community, text));

    /// <summary>All 256 bits of that hash.</summary>
    public byte[] LookupBytes(string purpose, long community, string text) =>
        HMACSHA256.HashData(content.Lookup, Encoding.UTF8.GetBytes($"{purpose}\n{community}\n{text}"));

    /// <summary>A new ring of random keys.</summary>
    public static KeyRing Create() => new(new(
        [new DataKeyEntry(1, RandomNumberGenerator.GetBytes(KeyBytes))],
        RandomNumberGenerator.GetBytes(KeyBytes),
        RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>The ring given by the environment or lying in the data folder; null when there is none.</summary>
    /// <exception cref="CryptographicException">It is there and cannot be read.</exception>
    public static KeyRing? Find(string folder, string? fromEnvironment)
    {
        var path = Path.Combine(folder, File);
        var json = fromEnvironment is { Length: > 0 } given ? given : System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : null;
        if (json is null)
        {
            return null;
        }

        try
        {
            return new(JsonSerializer.Deserialize(json, KeyRingJson.Default.Content) ?? throw new JsonException("empty"));
        }
        catch (Exception broken) when (broken is JsonException or FormatException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            throw new CryptographicException("The key ring cannot be read.", broken);
        }
    }

    /// <summary>Writes the ring so that only its owner can read it; never overwrites one.</summary>
    public void Save(string folder)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path.Combine(folder, File), options);
        JsonSerializer.Serialize(file, content, KeyRingJson.Default.Content);
        file.Flush(flushToDisk: true);
    }

    private sealed record Content(IReadOnlyList<DataKeyEntry> Data, byte[] Lookup, byte[] Audit);

    private sealed record DataKeyEntry(byte Id, byte[] Key);

    // Generated, because every start reads the ring.
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Content))]
    private sealed partial class KeyRingJson : JsonSerializerContext;
}
