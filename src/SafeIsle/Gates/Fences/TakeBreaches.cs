using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Fences;

/// <summary>
/// Takes breaches that guards reported on their devices, hours ago perhaps: each becomes the same as one reported at the desk, once, with
/// the device as reporter. One that cannot be taken stays on the device, with a sentence for the guard.
/// </summary>
internal static class TakeBreaches
{
    /// <summary>Reports in one upload.</summary>
    internal const int MostReports = 50;

    /// <returns>Those that were not taken; or the answer to the device, which sends all again.</returns>
    public static async Task<(IResult? Refusal, IReadOnlyList<BadRecord> Bad)> TakeAsync(
        HttpContext http, Db db, Sealer sealer, DeviceToken token, long sentAt, IReadOnlyList<SentBreach> sent, DateTimeOffset now, CancellationToken cancel)
    {
        if (sent.Count > MostReports || sent.Any(b => b is null || b.Id == Guid.Empty))
        {
            return (Devices.Refuse(http, StatusCodes.Status400BadRequest, $"报告看不懂，或一次超过 {MostReports} 条；都还在设备里，没有丢。"), []);
        }

        if (await AskingDevice.OfAsync(token, db, cancel) is not { Row: var row } device)
        {
            return (Devices.Unknown(http), []);
        }

        var community = row.CommunityId;
        try
        {
            await using var write = await db.BeginWriteAsync(device.Actor, cancel);
            var gates = await db.Gates.Where(g => g.CommunityId == community).ToDictionaryAsync(g => g.Name, StringComparer.Ordinal, cancel);
            var ids = sent.Select(b => b.Id).ToList();
            var known = (await db.Breaches.Where(b => b.CommunityId == community && ids.Contains(b.Id)).Select(b => b.Id).ToListAsync(cancel)).ToHashSet();
            var room = BreachRules.MostOpen - await db.Breaches.CountAsync(b => b.CommunityId == community && b.ClosedAt == null, cancel);
            if (row.WipedAt is not null)
            {
                room = Math.Min(room, GateRules.MostOfWiped - await db.Breaches.CountAsync(b => b.CommunityId == community && b.ClosedAt == null && b.By.EndsWith(GateRules.WipedSign), cancel));
            }

            var (bad, fresh) = (new List<BadRecord>(), false);
            foreach (var told in sent.Where(b => !known.Contains(b.Id)))
            {
                var gate = gates.GetValueOrDefault(told.PlaceKept);
                // A gate that was renamed meanwhile is still where the guard said.
                var spot = gate is null ? ReportBreach.Where(told.PlaceKept.Length > 0 ? told.PlaceKept : null, told.SpotKept) : told.SpotKept;
                var because = !told.IsReadable ? "有看不懂的字，没有收下；请重新写一条。"
                    : BreachRules.WhyNot(told.KindKept, gate is not null, spot, told.NoteKept)
                    ?? (spot.Length > BreachRules.MostSpot ? $"“在哪里”超过 {BreachRules.MostSpot} 个字，没有收下；请写短一点再报一次。" : room < 1 ? BreachRules.TooMany : null);
                if (because is not null)
                {
                    bad.Add(new(told.Id, because));
                    continue;
                }

                var at = DeviceTime.Of(told.At, DeviceTime.Behind(sentAt, now), now);
                ReportBreach.Add(
                    db, write,
                    new()
                    {
                        CommunityId = community, Id = told.Id, GateId = gate?.Id, Spot = spot, Kind = told.KindKept!.Value, At = at, By = Reporter(row, told),
                        DueAt = at + BreachRules.FirstVisitWithin,
                    },
                    gate?.Name, told.NoteKept, told.PhotoKept, sealer, now);
                known.Add(told.Id);
                (fresh, room) = (true, room - 1);
            }

            if (fresh)
            {
                await write.CommitAsync(cancel);
            }

            return (null, bad);
        }
        catch (Exception twice) when (twice.IsTaken())
        {
            return (Devices.Refuse(http, StatusCodes.Status409Conflict, "同一批报告正在保存，请稍后再传；没有丢。"), []);
        }
    }

    // 北门平板（老秦）; whoever has the device after it was wiped may write what he likes, and whoever goes there knows that.
    private static string Reporter(GateDevice device, SentBreach told) =>
        $"{device.Name}{(told.GuardKept.Length > 0 ? $"（{told.GuardKept}）" : "")}{(device.WipedAt is null ? "" : GateRules.WipedSign)}";
}

/// <summary>A breach as the device tells it.</summary>
/// <param name="Id">UUID (version 7) made by the device: sending the report again changes nothing.</param>
/// <param name="At">When it was seen, by the device's clock, epoch milliseconds.</param>
/// <param name="Kind">climbed, gap or other.</param>
/// <param name="Place">The name of the gate or fence, as the snapshot has it in places; left out where only spot says where it is.</param>
/// <param name="Spot">Where exactly, at most 60 characters.</param>
/// <param name="Note">What was seen, at most 200 characters; needed where kind is other.</param>
/// <param name="Guard">Who stood at the gate.</param>
/// <param name="Photo">A JPEG, PNG or WebP as base64, in an upload that holds nothing else; left out where there is none. One that cannot be read is left out, and the words are kept.</param>
internal sealed record SentBreach(
    Guid Id, long At, [property: JsonConverter(typeof(DeviceText))] string? Kind, [property: JsonConverter(typeof(DeviceText))] string? Place = null,
    [property: JsonConverter(typeof(DeviceText))] string? Spot = null, [property: JsonConverter(typeof(DeviceText))] string? Note = null,
    [property: JsonConverter(typeof(DeviceText))] string? Guard = null,
    [property: JsonConverter(typeof(DeviceText))] string? Photo = null)
{
    [JsonIgnore]
    public bool IsReadable => DeviceText.AreReadable(Kind, Place, Spot, Note, Guard);

    [JsonIgnore]
    public BreachKind? KindKept => Kind switch
    {
        "climbed" => BreachKind.Climbed, "gap" => BreachKind.Gap, "other" => BreachKind.Other, _ => null,
    };

    [JsonIgnore]
    public string PlaceKept => ChineseText.Cut(ChineseText.Clean(Place), GateRules.MostName);

    [JsonIgnore]
    public string SpotKept => ChineseText.Clean(Spot);

    [JsonIgnore]
    public string NoteKept => ChineseText.Cut(ChineseText.Clean(Note), BreachRules.MostNote);

    [JsonIgnore]
    public PhotoFile? PhotoKept
    {
        get
        {
            var bytes = new byte[Photo?.Length ?? 0];
            return Convert.TryFromBase64String(Photo ?? "", bytes, out var length) && length > 0 && PhotoFile.Read(bytes.AsSpan(0, length)) is { Refused: false } read ? read.Value : null;
        }
    }

    [JsonIgnore]
    public string GuardKept => ChineseText.Cut(ChineseText.Clean(Guard), GateRules.MostName);
}
