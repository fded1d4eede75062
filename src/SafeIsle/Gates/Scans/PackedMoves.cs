using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>Somebody of that counter went out or came in, to the second.</summary>
internal sealed record PassMove(int Counter, DateTimeOffset At, PassDirection Direction)
{
    /// <summary>As the list names it beside packed ones: counter, epoch milliseconds, 0 out or 1 in.</summary>
    public long[] Line => [Counter, At.ToUnixTimeMilliseconds(), Direction == PassDirection.Out ? 0 : 1];
}

/// <summary>The passages that devices judge by: outs that a limit counts, and the last one of each counter, which says whether it is outside.</summary>
internal static class PassMoves
{
    /// <summary>Passages received so long before a device's last list are told again: a commit may come that much after its time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    /// <summary>The earliest moment of which a list of that day tells.</summary>
    public static DateTimeOffset From(IReadOnlyList<PassRule> rules, DateTimeOffset now) =>
        Clock.Midnight(now.DateHere().AddDays(-rules.Where(IsLimited).Select(r => r.CycleDays).DefaultIfEmpty(1).Max()));

    /// <summary>In the order of time.</summary>
    /// <param name="at">Since which moment they are new to the device, epoch milliseconds; 0: all.</param>
    public static async Task<IReadOnlyList<PassMove>> ListAsync(
        Db db, long community, IReadOnlyList<PassRule> rules, IReadOnlyList<PassRule> more, long at, DateTimeOffset now, CancellationToken cancel)
    {
        var from = From(rules, now);
        var scans = db.GateScans.Where(s => s.CommunityId == community && s.At >= from && s.VoidAt == null && s.Counter != null && s.Verdict != PassVerdict.Stop);
        if (at > 0 && at <= now.ToUnixTimeMilliseconds())
        {
            var received = DateTimeOffset.FromUnixTimeMilliseconds(at) - Overlap;
            scans = scans.Where(s => s.ReceivedAt >= received);
        }

        var moves = await scans.OrderBy(s => s.At).Select(s => new { Counter = s.Counter!.Value, s.At, s.Direction }).ToListAsync(cancel);
        if (moves.Count == 0)
        {
            return [];
        }

        var cycles = rules.Concat(more).Where(IsLimited).ToDictionary(r => r.Key, r => r.CycleDays);
        var (keys, today) = (cycles.Keys.ToList(), now.DateHere());
        var limited = (await db.Passes.Where(p => p.CommunityId == community && p.RevokedAt == null && p.LastDay >= today && keys.Contains(p.Rule))
            .Select(p => new { p.Counter, p.Rule }).Distinct().ToListAsync(cancel))
            .GroupBy(p => p.Counter).ToDictionary(g => g.Key, g => Clock.Midnight(today.AddDays(-g.Max(p => cycles[p.Rule]))));
        var last = new Dictionary<int, int>();
        for (var i = 0; i < moves.Count; i++)
        {
            last[moves[i].Counter] = i;
        }

        return
        [
            .. moves.Where((m, i) => last[m.Counter] == i || (m.Direction == PassDirection.Out && limited.TryGetValue(m.Counter, out var since) && m.At >= since))
                .Select(m => new PassMove(m.Counter, DateTimeOffset.FromUnixTimeSeconds(m.At.ToUnixTimeSeconds()), m.Direction)),
        ];
    }

    /// <summary>Passages that a device may still know and that guards took back since its list.</summary>
    /// <param name="at">Of the device's list, epoch milliseconds.</param>
    public static async Task<IReadOnlyList<PassMove>> GoneAsync(Db db, long community, IReadOnlyList<PassRule> rules, long at, DateTimeOffset now, CancellationToken cancel)
    {
        var (from, since) = (From(rules, now), DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(at, 0, now.ToUnixTimeMilliseconds())) - Overlap);
        var gone = await db.GateScans.Where(s => s.CommunityId == community && s.VoidAt != null && s.VoidAt >= since && s.At >= from && s.Counter != null && s.Verdict != PassVerdict.Stop
            && s.Mark != ScanMark.Conflict).Select(s => new { Counter = s.Counter!.Value, s.At, s.Direction }).ToListAsync(cancel);
        return gone.ConvertAll(m => new PassMove(m.Counter, DateTimeOffset.FromUnixTimeSeconds(m.At.ToUnixTimeSeconds()), m.Direction));
    }

    // Counted within a cycle; a visitor's, too, though his rule says it otherwise.
    private static bool IsLimited(PassRule rule) => rule.Times > PassRules.NoLimit || rule.Key == GatePlan.Visitor.Key;
}

/// <summary>
/// Passages by the passes of the same list, as base64, so that no counter is named: in the order of passes how many the counter of each
/// has, and in the same order when. A counter of several passes is told of at the first of them.
/// </summary>
/// <param name="From">Epoch seconds from which times count.</param>
/// <param name="Counts">1 byte for each pass.</param>
/// <param name="High">For each passage twice its seconds since From, and 1 more where it is in: the high byte of three.</param>
/// <param name="Low">The two low ones, big-endian. The high ones alone shrink to nearly nothing.</param>
internal sealed record PackedMoves(long From, string Counts, string High, string Low)
{
    private const long Most = (1 << 24) - 1;

    /// <returns>The packed ones, and those of no pass of the list.</returns>
    public static (PackedMoves Packed, IReadOnlyList<PassMove> Others) Of(IReadOnlyList<PassMove> moves, IReadOnlyList<PassAtDoor> passes, DateTimeOffset from)
    {
        var (start, left) = (from.ToUnixTimeSeconds(), moves.GroupBy(m => m.Counter).ToDictionary(g => g.Key, g => g.ToList()));
        var (counts, high, low) = (new byte[passes.Count], new List<byte>(moves.Count), new List<byte>(moves.Count * 2));
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < passes.Count; i++)
        {
            if (!left.TryGetValue(passes[i].Counter, out var own) || own.Count > byte.MaxValue || own.Exists(m => Packed(m, start) is < 0 or > Most))
            {
                continue;
            }

            left.Remove(passes[i].Counter);
            counts[i] = (byte)own.Count;
            foreach (var move in own)
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes, (int)Packed(move, start));
                high.Add(bytes[1]);
                low.AddRange(bytes[2..]);
            }
        }

        return (
            new(start, Convert.ToBase64String(counts), Convert.ToBase64String([.. high]), Convert.ToBase64String([.. low])),
            [.. left.Values.SelectMany(m => m)]);
    }

    private static long Packed(PassMove move, long start) => ((move.At.ToUnixTimeSeconds() - start) * 2) + (move.Direction == PassDirection.In ? 1 : 0);
}
