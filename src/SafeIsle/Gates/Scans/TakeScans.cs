using System.Text.Json.Serialization;
using SafeIsle.Gates.Shelf;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Takes what devices recorded: in batches, in any order, again and again, days late, by a wrong clock. What happened is stored; what the
/// server would have said stands beside it.
/// </summary>
internal static class TakeScans
{
    internal const string Path = "/api/gate/scans";

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, TakeAsync).MayByToken(Devices.WhyOpen).RequireRateLimiting(ScanLimit.Name).AtMost(GateRules.MostPosted)
        .DescribedAs(
            "Records what happened",
            $"At most {GateRules.MostScans} scans at a time, in any order, late, and again: each is stored once, by its id, whatever the rules say. What is named in stored "
            + "may be deleted on the device. Where the server sees one otherwise than the device did, differs says how. The device's clock may be wrong: sentAt tells by how much.")
        .Produces<ScansTaken>().Refuses(400, 401, 409, 410, 413, 429, 503);

    private static async Task<IResult> TakeAsync(
        ScanBatch? batch, HttpContext http, Db db, KnownTokens known, ScanQueue queue, TimeProvider clock, CancellationToken cancel)
    {
        // Before it takes a place that waits.
        if (DeviceToken.Of(http) is not { } token || !await known.HasAsync(token, db, cancel))
        {
            return Devices.Unknown(http);
        }

        if (batch?.Scans is not { } sent || sent.Count > GateRules.MostScans || sent.Any(s => s is not { IsWhole: true }))
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, $"记录看不懂，或一次超过 {GateRules.MostScans} 条；都还在设备里，没有丢。");
        }

        if (batch.Drops is { Count: > 0 } drops && await TakeDrops.TakeAsync(http, db, token, batch.SentAt, drops, clock.Now(), cancel) is { } refusal)
        {
            return refusal;
        }

        var answer = await queue.StoreAsync(new(token, batch.SentAt, sent), cancel);
        return answer.End switch
        {
            UploadEnd.Stored => TypedResults.Ok(new ScansTaken(
                clock.Now().ToUnixTimeMilliseconds(),
                [.. answer.Scans.Select(s => s.Id)],
                [.. answer.Scans.Where(s => s.Differs).Select(s => new ScanDiffers(s.Id, s.ServerVerdict, s.ServerReason))])),
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
internal sealed record ScanBatch(long SentAt, IReadOnlyList<SentScan>? Scans, IReadOnlyList<SentDrop>? Drops = null);

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
internal sealed record SentScan(
    Guid Id, long Seq, long At, PassDirection Direction, PassVerdict Verdict, string? How = null, string? Code = null, int? Number = null,
    string? Door = null, int? Tenths = null, string? Reason = null, string? Note = null, Guid? Firm = null, string? Guard = null)
{
    /// <summary>Whether it can be stored at all.</summary>
    [JsonIgnore]
    public bool IsWhole => Id != Guid.Empty && Seq is >= 1 and <= GateRules.MostSeq && Enum.IsDefined(Direction) && Enum.IsDefined(Verdict);

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
/// <param name="Stored">Ids of all scans of the upload: they are safe.</param>
/// <param name="Differs">Those on which the server's verdict is another.</param>
internal sealed record ScansTaken(long At, IReadOnlyList<Guid> Stored, IReadOnlyList<ScanDiffers> Differs);

internal sealed record ScanDiffers(Guid Id, PassVerdict Verdict, string Reason);
