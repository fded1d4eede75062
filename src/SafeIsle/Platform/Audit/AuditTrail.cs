using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

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
                    ActorName = ChineseText.Cut(actor.Name, 60, "…"),
                    Action = draft.Action,
                    Subject = draft.Subject,
                    Summary = ChineseText.Cut(draft.Summary, 1000, "…"),
                };
                entry.Hash = Chain(entry, head.Hash);
                db.Add(entry);
                head.Seq = entry.Seq;
                head.Hash = entry.Hash;
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Walks every chain, up to the end it had when the walk began, so that the product may go on writing meanwhile. What the chain
    /// cannot show by itself, lines cut off its end together with the note of that end, shows by an end written down before.
    /// </summary>
    /// <param name="expected">Ends noted earlier.</param>
    public async Task<AuditCheck> VerifyAsync(Db db, IReadOnlyList<AuditEnd> expected, CancellationToken cancel)
    {
        var problems = new List<string>();
        var heads = await db.Set<AuditHead>().OrderBy(h => h.CommunityId).ToListAsync(cancel);
        foreach (var head in heads)
        {
            await VerifyChainAsync(db, head, problems, cancel);
        }

        // Each of these is one statement, and sees one moment.
        var beyond = await db.Set<AuditHead>()
            .Where(h => db.Set<AuditEntry>().Any(e => e.CommunityId == h.CommunityId && e.Seq > h.Seq)).Select(h => h.CommunityId).ToListAsync(cancel);
        problems.AddRange(beyond.Select(place => $"{place}：链尾之后还有记录，链尾被改动过。"));
        var headless = await db.Set<AuditEntry>()
            .Where(e => !db.Set<AuditHead>().Any(h => h.CommunityId == e.CommunityId)).Select(e => e.CommunityId).Distinct().ToListAsync(cancel);
        problems.AddRange(headless.Select(place => $"{place}：链尾记录不见了。"));
        foreach (var end in expected)
        {
            var entry = await db.Set<AuditEntry>().SingleOrDefaultAsync(e => e.CommunityId == end.Place && e.Seq == end.Seq, cancel);
            if (entry is null || !Convert.ToHexStringLower(entry.Hash).StartsWith(end.Hash, StringComparison.Ordinal))
            {
                problems.Add($"{end.Place}：记下的第 {end.Seq} 条{(entry is null ? "不见了" : "换成了别的内容")}。");
            }
        }

        return new(problems, [.. heads.Select(h => new AuditEnd(h.CommunityId, h.Seq, Convert.ToHexStringLower(h.Hash)[..AuditEnd.HashDigits]))]);
    }

    private async Task VerifyChainAsync(Db db, AuditHead head, List<string> problems, CancellationToken cancel)
    {
        var (seq, hash) = (0L, Genesis);
        var entries = db.Set<AuditEntry>().Where(e => e.CommunityId == head.CommunityId && e.Seq <= head.Seq).OrderBy(e => e.Seq).AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(cancel))
        {
            if (entry.Seq != seq + 1)
            {
                problems.Add($"{head.CommunityId}：第 {seq + 1} 至 {entry.Seq - 1} 条不见了。");
            }
            else if (!Chain(entry, hash).AsSpan().SequenceEqual(entry.Hash))
            {
                problems.Add($"{head.CommunityId}：第 {entry.Seq} 条与记录时不一致（{entry.At.Full()} {entry.Action}）。");
            }

            (seq, hash) = (entry.Seq, entry.Hash);
        }

        if (seq != head.Seq || !hash.AsSpan().SequenceEqual(head.Hash))
        {
            problems.Add($"{head.CommunityId}：末尾应为第 {head.Seq} 条，现为第 {seq} 条，或链尾被改动过。");
        }
    }

    // One statement, because the head is every writer's of that place; only a place's first writer needs a second one, which makes the row.
    private static async Task<AuditHead> LockHeadAsync(Db db, long place, CancellationToken cancel)
    {
        if (db is PostgresDb)
        {
            var heads = db.Set<AuditHead>();
            return await heads.FromSql($"SELECT * FROM audit_head WHERE community_id = {place} FOR UPDATE").AsTracking().ToListAsync(cancel) is [var locked]
                ? locked
                : (await heads.FromSql(
                    $"INSERT INTO audit_head (community_id, seq, hash) VALUES ({place}, 0, {Genesis}) ON CONFLICT (community_id) DO UPDATE SET seq = audit_head.seq RETURNING *")
                    .AsTracking().ToListAsync(cancel))[0];
        }

        // SQLite already holds its write lock.
        var head = await db.Set<AuditHead>().AsTracking().SingleOrDefaultAsync(h => h.CommunityId == place, cancel);
        if (head is null)
        {
            head = new AuditHead { CommunityId = place, Seq = 0, Hash = Genesis };
            db.Add(head);
        }

        return head;
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
}

/// <summary>What a check of the audit log found.</summary>
/// <param name="Problems">Chinese sentences; empty when all is well.</param>
/// <param name="Ends">Where each chain ends now: to be written down outside of the database.</param>
public sealed record AuditCheck(IReadOnlyList<string> Problems, IReadOnlyList<AuditEnd> Ends);

/// <summary>The last line of a place's audit log at some moment, written <c>PLACE:SEQ:HASH</c>.</summary>
/// <param name="Hash">The first 16 hex digits (or more) of the line's hash, lower case.</param>
public sealed record AuditEnd(long Place, long Seq, string Hash)
{
    public const int HashDigits = 16;

    public override string ToString() => $"{Place}:{Seq}:{Hash}";

    public static Outcome<AuditEnd> Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && parts[2].Length is >= HashDigits and <= 64 && parts[2].All(char.IsAsciiHexDigit)
                ? new AuditEnd(place, seq, parts[2])
                : new No($"“{text}”不是记下的末尾：应为 地方：序号：校验值，例如 310107103017:152:9f3a04c1d2e5b607。");
    }
}
