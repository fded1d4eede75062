using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Shelf;

/// <summary>
/// Takes what devices recorded of the shelf. Each event says all that is known of its thing, so that they may come again and in any
/// order: the first left counts, and the first taken.
/// </summary>
internal static class TakeDrops
{
    /// <returns>Null when all is stored; else the answer to the device, which sends them again.</returns>
    public static async Task<IResult?> TakeAsync(
        HttpContext http, Db db, DeviceToken token, long sentAt, IReadOnlyList<SentDrop> sent, DateTimeOffset now, CancellationToken cancel)
    {
        if (sent.Count > ShelfRules.MostDrops || sent.Any(d => d is null || d.Id == Guid.Empty))
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, $"货架记录看不懂，或一次超过 {ShelfRules.MostDrops} 条；都还在设备里，没有丢。");
        }

        if (await AskingDevice.OfAsync(token, db, cancel) is not { Row: var row } device)
        {
            return Devices.Unknown(http);
        }

        var gate = await db.Gates.Where(g => g.CommunityId == row.CommunityId && g.Id == row.GateId).Select(g => g.Name).SingleAsync(cancel);
        try
        {
            await using var write = await db.BeginWriteAsync(device.Actor, cancel);
            var doors = await DoorNames.FindAsync(db, row.CommunityId, [.. sent.Select(d => d.DoorKept)], cancel);
            var ids = sent.Select(d => d.Id).ToList();
            var rows = await db.ShelfDrops.AsTracking().Where(d => d.CommunityId == row.CommunityId && ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
            var (changed, behind, wiped) = (new HashSet<Guid>(), DeviceTime.Behind(sentAt, now), row.WipedAt is not null);
            var room = wiped
                ? GateRules.MostOfWiped - await db.ShelfDrops.CountAsync(d => d.CommunityId == row.CommunityId && d.TakenAt == null && d.LeftBy.EndsWith(GateRules.WipedSign), cancel)
                : int.MaxValue;
            foreach (var (drop, at) in sent.Select(d => (Drop: d, At: DeviceTime.Of(d.At, behind, now))).Where(d => device.IsTrusted(d.At)))
            {
                if (!rows.TryGetValue(drop.Id, out var known))
                {
                    if (room-- <= 0)
                    {
                        continue;
                    }

                    var door = doors.GetValueOrDefault(drop.DoorKept);
                    rows[drop.Id] = known = new()
                    {
                        CommunityId = row.CommunityId, Id = drop.Id, GateId = row.GateId, Dwelling = door?.Label ?? drop.DoorKept, DwellingId = door?.Id,
                        Place = ChineseText.Cut(ChineseText.Clean(drop.Place), ShelfRules.MostPlace),
                        Firm = ChineseText.Cut(ChineseText.Clean(drop.Firm), Firms.FirmRules.MostName), ChangedSeq = 0,
                    };
                    db.Add(known);
                }

                // What is known already a device that was wiped does not rewrite.
                if (!(wiped && drop.Taken && known.TakenAt is not null) && Apply(known, drop, at, $"{gate} {GuardOf(drop, row)}{(wiped ? GateRules.WipedSign : "")}"))
                {
                    changed.Add(drop.Id);
                }
            }

            if (changed.Count == 0)
            {
                return null;
            }

            var seq = await PassSequences.NextAsync(db, row.CommunityId, cancel);
            foreach (var id in changed)
            {
                rows[id].ChangedSeq = seq;
            }

            write.Record(row.CommunityId, "shelf.record", row.GateId, $"{row.Name}上传货架记录 {changed.Count} 条");
            await write.CommitAsync(cancel);
            return null;
        }
        catch (Exception twice) when (twice.IsTaken())
        {
            return Devices.Refuse(http, StatusCodes.Status409Conflict, "同一批货架记录正在保存，请稍后再传；记录没有丢。");
        }
    }

    // Whether it changed anything.
    private static bool Apply(ShelfDrop row, SentDrop drop, DateTimeOffset at, string by)
    {
        if (drop.Taken)
        {
            if (row.TakenAt is { } before && before <= at)
            {
                return false;
            }

            (row.TakenAt, row.TakenBy) = (at, by);
            return true;
        }

        if (row.LeftAt is not null)
        {
            return false;
        }

        (row.LeftAt, row.LeftBy) = (at, by);
        return true;
    }

    private static string GuardOf(SentDrop drop, GateDevice device) =>
        ChineseText.Cut(ChineseText.Clean(drop.Guard), GateRules.MostName) is { Length: > 0 } guard ? guard : device.Name;
}

/// <summary>An event of the shelf as the device tells it.</summary>
/// <param name="Id">The thing's, made by the device that took it down.</param>
/// <param name="At">The device's clock, epoch milliseconds.</param>
/// <param name="Taken">Somebody took it; otherwise it was left.</param>
/// <param name="Door">38号楼 2-501.</param>
internal sealed record SentDrop(
    Guid Id, long At, bool Taken, [property: JsonConverter(typeof(DeviceText))] string? Door, [property: JsonConverter(typeof(DeviceText))] string? Place,
    [property: JsonConverter(typeof(DeviceText))] string? Firm, [property: JsonConverter(typeof(DeviceText))] string? Guard)
{
    public string DoorKept => ChineseText.Cut(ChineseText.Clean(Door), GateRules.MostDoor);
}
