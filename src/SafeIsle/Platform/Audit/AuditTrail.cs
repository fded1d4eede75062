using System.Buffers.Binary;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Audit;

/// <summary>Appends to the audit log and checks it.</summary>
public sealed class AuditTrail(KeyRing keys, TimeProvider clock)
{
    private static readonly byte[] Genesis = new byte[32];

    internal async Task AppendAsync(Db db, Actor actor, IReadOnlyList<AuditDraft> drafts, CancellationToken cancel)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.Now().ToUnixTimeMilliseconds());
        foreach (var group in drafts.GroupBy(d => d.Place).OrderBy(g => g.Key))
        {
            var head = await LockHeadAsync(db, group.Key, cancel);
            foreach (var draft in group)
            {
                var entry = new AuditEntry
                {
                    CommunityId = draft.Place,
                    Seq = head.Seq + 1,
                    At = at,
                    ActorId = actor.AccountId,
                    ActorName = Cut(actor.Name, 60),
                    Action = draft.Action,
                    Subject = draft.Subject,
                    Summary = Cut(draft.Summary, 1000),
                };
                entry.Hash = Chain(entry, head.Hash);
                db.Add(entry);
                head.Seq = entry.Seq;
                head.Hash = entry.Hash;
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Walks every chain. Returns what is wrong, in Chinese, or an empty list.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync(Db db, CancellationToken cancel)
    {
        var problems = new List<string>();
        var heads = await db.Set<AuditHead>().OrderBy(h => h.CommunityId).ToListAsync(cancel);
        foreach (var head in heads)
        {
            var (seq, hash) = (0L, Genesis);
            var entries = db.Set<AuditEntry>().Where(e => e.CommunityId == head.CommunityId).OrderBy(e => e.Seq).AsAsyncEnumerable();
            await foreach (var entry in entries.WithCancellation(cancel))
            {
                if (entry.Seq != seq + 1)
                {
                    problems.Add($"{head.CommunityId}:第 {seq + 1} 至 {entry.Seq - 1} 条不见了。");
                }
                else if (!Chain(entry, hash).AsSpan().SequenceEqual(entry.Hash))
                {
                    problems.Add($"{head.CommunityId}:第 {entry.Seq} 条与记录时不一致({entry.At.Full()} {entry.Action})。");
                }

                (seq, hash) = (entry.Seq, entry.Hash);
            }

            if (seq != head.Seq || !hash.AsSpan().SequenceEqual(head.Hash))
            {
                problems.Add($"{head.CommunityId}:末尾应为第 {head.Seq} 条,现为第 {seq} 条。");
            }
        }

        var known = heads.Select(h => h.CommunityId).ToHashSet();
        var places = await db.Set<AuditEntry>().Select(e => e.CommunityId).Distinct().ToListAsync(cancel);
        problems.AddRange(places.Where(place => !known.Contains(place)).Select(place => $"{place}:链尾记录不见了。"));
        return problems;
    }

    private static async Task<AuditHead> LockHeadAsync(Db db, long place, CancellationToken cancel)
    {
        // The insert that does nothing when the row is there, then the update, take the row's lock on PostgreSQL;
        // SQLite already holds its write lock. Both databases understand both statements.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO audit_head (community_id, seq, hash) VALUES ({place}, 0, {Genesis}) ON CONFLICT DO NOTHING", cancel);
        await db.Database.ExecuteSqlAsync($"UPDATE audit_head SET seq = seq WHERE community_id = {place}", cancel);
        return await db.Set<AuditHead>().AsTracking().SingleAsync(h => h.CommunityId == place, cancel);
    }

    private byte[] Chain(AuditEntry entry, byte[] before)
    {
        using var content = new MemoryStream();
        content.Write(before);
        Number(entry.CommunityId);
        Number(entry.Seq);
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

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
