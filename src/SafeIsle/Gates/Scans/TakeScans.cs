using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SafeIsle.Gates.Fences;
using SafeIsle.Gates.Shelf;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Takes what devices recorded: in batches, in any order, again and again, days late, by a wrong clock. What happened is stored; what the
/// server would have said stands beside it.
/// </summary>
internal static class TakeScans
{
    internal const string Path = "/api/gate/scans";

    private const string BadScan = "这一条有看不懂的字或数，没有收下，还在设备里；请把这一次进出记在纸上，交给居委会。";

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, TakeAsync).MayByToken(Devices.WhyOpen).RequireRateLimiting(ScanLimit.Name).AtMost(GateRules.MostPosted)
        .DescribedAs(
            "Records what happened",
            $"At most {GateRules.MostScans} scans at a time, in any order, late, and again: each is stored once, by its id, whatever the rules say. What is named in stored "
            + "may be deleted on the device; what is named in bad could not be taken and stays there, with a sentence for the guard. A scan that comes by the id of another one and "
            + "says something else is kept beside it and named in conflicts. Where the server sees one otherwise than the device did, differs says how. The device's clock may be "
            + "wrong: sentAt tells by how much.")
        .Produces<ScansTaken>().Refuses(400, 401, 409, 410, 413, 429, 503);

    private static async Task<IResult> TakeAsync(
        ScanBatch? batch, HttpContext http, Db db, KnownTokens known, ScanQueue queue, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        // Before it takes a place that waits.
        if (DeviceToken.Of(http) is not { } token || !await known.HasAsync(token, db, cancel))
        {
            return Devices.Unknown(http);
        }

        if (batch?.Scans is not { } sent || sent.Count > GateRules.MostScans || sent.Any(s => s is null || s.Id == Guid.Empty))
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, $"记录看不懂，或一次超过 {GateRules.MostScans} 条；都还在设备里，没有丢。");
        }

        if (batch.Drops is { Count: > 0 } drops && await TakeDrops.TakeAsync(http, db, token, batch.SentAt, drops, clock.Now(), cancel) is { } refusal)
        {
            return refusal;
        }

        var bad = new List<BadRecord>();
        if (batch.Breaches is { Count: > 0 } breaches)
        {
            var (unwanted, left) = await TakeBreaches.TakeAsync(http, db, sealer, token, batch.SentAt, breaches, clock.Now(), cancel);
            if (unwanted is not null)
            {
                return unwanted;
            }

            bad.AddRange(left);
        }

        // One that is broken holds up no other.
        bad.AddRange(sent.Where(s => !s.IsWhole).Select(s => new BadRecord(s.Id, BadScan)));
        var answer = await queue.StoreAsync(new(token, batch.SentAt, [.. sent.Where(s => s.IsWhole)]), cancel);
        return answer.End switch
        {
            UploadEnd.Stored => TypedResults.Ok(new ScansTaken(
                clock.Now().ToUnixTimeMilliseconds(),
                [.. answer.Scans.Select(s => s.Id), .. (batch.Breaches ?? []).Select(b => b.Id).Where(b => !bad.Exists(o => o.Id == b))],
                [.. answer.Scans.Where(s => s.Differs).Select(s => new ScanDiffers(s.Id, s.ServerVerdict, s.ServerReason))])
            {
                Bad = bad,
                Conflicts = answer.Conflicts,
            }),
            UploadEnd.Unknown => Devices.Unknown(http),
            UploadEnd.Wiped => Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除；送来的记录已收下。"),
            UploadEnd.Twice => Devices.Refuse(http, StatusCodes.Status409Conflict, "同一批记录正在保存，请稍后再传；记录没有丢。"),
            UploadEnd.NotNow => Devices.Refuse(http, StatusCodes.Status503ServiceUnavailable, "服务器正忙或正在重启，请稍后再传；记录都还在设备里，没有丢。"),
        };
    }
}

/// <summary>An upload.</summary>
/// <param name="SentAt">The device's clock when it sent this, epoch milliseconds.</param>
/// <param name="Drops">What happened at the shelf.</param>
/// <param name="Breaches">Gaps in a fence, and people who climbed one.</param>
internal sealed record ScanBatch(long SentAt, IReadOnlyList<SentScan>? Scans, IReadOnlyList<SentDrop>? Drops = null, IReadOnlyList<SentBreach>? Breaches = null);

/// <summary>A scan as the device tells it.</summary>
/// <param name="Id">UUID (version 7) made by the device: sending the scan again changes nothing.</param>
/// <param name="Seq">1, 2, 3 … on this device: a gap is a scan that never came.</param>
/// <param name="At">When, by the device's clock, epoch milliseconds.</param>
/// <param name="Direction">Which way the person went.</param>
/// <param name="Verdict">What was done: go, stop, or ask where nobody decided.</param>
/// <param name="How">code, number, door, firm or none: by what the pass was known.</param>
/// <param name="Code">The text of the QR code, where how is code.</param>
/// <param name="Number">The short number without its check digit, 0 to 9999999, where how is number.</param>
/// <param name="Door">The door that was looked up, as the snapshot names it: building, blank, label.</param>
/// <param name="Tenths">Temperature in tenths of a degree Celsius; left out where it was not measured.</param>
/// <param name="Reason">The device's reason code, at most 20 characters.</param>
/// <param name="Note">What was said, at most 200 characters.</param>
/// <param name="Firm">The id of the firm whose worker it was, where how is firm.</param>
/// <param name="Guard">Who stood at the gate, as he told the device.</param>
/// <param name="Corrects">The id of an earlier scan of this gate that the guard took back: that one stays in the log and counts no more, this one counts.</param>
/// <param name="Nobody">It was a slip of the finger and nobody passed: neither this one counts nor the one that it corrects.</param>
internal sealed record SentScan(
    Guid Id, long Seq, long At, PassDirection Direction, PassVerdict Verdict, [property: JsonConverter(typeof(DeviceText))] string? How = null,
    [property: JsonConverter(typeof(DeviceText))] string? Code = null, int? Number = null, [property: JsonConverter(typeof(DeviceText))] string? Door = null,
    int? Tenths = null, [property: JsonConverter(typeof(DeviceText))] string? Reason = null, [property: JsonConverter(typeof(DeviceText))] string? Note = null,
    Guid? Firm = null, [property: JsonConverter(typeof(DeviceText))] string? Guard = null, Guid? Corrects = null, bool Nobody = false)
{
    private static readonly JsonSerializerOptions Told = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Whether it can be stored at all.</summary>
    [JsonIgnore]
    public bool IsWhole => Seq is >= 1 and <= GateRules.MostSeq && Enum.IsDefined(Direction) && Enum.IsDefined(Verdict)
        && DeviceText.AreReadable(How, Code, Door, Reason, Note, Guard);

    /// <summary>The same for all that say the same.</summary>
    public long ContentOf(bool asks) =>
        // Who asks has no clock of its own: asked again, it is later and the same passage.
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asks ? this with { At = 0 } : this, Told)));

    [JsonIgnore]
    public ScanBy By => How switch
    {
        "code" => ScanBy.Code, "number" => ScanBy.Number, "door" => ScanBy.Door, "firm" => ScanBy.Firm, _ => ScanBy.None,
    };

    [JsonIgnore]
    public string GuardKept => ChineseText.Cut(ChineseText.Clean(Guard), GateRules.MostName);

    /// <summary>38号楼 2-501, as the device named the door that was looked up.</summary>
    [JsonIgnore]
    public string DoorKept => ChineseText.Cut(ChineseText.Clean(Door), GateRules.MostDoor);

    [JsonIgnore]
    public string ReasonKept => ChineseText.Cut(ChineseText.Clean(Reason), GateRules.MostReason);

    [JsonIgnore]
    public string NoteKept => ChineseText.Cut(ChineseText.Clean(Note), GateRules.MostNote);
}

/// <summary>What was stored, and where the server sees it otherwise.</summary>
/// <param name="At">The server's clock, epoch milliseconds.</param>
/// <param name="Stored">Ids of all scans and breaches of the upload that are safe.</param>
/// <param name="Differs">Those on which the server's verdict is another.</param>
internal sealed record ScansTaken(long At, IReadOnlyList<Guid> Stored, IReadOnlyList<ScanDiffers> Differs)
{
    /// <summary>What could not be taken: it is not stored, and stays on the device.</summary>
    public IReadOnlyList<BadRecord> Bad { get; init; } = [];

    /// <summary>Ids of scans that were stored before and said something else: both are kept, the first one counts.</summary>
    public IReadOnlyList<Guid> Conflicts { get; init; } = [];
}

internal sealed record ScanDiffers(Guid Id, PassVerdict Verdict, string Reason);
