using System.ComponentModel;
using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Firms;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Shelf;
using SafeIsle.Gates.Visits;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// What a scanner needs to judge without network: keys, rules, numbers of passes by door, what is void or held, who is out. No name, no
/// ID number, no phone: a device may be lost. Whole for a new device, only what changed for one that has it; while nothing changes, it is
/// made from a few short lists.
/// </summary>
internal static class Snapshot
{
    internal const string Path = "/api/gate/snapshot";

    /// <summary>More changes than this are cheaper whole.</summary>
    private const int MostChanges = 2_000;

    /// <summary>A device's number holds a print of the doors below the number of changes: where they are others, their indexes are.</summary>
    private const long DoorPrints = 1 << 16;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, GetAsync).MayByToken(Devices.WhyOpen)
        .DescribedAs(
            "What a device needs to judge without network",
            "The whole list, or with since and at (seq and at of the list that the device has) only what changed; full says which. Ask for a whole one each day: passes end with a day. "
            + "keys verify codes (ES256); rules, curfew and fever judge; revoked and held passes stop on the way out and are asked about on the way in. Names of people are not in it.")
        .Produces<GateSnapshot>().Refuses(401, 410);

    private static async Task<IResult> GetAsync(
        [Description("seq of the list that the device has; left out: the whole list")] long? since,
        [Description("at of the same list; left out: all passages that rules look back at")] long? at,
        [Description("how many scans the device still holds, for the desk to see; left out: as it said before")] int? waiting,
        HttpContext http, Db db, GateKeys keys, DoorList doors, EnclosuresAtGate enclosures, TimeProvider clock, CancellationToken cancel)
    {
        if (await AskingDevice.OfAsync(http, db, cancel) is not { } device)
        {
            return Devices.Unknown(http);
        }

        if (device.Wiped)
        {
            return Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除。");
        }

        var (row, now) = (device.Row, clock.Now());
        var held = waiting >= 0 ? waiting : row.Waiting;
        await db.GateDevices.Where(d => d.CommunityId == row.CommunityId && d.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now).SetProperty(d => d.Waiting, held), cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await MakeAsync(db, keys, doors, enclosures, row, since ?? 0, at ?? 0, now, cancel));
    }

    private static async Task<GateSnapshot> MakeAsync(
        Db db, GateKeys keys, DoorList doorList, EnclosuresAtGate enclosures, GateDevice device, long since, long at, DateTimeOffset now, CancellationToken cancel)
    {
        var community = device.CommunityId;
        // The number first: what changes after it comes with the next snapshot, perhaps twice, never not at all.
        var last = await PassSequences.LastAsync(db, community, cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var (known, print) = Math.DivRem(Math.Max(since, 0), DoorPrints);
        var passes = db.Passes.Where(p => p.CommunityId == community && p.LastDay >= now.DateHere());
        var changes = known == last ? 0 : await passes.CountAsync(p => p.ChangedSeq > known, cancel);
        var full = since <= 0 || changes > MostChanges || print != await doorList.PrintAsync(db, community, cancel);
        var doors = full || changes > 0 ? await doorList.LoadAsync(db, community, cancel) : null;
        full |= doors is not null && doors.Print != print;
        var told = doors is null ? [] : await PassesAsync(db, full ? passes : passes.Where(p => p.ChangedSeq > known), cancel);
        var place = await (
            from g in db.Gates
            join c in db.Communities on g.CommunityId equals c.CommunityId
            where g.CommunityId == community && g.Id == device.GateId
            select new { Gate = new GateNow(g.Id, g.Name, g.IsOpen), c.Name, c.Phone }).SingleAsync(cancel);
        var valid = told.FindAll(p => !p.Revoked);
        var moves = await PassMoves.ListAsync(db, community, plan.Rules, GatePlan.Fixed, full ? 0 : at, now, cancel);
        var (packed, others) = full ? PackedMoves.Of(moves, valid, PassMoves.From(plan.Rules, now)) : (null, moves);
        return new()
        {
            Firms = await FirmsAtGate.ListAsync(db, community, full ? 0 : known, now, cancel),
            Shelf = await ShelfAtGate.ListAsync(db, community, device.GateId, full ? 0 : known, cancel),
            Seq = (last * DoorPrints) + (doors?.Print ?? print),
            Full = full,
            At = now.ToUnixTimeMilliseconds(),
            Gate = place.Gate,
            Community = new(community, place.Name),
            Phone = place.Phone,
            Places = await db.Gates.Where(g => g.CommunityId == community).OrderByDescending(g => g.Kind == GateKind.Fence).ThenBy(g => g.Name).Select(g => g.Name).ToListAsync(cancel),
            Returnees = await ReturneesAtGate.ListAsync(db, community, now, cancel),
            Elsewhere = await enclosures.ListAsync(db, device, doors, doors?.Print ?? (int)print, cancel),
            Keys = await keys.PublicAsync(db, community, cancel),
            Fever = plan.FeverTenths,
            Curfew = plan.Curfew,
            Rules = [.. plan.Rules, .. GatePlan.Fixed],
            Doors = full ? doors!.Buildings : null,
            Passes = full ? PackedPasses.Of(valid, doors!.Index, now.DateHere()) : null,
            Changed = full ? null : [.. told.Select(p => new ChangedPass(p.Number, p.Counter, p.Rule, p.Version, PackedPasses.DoorOf(p, doors!.Index), p.Revoked ? "revoked" : "valid",
                p.FirstDay > now.DateHere() ? p.FirstDay : null))],
            Counters = [.. valid.Where(p => p.Counter != p.Number).Select(p => new[] { p.Number, p.Counter })],
            Revoked = [.. told.Where(p => p.Revoked).Select(p => p.Number)],
            Spent = [.. told.Where(p => p.Spent).Select(p => p.Number)],
            Held = await HeldAsync(db, community, passes, plan, now, cancel),
            Moves = packed,
            Gone = full ? [] : [.. (await PassMoves.GoneAsync(db, community, plan.Rules, at, now, cancel)).Select(m => m.Line)],
            Outs =
            [
                .. others.Select(m => m.Line),
                .. (await ErrandPassages.OutsAsync(db, community, cancel))
                    .Select(o => new PassMove(o.Counter, DateTimeOffset.FromUnixTimeSeconds(o.At.ToUnixTimeSeconds()), PassDirection.Out).Line),
            ],
        };
    }

    private static async Task<List<PassAtDoor>> PassesAsync(Db db, IQueryable<Pass> passes, CancellationToken cancel)
    {
        var visits = db.Visits;
        return await (
            from p in passes
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            orderby b.SortKey, d.SortKey, p.Number
            select new PassAtDoor(
                p.Number, p.Counter, p.Rule, p.Version, p.RevokedAt != null,
                p.RevokedAt != null && p.Kind == PassKind.Visitor && visits.Any(v => v.CommunityId == p.CommunityId && v.PassId == p.Id && v.State == VisitState.Left),
                d.Id, p.FirstDay)).ToListAsync(cancel);
    }

    private static async Task<IReadOnlyList<int>> HeldAsync(
        Db db, long community, IQueryable<Pass> passes, GatePlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var rules = plan.Rules.Concat(GatePlan.Fixed).ToList();
        var spans = await VoidSpans.ListAsync(db, community, null, now, now, cancel);
        var numbers = new HashSet<int>();
        foreach (var ofReason in spans.GroupBy(s => s.Reason))
        {
            var keys = rules.Where(r => r.Voids.Contains(ofReason.Key)).Select(r => r.Key).ToList();
            var households = ofReason.Where(s => s.Person is null).Select(s => s.Household).Distinct().ToList();
            var people = ofReason.Select(s => s.Person).OfType<Guid>().Distinct().ToList();
            numbers.UnionWith(await passes.Where(p => p.RevokedAt == null && keys.Contains(p.Rule)
                && (households.Contains(p.HouseholdId) || (p.PersonId != null && people.Contains(p.PersonId.Value)))).Select(p => p.Number).ToListAsync(cancel));
        }

        return [.. numbers.Order()];
    }
}

/// <summary>A pass as the snapshot reads it.</summary>
/// <param name="Spent">Void because its visitor was in and is out again.</param>
internal sealed record PassAtDoor(int Number, int Counter, int Rule, int Version, bool Revoked, bool Spent, Guid Dwelling, DateOnly FirstDay);

/// <summary>What a device judges by; numbers of passes are short numbers without their check digit, 0 to 9999999.</summary>
internal sealed record GateSnapshot
{
    /// <summary>To be asked for by as since.</summary>
    public required long Seq { get; init; }

    /// <summary>Whether this is the whole list, which replaces the device's, or what changed in it.</summary>
    public required bool Full { get; init; }

    /// <summary>The server's clock, epoch milliseconds.</summary>
    public required long At { get; init; }

    public required GateNow Gate { get; init; }

    /// <summary>Its id is the 12-digit division code, which a code must name.</summary>
    public required Named<long> Community { get; init; }

    /// <summary>All keys that signed what may still be shown, oldest first.</summary>
    public required IReadOnlyList<GatePublicKey> Keys { get; init; }

    /// <summary>Tenths of a degree Celsius from which a temperature is a fever.</summary>
    public required int Fever { get; init; }

    /// <summary>Hours in Shanghai in which only exempt rules let anybody out; null: none.</summary>
    public DayHours? Curfew { get; init; }

    public required IReadOnlyList<PassRule> Rules { get; init; }

    /// <summary>All doors in walking order; only in a whole list.</summary>
    public IReadOnlyList<BuildingDoors>? Doors { get; init; }

    /// <summary>All passes that are not void; only in a whole list.</summary>
    public PackedPasses? Passes { get; init; }

    /// <summary>Passes that are new or another since the device's list; not in a whole one.</summary>
    public IReadOnlyList<ChangedPass>? Changed { get; init; }

    /// <summary>Pairs of number and counter, of the passes told here whose uses are counted under another number than their own.</summary>
    public required IReadOnlyList<int[]> Counters { get; init; }

    /// <summary>Numbers that are void: all of them in a whole list, else those that became so since the device's.</summary>
    public required IReadOnlyList<int> Revoked { get; init; }

    /// <summary>Those of Revoked that are visitors' passes and were used, in and out.</summary>
    public required IReadOnlyList<int> Spent { get; init; }

    /// <summary>All numbers that are held back now; why is not told.</summary>
    public required IReadOnlyList<int> Held { get; init; }

    /// <summary>All passages that rules look back at, to the second; only in a whole list.</summary>
    public PackedMoves? Moves { get; init; }

    /// <summary>Counter, epoch milliseconds, 0 out or 1 in: those received since the device's list, some of them again; in a whole list what Moves does not hold.</summary>
    public required IReadOnlyList<long[]> Outs { get; init; }

    /// <summary>The same, of passages that a guard took back since the device's list: as if they had never been; not in a whole list.</summary>
    public required IReadOnlyList<long[]> Gone { get; init; }

    /// <summary>The committee's number, for a guard to call; empty until the desk has entered it.</summary>
    public required string Phone { get; init; }

    /// <summary>Names of gates and fences, for whoever reports a breach.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>Doors to which somebody announced to come back these days; the next first.</summary>
    public required IReadOnlyList<ReturneeLine> Returnees { get; init; }

    /// <summary>At the entrance of an enclosure, the other enclosures with their doors: asked about on the way out. Null: as before.</summary>
    public IReadOnlyList<OtherEnclosure>? Elsewhere { get; init; }

    /// <summary>Null: as before.</summary>
    public IReadOnlyList<FirmLine>? Firms { get; init; }

    /// <summary>What lies at this gate; null: as before.</summary>
    public IReadOnlyList<ShelfLine>? Shelf { get; init; }
}

/// <param name="Open">Whether people may pass there at all now.</param>
internal sealed record GateNow(Guid Id, string Name, bool Open);

/// <param name="Counter">The number under which its uses are counted.</param>
/// <param name="Rule">Key of its rule.</param>
/// <param name="Version">Edition of its card: another one is void.</param>
/// <param name="Door">Index among all doors, 65535 for one that is gone.</param>
/// <param name="State">valid or revoked.</param>
/// <param name="From">Its first day where that is yet to come; null: it is valid.</param>
internal sealed record ChangedPass(int Number, int Counter, int Rule, int Version, int Door, string State, DateOnly? From);

/// <summary>
/// One entry for each pass, in the order of doors, as base64: numbers of 3 bytes, rules and editions of 1, doors of 2 (index in the
/// snapshot's doors, 65535 for one that is gone), all big-endian. Random numbers do not compress; the rest shrinks to nearly nothing.
/// </summary>
/// <param name="Numbers">3 bytes each.</param>
/// <param name="Rules">Keys of rules, 1 byte each.</param>
/// <param name="Versions">Editions of cards modulo 256, 1 byte each.</param>
/// <param name="Doors">2 bytes each.</param>
/// <param name="Firsts">Days from the list's day in Shanghai to the pass's first, 1 byte each; 0: it is valid.</param>
internal sealed record PackedPasses(string Numbers, string Rules, string Versions, string Doors, string Firsts)
{
    private const int NoDoor = ushort.MaxValue;

    public static int DoorOf(PassAtDoor pass, IReadOnlyDictionary<Guid, int> index) => Math.Min(index.GetValueOrDefault(pass.Dwelling, NoDoor), NoDoor);

    public static PackedPasses Of(IReadOnlyList<PassAtDoor> passes, IReadOnlyDictionary<Guid, int> index, DateOnly today)
    {
        var (numbers, rules, versions) = (new byte[passes.Count * 3], new byte[passes.Count], new byte[passes.Count]);
        var (doors, firsts) = (new byte[passes.Count * 2], new byte[passes.Count]);
        for (var i = 0; i < passes.Count; i++)
        {
            var pass = passes[i];
            (numbers[i * 3], numbers[(i * 3) + 1], numbers[(i * 3) + 2]) = ((byte)(pass.Number >> 16), (byte)(pass.Number >> 8), (byte)pass.Number);
            (rules[i], versions[i], firsts[i]) = ((byte)pass.Rule, (byte)pass.Version, (byte)Math.Clamp(pass.FirstDay.DayNumber - today.DayNumber, 0, byte.MaxValue));
            BinaryPrimitives.WriteUInt16BigEndian(doors.AsSpan(i * 2), (ushort)DoorOf(pass, index));
        }

        return new(
            Convert.ToBase64String(numbers), Convert.ToBase64String(rules), Convert.ToBase64String(versions), Convert.ToBase64String(doors), Convert.ToBase64String(firsts));
    }
}
