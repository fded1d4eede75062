using System.Buffers.Binary;
using System.Text;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Audit;

/// <summary>The hashes of the log's lines: HMAC-SHA256, 32 bytes.</summary>
internal sealed class AuditChain(KeyRing keys)
{
    /// <summary>Stands before the first line of a place.</summary>
    public static readonly byte[] Start = new byte[32];

    /// <summary>That the product wrote this line, until the chain says more. No chain has a line number 0.</summary>
    public byte[] Mark(AuditEntry entry) => Next(entry, 0, Start);

    /// <summary>The hash of the line that stands there after the one with that hash.</summary>
    public byte[] Next(AuditEntry entry, long seq, byte[] before)
    {
        using var content = new MemoryStream();
        content.Write(before);
        Number(entry.CommunityId);
        Number(seq);
        Text(entry.Id.ToString("N"));
        Number(entry.At.ToUnixTimeMilliseconds());
        Text(entry.ActorId?.ToString("N") ?? "");
        Text(entry.ActorName);
        Text(entry.Action);
        Text(entry.Subject?.ToString("N") ?? "");
        Text(entry.Summary);
        return keys.AuditHash(content.ToArray());

        void Number(long value)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            content.Write(bytes);
        }

        // The length first, so that moving a character from one field to the next changes the hash.
        void Text(string value)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            Number(bytes.Length);
            content.Write(bytes);
        }
    }
}
