using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>What the server says of scans, knowing all gates: one batch, its tables read once.</summary>
internal sealed class ScanJudge
{
    /// <summary>The code or the number belongs to no pass of this community.</summary>
    public const string Unknown = "unknown";

    /// <summary>Somebody without pass: a person decides.</summary>
    public const string NoPass = "noPass";

    /// <summary>A code that no key of ours signed.</summary>
    public const string Forged = "forged";

    /// <summary>A phone's code that was no longer fresh: a screenshot, perhaps.</summary>
    public const string Stale = "stale";

    private static readonly TimeSpan StillFresh = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, (Pass Pass, string Door)> passes = [];
    private readonly Dictionary<int, List<(DateTimeOffset At, PassDirection Direction)>> moves = [];
    private readonly Dictionary<Guid, Outcome<PassCode>> codes = [];
    private readonly GatePlan plan;
    private readonly PassConditions conditions;

    private ScanJudge(GatePlan plan, PassConditions conditions)
    {
        this.plan = plan;
        this.conditions = conditions;
    }

    /// <param name="sent">In the order of time, so that each sees those before it.</param>
    public static async Task<ScanJudge> LoadAsync(
        Db db, GateKeys keys, long community, IReadOnlyList<SentScan> sent, DateTimeOffset now, CancellationToken cancel)
    {
        var judge = new ScanJudge(await GatePlan.LoadAsync(db, community, cancel), await PassConditions.LoadAsync(db, community, now, cancel));
        IReadOnlyDictionary<string, ECDsa> signers = sent.Any(s => s.Code is not null) ? await keys.AllAsync(db, community, cancel) : new Dictionary<string, ECDsa>();
        foreach (var scan in sent.Where(s => s.Code is not null))
        {
            judge.codes[scan.Id] = PassCodes.Read(scan.Code!, signers);
        }

        var numbers = sent.Select(judge.NumberOf).OfType<int>().Distinct().ToList();
        var found = await (
            from p in db.Passes
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            where p.CommunityId == community && numbers.Contains(p.Number)
            select new { Pass = p, d.Label }).ToListAsync(cancel);
        foreach (var row in found)
        {
            judge.passes[row.Pass.Number] = (row.Pass, row.Label);
        }

        var counters = found.Select(f => (int?)f.Pass.Counter).Distinct().ToList();
        var from = now.AddDays(-judge.plan.Rules.Select(r => r.CycleDays).DefaultIfEmpty(1).Max() - 1);
        var before = await db.GateScans
            .Where(s => s.CommunityId == community && counters.Contains(s.Counter) && s.At >= from && s.Verdict != PassVerdict.Stop)
            .Select(s => new { Counter = s.Counter!.Value, s.At, s.Direction }).ToListAsync(cancel);
        foreach (var move in before)
        {
            judge.Remember(move.Counter, move.At, move.Direction);
        }

        return judge;
    }

    /// <summary>The row to store.</summary>
    public GateScan Scan(SentScan sent, GateDevice device, DateTimeOffset at, DateTimeOffset now)
    {
        var known = NumberOf(sent) is { } number && passes.TryGetValue(number, out var found) ? found : default;
        var (verdict, reason) = Judge(sent, known.Pass, at);
        if (known.Pass is { } pass && sent.Verdict != PassVerdict.Stop)
        {
            Remember(pass.Counter, at, sent.Direction);
        }

        return new()
        {
            CommunityId = device.CommunityId,
            Id = sent.Id,
            GateId = device.GateId,
            DeviceId = device.Id,
            Seq = sent.Seq,
            DeviceAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(sent.At, 0, 7_000_000_000_000)),
            At = at,
            ReceivedAt = now,
            Direction = sent.Direction,
            How = sent.By,
            PassId = known.Pass?.Id,
            Counter = known.Pass?.Counter,
            DwellingId = known.Pass?.DwellingId,
            Dwelling = known.Door ?? "",
            Tenths = sent.Tenths is >= 340 and <= 430 ? sent.Tenths : null,
            Verdict = sent.Verdict,
            Reason = sent.ReasonKept,
            ServerVerdict = verdict,
            ServerReason = reason,
            Note = sent.NoteKept,
            Differs = verdict != sent.Verdict,
        };
    }

    private (PassVerdict Verdict, string Reason) Judge(SentScan sent, Pass? pass, DateTimeOffset at)
    {
        if (codes.TryGetValue(sent.Id, out var code) && code.Refusal is { } refusal)
        {
            return refusal == PassCodes.Forged ? (PassVerdict.Stop, Forged) : (PassVerdict.Ask, Unknown);
        }

        if (pass is null)
        {
            return (PassVerdict.Ask, sent.By == ScanBy.None ? NoPass : Unknown);
        }

        if (plan.Rule(pass.Rule) is not { } rule)
        {
            return (PassVerdict.Ask, Unknown);
        }

        var read = code.Refused || sent.Code is null ? null : code.Value;
        if (read is { OnPhone: true } && at > read.ExpiresAt + StillFresh)
        {
            return (PassVerdict.Ask, Stale);
        }

        var history = moves.GetValueOrDefault(pass.Counter) ?? [];
        var judged = PassRules.Judge(rule, plan.Curfew, new()
        {
            Revoked = pass.RevokedAt <= at || (read is not null && read.Version != pass.Version),
            Held = conditions.Holds(rule, pass.HouseholdId),
            From = pass.FirstDay,
            Until = pass.LastDay,
            Outs = [.. history.Where(m => m.Direction == PassDirection.Out && m.At < at).Select(m => m.At)],
            OutSince = history.Where(m => m.At < at).OrderBy(m => m.At).LastOrDefault() is { Direction: PassDirection.Out } last && last.At != default ? last.At : null,
            Direction = sent.Direction,
        }, at);
        return (judged.Verdict, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(judged.Reason.ToString()));
    }

    private int? NumberOf(SentScan scan) => codes.TryGetValue(scan.Id, out var code) ? code.Refused ? null : code.Value.Number : scan.Number;

    private void Remember(int counter, DateTimeOffset at, PassDirection direction)
    {
        if (!moves.TryGetValue(counter, out var list))
        {
            moves[counter] = list = [];
        }

        list.Add((at, direction));
    }
}
