using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Platform.Audit;

/// <summary>Writes the audit log, seals it and checks it.</summary>
public sealed class AuditTrail(KeyRing keys, TimeProvider clock)
{
    /// <summary>So many lines of a place are sealed by one transaction.</summary>
    private const int MostAtOnce = 500;

    /// <summary>What is not sealed after this time is told by a check; the product needs a moment.</summary>
    private static readonly TimeSpan SealedWithin = TimeSpan.FromMinutes(1);

    private readonly AuditChain chain = new(keys);

    /// <summary>Who seals hears here that something was committed by this process.</summary>
    internal Action? Written { get; set; }

    // Nothing here is shared with another writer, so that nobody waits.
    internal void Add(Db db, Actor actor, IReadOnlyList<AuditDraft> drafts)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.Now().ToUnixTimeMilliseconds());
        foreach (var (draft, id) in drafts.Zip(drafts.Select(_ => Ids.New()).Order()))
        {
            var entry = new AuditEntry
            {
                CommunityId = draft.Place,
                Id = id,
                At = at,
                ActorId = (draft.By ?? actor).AccountId,
                ActorName = ChineseText.Cut((draft.By ?? actor).Name, 60, "…"),
                Action = draft.Action,
                Subject = draft.Subject,
                Summary = ChineseText.Cut(draft.Summary, 1000, "…"),
            };
            entry.Hash = chain.Mark(entry);
            db.Add(entry);
        }
    }

    /// <summary>
    /// Puts what was committed at the end of its place's chain: a number and a hash. May run anywhere, and more than once at a time: each
    /// place is sealed by whoever holds its end, in transactions of their own, so that what was begun and cut off is done anew.
    /// </summary>
    /// <returns>Places left as they are, because the end of their chain was altered.</returns>
    internal async Task<IReadOnlyList<long>> SealAsync(Db db, CancellationToken cancel)
    {
        var torn = new List<long>();
        var places = await Unsealed(db).Select(e => e.CommunityId).Distinct().OrderBy(p => p).ToListAsync(cancel);
        foreach (var place in places)
        {
            int? count;
            do
            {
                count = await SealSomeAsync(db, place, cancel);
            }
            while (count == MostAtOnce);
            if (count is null)
            {
                torn.Add(place);
            }
        }

        return torn;
    }

    // Null: the head says less than the log, or nothing; going on would give a number twice.
    private async Task<int?> SealSomeAsync(Db db, long place, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var head = await LockHeadAsync(db, place, cancel);
        if (await db.Set<AuditEntry>().AnyAsync(e => e.CommunityId == place && e.Seq > head.Seq, cancel))
        {
            return null;
        }

        var entries = await Unsealed(db).Where(e => e.CommunityId == place).OrderBy(e => e.Id).Take(MostAtOnce).ToListAsync(cancel);
        if (entries.Count == 0)
        {
            return 0;
        }

        var (seq, hash) = (head.Seq, head.Hash);
        foreach (var entry in entries)
        {
            seq++;
            // What is no longer as it was written keeps its wrong hash, which every check finds from now on.
            entry.Hash = hash = chain.Mark(entry).AsSpan().SequenceEqual(entry.Hash) ? chain.Next(entry, seq, hash) : entry.Hash;
        }

        await SaveSealsAsync(db, head, entries, cancel);
        await db.Set<AuditHead>().Where(h => h.CommunityId == place)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Seq, seq).SetProperty(h => h.Hash, hash), cancel);
        await transaction.CommitAsync(cancel);
        return entries.Count;
    }

    // Numbered in their order.
    private static async Task SaveSealsAsync(Db db, AuditHead head, List<AuditEntry> entries, CancellationToken cancel)
    {
        if (db is PostgresDb)
        {
            var (ids, hashes) = (entries.ConvertAll(e => e.Id), entries.ConvertAll(e => e.Hash));
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE audit_entry SET seq = {head.Seq} + s.nr, hash = s.hash
                FROM unnest({ids}, {hashes}) WITH ORDINALITY AS s(id, hash, nr)
                WHERE community_id = {head.CommunityId} AND audit_entry.id = s.id
                """,
                cancel);
            return;
        }

        // There is no round trip to save here, and joined with a list SQLite would read the place's whole log.
        await using var update = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        update.CommandText = "UPDATE audit_entry SET seq = $seq, hash = $hash WHERE community_id = $place AND id = $id";
        update.Parameters.AddWithValue("$place", head.CommunityId);
        var (seq, hash, id) = (update.Parameters.Add("$seq", SqliteType.Integer), update.Parameters.Add("$hash", SqliteType.Blob), update.Parameters.Add("$id", SqliteType.Blob));
        foreach (var (i, entry) in entries.Index())
        {
            (seq.Value, hash.Value, id.Value) = (head.Seq + 1 + i, entry.Hash, entry.Id.ToByteArray(bigEndian: true));
            await update.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>
    /// Walks every chain, up to the end it had when the walk began, so that the product may go on writing meanwhile. What the chain
    /// cannot show by itself, lines cut off its end together with the note of that end, shows by an end written down before. What was
    /// just written and waits to be sealed is no problem; whoever wants it in the chain too seals first.
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
            .Where(e => e.Seq != null && !db.Set<AuditHead>().Any(h => h.CommunityId == e.CommunityId)).Select(e => e.CommunityId).Distinct().ToListAsync(cancel);
        problems.AddRange(headless.Select(place => $"{place}：链尾记录不见了。"));
        var late = clock.Now() - SealedWithin;
        var waiting = await Unsealed(db).Where(e => e.At < late).GroupBy(e => e.CommunityId)
            .Select(g => new { Place = g.Key, Count = g.Count() }).OrderBy(g => g.Place).ToListAsync(cancel);
        problems.AddRange(waiting.Select(w => $"{w.Place}：有 {w.Count} 条记录过了一分钟还没有编号，这期间少了的查不出来。"));
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
        var (seq, hash) = (0L, AuditChain.Start);
        var entries = db.Set<AuditEntry>().Where(e => e.CommunityId == head.CommunityId && e.Seq <= head.Seq).OrderBy(e => e.Seq).AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(cancel))
        {
            var number = entry.Seq!.Value;
            if (number != seq + 1)
            {
                problems.Add($"{head.CommunityId}：第 {seq + 1} 至 {number - 1} 条不见了。");
            }
            else if (!chain.Next(entry, number, hash).AsSpan().SequenceEqual(entry.Hash))
            {
                problems.Add($"{head.CommunityId}：第 {number} 条与记录时不一致（{entry.At.Full()} {entry.Action}）。");
            }

            (seq, hash) = (number, entry.Hash);
        }

        if (seq != head.Seq || !hash.AsSpan().SequenceEqual(head.Hash))
        {
            problems.Add($"{head.CommunityId}：末尾应为第 {head.Seq} 条，现为第 {seq} 条，或链尾被改动过。");
        }
    }

    private static async Task<AuditHead> LockHeadAsync(Db db, long place, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO audit_head (community_id, seq, hash) VALUES ({place}, 0, {AuditChain.Start}) ON CONFLICT DO NOTHING", cancel);
        var heads = db.Set<AuditHead>();
        // SQLite already holds its write lock.
        return db is PostgresDb
            ? (await heads.FromSql($"SELECT * FROM audit_head WHERE community_id = {place} FOR UPDATE").ToListAsync(cancel))[0]
            : await heads.SingleAsync(h => h.CommunityId == place, cancel);
    }

    private static IQueryable<AuditEntry> Unsealed(Db db) => db.Set<AuditEntry>().Where(e => e.Seq == null);
}
