using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>
/// What a scanner needs to judge without network: keys, rules, numbers of passes by door, what is void or held, who is out. No name, no
/// ID number, no phone: a device may be lost. Whole for a new device, only what changed for one that has it.
/// </summary>
internal static class Snapshot
{
    /// <summary>More changes than this are cheaper whole.</summary>
    private const int MostChanges = 2_000;

    /// <summary>A device's number holds a print of the doors below the number of changes: where they are others, their indexes are.</summary>
    private const long DoorPrints = 1 << 16;

    /// <summary>Days of passages that no rule looks beyond.</summary>
    private const int MostCycleDays = 30;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/gate/snapshot", GetAsync).MayByToken(Devices.WhyOpen);

    private static async Task<IResult> GetAsync(long? since, HttpContext http, Db db, GateKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        if (await AskingDevice.OfAsync(http, db, cancel) is not { } device)
        {
            return Devices.Refuse(http, StatusCodes.Status401Unauthorized, "这台设备没有登记，请向居委会取登记码。");
        }

        if (device.Wiped)
        {
            return Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除。");
        }

        var (row, now) = (device.Row, clock.Now());
        await db.GateDevices.Where(d => d.CommunityId == row.CommunityId && d.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now), cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await MakeAsync(db, keys, row, since ?? 0, now, cancel));
    }

    internal static async Task<GateSnapshot> MakeAsync(Db db, GateKeys keys, GateDevice device, long since, DateTimeOffset now, CancellationToken cancel)
    {
        var community = device.CommunityId;
        // The number first: what changes after it comes with the next snapshot, perhaps twice, never not at all.
        var last = await PassSequences.LastAsync(db, community, cancel);
        var doors = await DoorsAsync(db, community, cancel);
        var plan = await GatePlan.LoadAsync(db, community, cancel);
        var conditions = await PassConditions.LoadAsync(db, community, now, cancel);
        var today = now.DateHere();
        var passes = await (
            from p in db.Passes
            join d in db.Dwellings on new { p.CommunityId, Id = p.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where p.CommunityId == community && p.LastDay >= today
            orderby b.SortKey, d.SortKey, p.Number
            select new PassAtDoor(p.Number, p.Counter, p.Rule, p.Version, p.RevokedAt != null, p.HouseholdId, d.Id, p.ChangedSeq)).ToListAsync(cancel);
        await keys.SigningAsync(db, community, cancel);
        var signers = await keys.AllAsync(db, community, cancel);
        var (known, print) = Math.DivRem(since, DoorPrints);
        var changed = passes.FindAll(p => p.Seq > known);
        var full = since <= 0 || print != doors.Print || changed.Count > MostChanges;
        var gate = await db.Gates.SingleAsync(g => g.CommunityId == community && g.Id == device.GateId, cancel);
        var place = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        return new()
        {
            Seq = (last * DoorPrints) + doors.Print,
            Full = full,
            At = now.ToUnixTimeMilliseconds(),
            Gate = new(gate.Id, gate.Name, gate.IsOpen),
            Community = new(community, place.Name),
            Keys = [.. signers.Select(k => GatePublicKey.Of(k.Key, k.Value))],
            Fever = plan.FeverTenths,
            Curfew = plan.Curfew,
            Rules = [.. plan.Rules, GatePlan.Visitor],
            Doors = full ? doors.Buildings : null,
            Passes = full ? PackedPasses.Of(passes.FindAll(p => !p.Revoked), doors.Index) : null,
            Changed = full ? null : [.. changed.Select(p => new ChangedPass(p.Number, p.Counter, p.Rule, p.Version, PackedPasses.DoorOf(p, doors.Index), p.Revoked ? "revoked" : "valid"))],
            Counters = [.. passes.Where(p => !p.Revoked && p.Counter != p.Number && (full || p.Seq > known)).Select(p => new[] { p.Number, p.Counter })],
            Revoked = [.. passes.Where(p => p.Revoked).Select(p => p.Number)],
            Held = [.. passes.Where(p => !p.Revoked && plan.Rule(p.Rule) is { } rule && conditions.Holds(rule, p.Household)).Select(p => p.Number)],
            Outs = await OutsAsync(db, community, plan.Rules, now, cancel),
        };
    }

    private static async Task<IReadOnlyList<long[]>> OutsAsync(
        Db db, long community, IReadOnlyList<PassRule> rules, DateTimeOffset now, CancellationToken cancel)
    {
        var days = Math.Min(MostCycleDays, rules.Where(r => r.Times > PassRules.NoLimit).Select(r => r.CycleDays).DefaultIfEmpty(1).Max());
        var from = Clock.FromHere(now.DateHere().AddDays(-days).ToDateTime(TimeOnly.MinValue));
        var scans = await db.GateScans.Where(s => s.CommunityId == community && s.At >= from && s.Counter != null && s.Verdict != PassVerdict.Stop)
            .OrderBy(s => s.At).Select(s => new { Counter = s.Counter!.Value, s.At, s.Direction }).ToListAsync(cancel);
        return [.. scans.Select(s => new[] { s.Counter, s.At.ToUnixTimeMilliseconds(), s.Direction == PassDirection.Out ? 0 : 1 })];
    }

    // Doors as people walk, under their building: labels without the building's name in front.
    private static async Task<Doors> DoorsAsync(Db db, long community, CancellationToken cancel)
    {
        var rows = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == community && d.ClosedAt == null
            orderby b.SortKey, d.SortKey
            select new { d.Id, d.BuildingId, Building = b.Label, d.Unit, d.Room, d.Label }).ToListAsync(cancel);
        var index = new Dictionary<Guid, int>(rows.Count);
        foreach (var row in rows)
        {
            index.Add(row.Id, index.Count);
        }

        return new(
            [.. rows.GroupBy(r => r.BuildingId).Select(g => new BuildingDoors(
                g.First().Building, [.. g.Select(r => r.Room.Length == 0 ? r.Label : r.Unit > 0 ? $"{r.Unit}-{r.Room}" : r.Room)]))],
            index,
            Print([.. rows.Select(r => r.Label)]));
    }

    private static int Print(IReadOnlyList<string> labels) =>
        BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', labels))));

    private sealed record Doors(IReadOnlyList<BuildingDoors> Buildings, IReadOnlyDictionary<Guid, int> Index, int Print);
}

/// <summary>A pass as the snapshot reads it.</summary>
internal sealed record PassAtDoor(int Number, int Counter, int Rule, int Version, bool Revoked, Guid Household, Guid Dwelling, long Seq);

/// <summary>The answer; JSON in camel case, times in epoch milliseconds.</summary>
internal sealed record GateSnapshot
{
    public required long Seq { get; init; }
    public required bool Full { get; init; }
    public required long At { get; init; }
    public required GateNow Gate { get; init; }
    public required Named<long> Community { get; init; }
    public required IReadOnlyList<GatePublicKey> Keys { get; init; }

    /// <summary>Tenths of a degree.</summary>
    public required int Fever { get; init; }

    public DayHours? Curfew { get; init; }
    public required IReadOnlyList<PassRule> Rules { get; init; }
    public IReadOnlyList<BuildingDoors>? Doors { get; init; }
    public PackedPasses? Passes { get; init; }
    public IReadOnlyList<ChangedPass>? Changed { get; init; }
    public required IReadOnlyList<int[]> Counters { get; init; }
    public required IReadOnlyList<int> Revoked { get; init; }
    public required IReadOnlyList<int> Held { get; init; }
    public required IReadOnlyList<long[]> Outs { get; init; }
}

internal sealed record GateNow(Guid Id, string Name, bool Open);

/// <summary>The doors of a building in walking order: 2-501.</summary>
internal sealed record BuildingDoors(string Building, IReadOnlyList<string> Labels);

internal sealed record ChangedPass(int Number, int Counter, int Rule, int Version, int Door, string State);

/// <summary>A public key by its coordinates in base64url.</summary>
internal sealed record GatePublicKey(string Kid, string X, string Y)
{
    public static GatePublicKey Of(string kid, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new(kid, System.Buffers.Text.Base64Url.EncodeToString(point.X), System.Buffers.Text.Base64Url.EncodeToString(point.Y));
    }
}

/// <summary>
/// One entry for each pass, in the order of doors, as base64: numbers of 3 bytes, rules and editions of 1, doors of 2 (index in the
/// snapshot's doors, 65535 for one that is gone), all big-endian. Random numbers do not compress; the rest shrinks to nearly nothing.
/// </summary>
internal sealed record PackedPasses(string Numbers, string Rules, string Versions, string Doors)
{
    private const int NoDoor = ushort.MaxValue;

    public static int DoorOf(PassAtDoor pass, IReadOnlyDictionary<Guid, int> index) => Math.Min(index.GetValueOrDefault(pass.Dwelling, NoDoor), NoDoor);

    public static PackedPasses Of(IReadOnlyList<PassAtDoor> passes, IReadOnlyDictionary<Guid, int> index)
    {
        var (numbers, rules, versions, doors) = (new byte[passes.Count * 3], new byte[passes.Count], new byte[passes.Count], new byte[passes.Count * 2]);
        for (var i = 0; i < passes.Count; i++)
        {
            var pass = passes[i];
            (numbers[i * 3], numbers[(i * 3) + 1], numbers[(i * 3) + 2]) = ((byte)(pass.Number >> 16), (byte)(pass.Number >> 8), (byte)pass.Number);
            (rules[i], versions[i]) = ((byte)pass.Rule, (byte)pass.Version);
            BinaryPrimitives.WriteUInt16BigEndian(doors.AsSpan(i * 2), (ushort)DoorOf(pass, index));
        }

        return new(Convert.ToBase64String(numbers), Convert.ToBase64String(rules), Convert.ToBase64String(versions), Convert.ToBase64String(doors));
    }
}
