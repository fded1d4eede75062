using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates;

/// <summary>
/// Takes what devices recorded: in batches, in any order, again and again, days late, by a wrong clock. What happened is stored; what the
/// server would have said stands beside it.
/// </summary>
internal static class TakeScans
{
    /// <summary>A time further ahead than this, after correction, is nonsense and becomes the time of arrival.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);


    internal static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/gate/scans", TakeAsync).MayByToken(Devices.WhyOpen);

    private static async Task<IResult> TakeAsync(
        ScanBatch? batch, HttpContext http, Db db, GateKeys keys, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await AskingDevice.OfAsync(http, db, cancel) is not { } device)
        {
            return Devices.Refuse(http, StatusCodes.Status401Unauthorized, "这台设备没有登记，请向居委会取登记码。");
        }

        if (batch?.Scans is not { } sent || sent.Count > GateRules.MostScans || sent.Any(s => s.Id == Guid.Empty || s.Seq < 1))
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, $"记录看不懂，或一次超过 {GateRules.MostScans} 条；都还在设备里，没有丢。");
        }

        var (row, now) = (device.Row, clock.Now());
        var behind = now - DateTimeOffset.FromUnixTimeMilliseconds(Sane(batch.SentAt, now));
        var ids = sent.Select(s => s.Id).ToList();
        var there = (await db.GateScans.Where(s => s.CommunityId == row.CommunityId && ids.Contains(s.Id)).Select(s => s.Id).ToListAsync(cancel)).ToHashSet();
        var fresh = sent.Where(s => there.Add(s.Id)).OrderBy(s => s.At).ToList();
        var differs = new List<ScanDiffers>();
        if (fresh.Count > 0)
        {
            var judge = await ScanJudge.LoadAsync(db, keys, row.CommunityId, fresh, now, cancel);
            var scans = fresh.ConvertAll(s => judge.Scan(s, row, TimeOf(s, behind, now), now));
            try
            {
                await using var write = await db.BeginWriteAsync(device.Actor, cancel);
                await db.BulkInsertAsync(scans, cancel);
                await DecideVisit.PassedAsync(db, row.CommunityId, scans, cancel);
                await db.GateDevices.Where(d => d.CommunityId == row.CommunityId && d.Id == row.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now).SetProperty(d => d.BehindMs, (long)behind.TotalMilliseconds), cancel);
                write.Record(row.CommunityId, "gate.scans", row.GateId, $"{row.Name}上传进出记录 {scans.Count} 条");
                write.AfterCommit(() => signals.Raise(Topics.Gates(row.CommunityId)));
                await write.CommitAsync(cancel);
            }
            catch (DbUpdateException twice) when (twice.IsTaken())
            {
                return Again(http);
            }
            catch (DbException twice) when (twice.IsTaken())
            {
                return Again(http);
            }

            differs.AddRange(scans.Where(s => s.Differs).Select(s => new ScanDiffers(s.Id, s.ServerVerdict, s.ServerReason)));
        }

        return device.Wiped
            ? Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除；送来的记录已收下。")
            : TypedResults.Ok(new ScansTaken(now.ToUnixTimeMilliseconds(), ids, differs));
    }

    // The same batch twice at once: the other one is storing it, and the next try finds all of it there.
    private static IResult Again(HttpContext http) => Devices.Refuse(http, StatusCodes.Status409Conflict, "同一批记录正在保存，请稍后再传；记录没有丢。");

    // A device whose clock says 1970 or 2200 tells nothing about how wrong it is.
    private static long Sane(long sentAt, DateTimeOffset now) =>
        sentAt is > 0 and < 7_000_000_000_000 ? sentAt : now.ToUnixTimeMilliseconds();

    private static DateTimeOffset TimeOf(SentScan scan, TimeSpan behind, DateTimeOffset now)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Sane(scan.At, now)) + behind;
        return at > now + Ahead ? now : at;
    }
}

/// <summary>An upload.</summary>
/// <param name="SentAt">The device's clock when it sent this, epoch milliseconds.</param>
internal sealed record ScanBatch(long SentAt, IReadOnlyList<SentScan>? Scans);

/// <summary>A scan as the device tells it.</summary>
internal sealed record SentScan(
    Guid Id, long Seq, long At, PassDirection Direction, string? How, string? Code, int? Number, string? Door, Guid? Visitor, int? Tenths,
    PassVerdict Verdict, string? Reason, string? Note)
{
    public ScanBy By => How switch { "code" => ScanBy.Code, "number" => ScanBy.Number, "door" => ScanBy.Door, _ => ScanBy.None };

    public string ReasonKept => ChineseText.Cut(Reason ?? "", GateRules.MostReason);

    public string NoteKept => ChineseText.Cut(ChineseText.Clean(Note), GateRules.MostNote);
}

/// <summary>What was stored, and where the server sees it otherwise.</summary>
internal sealed record ScansTaken(long At, IReadOnlyList<Guid> Stored, IReadOnlyList<ScanDiffers> Differs);

internal sealed record ScanDiffers(Guid Id, PassVerdict Verdict, string Reason);
