using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Firms;
using SafeIsle.Gates.Passes;
using SafeIsle.Health;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

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

    /// <summary>Measured by a device that asks: it lets nobody through, and a person decides.</summary>
    public const string Fever = "fever";

    /// <summary>The committee has closed the gate: a device that asks lets nobody through.</summary>
    public const string GateClosed = "gateClosed";

    /// <summary>A visitor who is inside comes in again: his pass is good once.</summary>
    public const string AlreadyIn = "alreadyIn";

    /// <summary>Out by the entrance of an enclosure, of somebody who lives in another one.</summary>
    public const string OtherEntrance = "otherEntrance";

    // A phone's code after its end. Of a device that asks, as much as the scanner grants (STALE_AFTER in verdict.ts): its question is judged by
    // our clock. Of an upload more: the time that it takes on a slow network counts as error of the device's clock.
    private static readonly TimeSpan StillFreshAsked = PassAtHome.Oldest - PassAtHome.Good;
    private static readonly TimeSpan StillFreshSent = TimeSpan.FromMinutes(1);

    private readonly Dictionary<int, (Pass Pass, string Door)> passes = [];
    private readonly Dictionary<Guid, Pass> byId = [];
    private HashSet<Guid> goesOn = []; // passes that only a passage ended which is taken back
    private readonly Dictionary<int, List<(DateTimeOffset At, PassDirection Direction)>> moves = [];
    private readonly Dictionary<int, DateTimeOffset> latest = []; // of what was stored before, by counter
    private readonly Dictionary<SentScan, Outcome<PassCode>> codes = [];
    private readonly GatePlans plans;
    private readonly FirmsAtGate firms;
    private readonly IReadOnlyDictionary<string, Dwelling> doors;
    private readonly IReadOnlyCollection<Guid> closedGates;
    private HeldTimes? held;
    private EntranceTimes? entrances;

    private ScanJudge(GatePlans plans, FirmsAtGate firms, IReadOnlyDictionary<string, Dwelling> doors, IReadOnlyCollection<Guid> closedGates)
    {
        this.closedGates = closedGates;
        this.plans = plans;
        this.firms = firms;
        this.doors = doors;
    }

    /// <param name="arrivals">In the order of time, at least one: each sees those before it, and all see as far back as the first one's cycle.</param>
    /// <param name="taken">Stored ones that these take back.</param>
    public static async Task<ScanJudge> LoadAsync(
        Db db, GateKeys keys, long community, IReadOnlyList<Arrival> arrivals, CorrectScans taken, CancellationToken cancel)
    {
        var gone = taken.Stored;
        var sent = arrivals.Select(a => a.Sent).ToList();
        var asking = arrivals.Where(a => a.Asks).Select(a => a.Device.Row.GateId).Distinct().ToList();
        // Also by the rules of that morning: where a fever is taken back, the others of its day are looked at.
        var since = Clock.Midnight(taken.Rows.Select(r => r.At).Append(arrivals[0].At).Min().DateHere());
        var judge = new ScanJudge(
            await GatePlans.LoadAsync(db, community, since, cancel), await FirmsAtGate.LoadAsync(db, community, sent, cancel),
            await DoorNames.FindAsync(db, community, [.. sent.Where(s => s.By == ScanBy.Door && s.Number is null).Select(s => s.DoorKept)], cancel),
            asking.Count == 0 ? [] : await db.Gates.Where(g => g.CommunityId == community && asking.Contains(g.Id) && !g.IsOpen).Select(g => g.Id).ToListAsync(cancel));
        IReadOnlyDictionary<string, ECDsa> signers = sent.Any(s => s.Code is not null) ? await keys.AllAsync(db, community, cancel) : new Dictionary<string, ECDsa>();
        foreach (var scan in sent.Where(s => s.Code is not null))
        {
            judge.codes[scan] = PassCodes.Read(scan.Code!, signers);
        }

        var numbers = sent.Select(judge.NumberOf).OfType<int>().Distinct().ToList();
        var found = await (
            from p in taken.Passes is { Count: > 0 } also ? db.Passes.Where(p => numbers.Contains(p.Number) || also.Contains(p.Id)) : db.Passes.Where(p => numbers.Contains(p.Number))
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            where p.CommunityId == community
            select new { Pass = p, d.Label }).ToListAsync(cancel);
        foreach (var row in found)
        {
            judge.passes[row.Pass.Number] = (row.Pass, row.Label);
            judge.byId[row.Pass.Id] = row.Pass;
        }

        var voidable = found.Where(f => judge.plans.All.Any(p => p.Rule(f.Pass.Rule) is { } rule && HeldTimes.CanHold(rule))).Select(f => f.Pass.HouseholdId).Distinct().ToList();
        judge.held = await HeldTimes.LoadAsync(db, community, voidable, arrivals[0].At, arrivals[^1].At, cancel);
        judge.entrances = await EntranceTimes.LoadAsync(db, community, [.. found.Select(f => f.Pass.DwellingId).Distinct()], arrivals[0].At, arrivals[^1].At, cancel);
        var counters = found.Select(f => f.Pass.Counter).Distinct().ToList();
        var from = arrivals[0].At.AddDays(-judge.plans.All.SelectMany(p => p.Rules).Select(r => r.CycleDays).DefaultIfEmpty(1).Max() - 1);
        // A pass that is good once is judged by all that it was used for.
        from = found.Where(f => IsOnce(f.Pass)).Select(f => f.Pass.IssuedAt).Append(from).Min();
        var before = await db.GateScans
            .Where(s => s.CommunityId == community && s.Counter != null && counters.Contains(s.Counter.Value) && s.At >= from && s.VoidAt == null && !gone.Contains(s.Id))
            .Select(s => new { s.Counter!.Value, s.At, s.Direction, s.Verdict }).ToListAsync(cancel);
        foreach (var move in before)
        {
            if (move.Verdict != PassVerdict.Stop)
            {
                judge.Remember(move.Value, move.At, move.Direction);
            }

            judge.latest[move.Value] = judge.KnewLater(move.Value, move.At) ? judge.latest[move.Value] : move.At;
        }

        foreach (var (counter, at) in found.Exists(f => f.Pass.Kind == PassKind.Errand) ? await ErrandPassages.OutsAsync(db, community, cancel) : [])
        {
            if (!taken.TookOut(counter, at))
            {
                judge.Remember(counter, at, PassDirection.Out);
            }
        }

        judge.goesOn = found.Where(f => IsOnce(f.Pass) && taken.Ended(f.Pass)).Select(f => f.Pass.Id).ToHashSet();

        return judge;
    }

    /// <summary>Whether the plan of that time says fever.</summary>
    public bool IsFever(GateScan scan) => IsFever(scan.Tenths, scan.At);

    private bool IsFever(int? tenths, DateTimeOffset at) => tenths >= plans.At(at).FeverTenths;

    /// <summary>Whether a guard did otherwise than the rules say: whoever asks and then stops somebody, or stops a fever, did what he is to do.</summary>
    public static bool Differ(PassVerdict server, PassVerdict guard, bool fever) => server != guard && !(guard == PassVerdict.Stop && (fever || server == PassVerdict.Ask));

    /// <summary>The pass of a scan that was judged here.</summary>
    public Pass? PassOf(GateScan scan) => scan.PassId is { } id && byId.TryGetValue(id, out var pass) ? pass : null;

    /// <summary>Whether something later was stored before.</summary>
    public bool KnewLater(int counter, DateTimeOffset at) => latest.TryGetValue(counter, out var last) && last > at;

    /// <summary>
    /// What it says now of a scan that was stored before, whose pass was neither void nor held then. Null: of a pass that is good once, where
    /// the passage told later is too many.
    /// </summary>
    public (PassVerdict Verdict, string Reason)? Again(GateScan scan, Pass pass) =>
        IsOnce(pass) || plans.At(scan.At) is not { } plan || plan.Rule(pass.Rule) is not { } rule ? null
            : AtEntrance(PassRules.Judge(rule, plan.Curfew, Facts(pass, scan.Direction, scan.At), scan.At), pass, scan.Direction, scan.GateId, scan.At);

    /// <summary>The row to store.</summary>
    public GateScan Scan(Arrival arrival, DateTimeOffset now)
    {
        var (sent, device, at) = (arrival.Sent, arrival.Device.Row, arrival.At);
        // Whoever has the device after it was wiped writes what he likes: it is kept for the committee to look at, uses no pass and is of no household.
        var known = arrival.Trusted && NumberOf(sent) is { } number && passes.TryGetValue(number, out var found) ? found : default;
        var tenths = sent.Tenths is >= TemperatureRules.LeastTenths and <= TemperatureRules.MostTenths ? sent.Tenths : null;
        var door = known.Pass is null && arrival.Trusted ? doors.GetValueOrDefault(sent.DoorKept) : null;
        var (server, serverReason) = sent is { By: ScanBy.Firm, Firm: { } firm } ? firms.Judge(firm, device.GateId, sent.Direction, at) : Judge(sent, known.Pass, device.GateId, at, arrival.Asks ? StillFreshAsked : StillFreshSent);
        var (verdict, reason) = arrival.Asks ? YesOrNo(server, serverReason, IsFever(tenths, at), closedGates.Contains(device.GateId)) : (sent.Verdict, sent.ReasonKept);
        if (known.Pass is { } pass && verdict != PassVerdict.Stop && !arrival.Void)
        {
            Remember(pass.Counter, at, sent.Direction);
        }

        return new()
        {
            CommunityId = device.CommunityId,
            Id = arrival.Id,
            GateId = device.GateId,
            DeviceId = device.Id,
            Seq = sent.Seq,
            DeviceAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(sent.At, 0, DeviceTime.LastMs)),
            At = at,
            ReceivedAt = now,
            Direction = sent.Direction,
            How = sent.By,
            PassId = known.Pass?.Id,
            Counter = known.Pass?.Counter,
            DwellingId = known.Pass?.DwellingId ?? door?.Id,
            Dwelling = known.Door ?? door?.Label ?? sent.DoorKept,
            Tenths = tenths,
            Verdict = verdict,
            Reason = reason,
            ServerVerdict = server,
            ServerReason = serverReason,
            Note = sent.NoteKept,
            Guard = sent.GuardKept.Length > 0 ? sent.GuardKept : device.Name,
            FirmId = firms.Known(sent.Firm),
            Differs = !arrival.Asks && Differ(server, verdict, IsFever(tenths, at)),
            Mark = arrival.Conflicts ? ScanMark.Conflict : !arrival.Trusted ? ScanMark.Wiped : sent.Nobody ? ScanMark.Nobody : arrival.TakesBack is null ? ScanMark.None : ScanMark.Corrects,
            AboutId = arrival.Conflicts ? sent.Id : arrival.TakesBack,
            VoidAt = arrival.Void ? now : null,
            Content = arrival.Content,
        };
    }

    // Where nobody stands who could ask, whatever is no yes is a no.
    private static (PassVerdict Verdict, string Reason) YesOrNo(PassVerdict server, string reason, bool fever, bool closed) =>
        closed ? (PassVerdict.Stop, GateClosed)
        : server == PassVerdict.Go && fever ? (PassVerdict.Stop, Fever)
        : (server == PassVerdict.Go ? PassVerdict.Go : PassVerdict.Stop, reason);

    private (PassVerdict Verdict, string Reason) Judge(SentScan sent, Pass? pass, Guid gate, DateTimeOffset at, TimeSpan stillFresh)
    {
        if (codes.TryGetValue(sent, out var code) && code.Refusal is { } refusal)
        {
            return refusal == PassCodes.Forged ? (PassVerdict.Stop, Forged) : (PassVerdict.Ask, Unknown);
        }

        if (pass is null)
        {
            return (PassVerdict.Ask, sent.By == ScanBy.None ? NoPass : Unknown);
        }

        var plan = plans.At(at);
        if (plan.Rule(pass.Rule) is not { } rule)
        {
            return (PassVerdict.Ask, Unknown);
        }

        var read = code.Refused || sent.Code is null ? null : code.Value;
        if (read is { OnPhone: true } && at > read.ExpiresAt + stillFresh)
        {
            return (PassVerdict.Ask, Stale);
        }

        var judged = PassRules.Judge(rule, plan.Curfew, Facts(pass, sent.Direction, at) with
        {
            Revoked = (pass.RevokedAt <= at && !goesOn.Contains(pass.Id)) || (read is not null && !pass.IsEdition(read.Version, at)),
            Held = held?.Holds(rule, pass, at) == true,
        }, at);
        if (IsOnce(pass) && judged.Verdict == PassVerdict.Go && UsedUp(pass, sent.Direction, at, moves.GetValueOrDefault(pass.Counter) ?? []) is { } reason)
        {
            return (sent.Direction == PassDirection.In ? PassVerdict.Ask : PassVerdict.Stop, reason);
        }

        return AtEntrance(judged, pass, sent.Direction, gate, at);
    }

    // By the entrance of another enclosure nobody goes out unasked.
    private (PassVerdict Verdict, string Reason) AtEntrance(PassJudgement judged, Pass pass, PassDirection direction, Guid gate, DateTimeOffset at) =>
        judged.Verdict == PassVerdict.Go && direction == PassDirection.Out && entrances?.HasOther(gate, pass.DwellingId, at) == true
            ? (PassVerdict.Ask, OtherEntrance)
            : (judged.Verdict, Named(judged.Reason));

    // Of a pass that is neither void nor held.
    private PassFacts Facts(Pass pass, PassDirection direction, DateTimeOffset at)
    {
        var before = (moves.GetValueOrDefault(pass.Counter) ?? []).Where(m => m.At < at).OrderBy(m => m.At).ToList();
        return new()
        {
            From = pass.FirstDay,
            Until = pass.LastDay,
            Outs = [.. before.Where(m => m.Direction == PassDirection.Out).Select(m => m.At)],
            OutSince = before.LastOrDefault() is { Direction: PassDirection.Out } last && last.At != default ? last.At : null,
            Direction = direction,
        };
    }

    private static bool IsOnce(Pass pass) => pass.Kind is PassKind.Visitor or PassKind.Errand;

    // Once each way, in whatever order passages are told: of two that are alike the one told later is too many. Home again is the end of it.
    private static string? UsedUp(Pass pass, PassDirection direction, DateTimeOffset at, List<(DateTimeOffset At, PassDirection Direction)> history)
    {
        var first = pass.Kind == PassKind.Visitor ? PassDirection.In : PassDirection.Out;
        return history.Exists(m => m.Direction != first && (m.At < at || direction != first)) ? Named(PassReason.Revoked)
            : direction != first || !history.Exists(m => m.Direction == first) ? null
            : first == PassDirection.In ? AlreadyIn : Named(PassReason.Used);
    }

    internal static string Named(PassReason reason) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    private int? NumberOf(SentScan scan) => codes.TryGetValue(scan, out var code) ? code.Refused ? null : code.Value.Number : scan.Number;

    private void Remember(int counter, DateTimeOffset at, PassDirection direction)
    {
        if (!moves.TryGetValue(counter, out var list))
        {
            moves[counter] = list = [];
        }

        list.Add((at, direction));
    }
}
