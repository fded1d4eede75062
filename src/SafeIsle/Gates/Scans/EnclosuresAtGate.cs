using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// The other enclosures, for a device at the entrance of one: so that a guard without network sends their people to their own entrance.
/// Made anew at most once a minute, so that a device that asks for news does not make us read all doors.
/// </summary>
internal sealed class EnclosuresAtGate(DoorList doorList, TimeProvider clock)
{
    private static readonly TimeSpan MadeFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Made> kept = new();

    /// <param name="doors">Those of the list that the device is told; null where it has them already.</param>
    /// <param name="print">Of the device's doors.</param>
    /// <returns>Null where the device has other doors than we: it keeps what it has until it is told the new ones.</returns>
    public async Task<IReadOnlyList<OtherEnclosure>?> ListAsync(Db db, GateDevice device, Doors? doors, int print, CancellationToken cancel)
    {
        var now = clock.Now();
        if (doors is not null || !kept.TryGetValue(device.CommunityId, out var made) || made.Until <= now)
        {
            kept[device.CommunityId] = made = await MakeAsync(db, device.CommunityId, doors, now, cancel);
        }

        return made.Enclosures.All(e => e.GateId != device.GateId) ? []
            : made.Print != print ? null
            : [.. made.Enclosures.Where(e => e.GateId != device.GateId).Select(e => e.Line)];
    }

    private async Task<Made> MakeAsync(Db db, long community, Doors? doors, DateTimeOffset now, CancellationToken cancel)
    {
        var standing = (await EntranceTimes.StandingAsync(db, community, now, now, cancel)).FindAll(e => e.OpenNow);
        if (standing.Count == 0)
        {
            return new([], 0, now + MadeFor);
        }

        var all = doors ?? await doorList.LoadAsync(db, community, cancel);
        var inside = (await db.EnclosedDwellings.Where(d => d.CommunityId == community && d.LeftAt == null).Select(d => new { d.EnclosureId, d.DwellingId }).ToListAsync(cancel))
            .Where(d => all.Index.ContainsKey(d.DwellingId)).ToLookup(d => d.EnclosureId, d => all.Index[d.DwellingId]);
        return new([.. standing.Select(e => (e.GateId, new OtherEnclosure(e.Name, e.Gate, Runs(inside[e.Id].Order()))))], all.Print, now + MadeFor);
    }

    // An enclosure is made of buildings and units, whose doors stand together in the list.
    private static List<int> Runs(IEnumerable<int> ordered)
    {
        var runs = new List<int>();
        foreach (var door in ordered)
        {
            if (runs.Count > 0 && runs[^2] + runs[^1] == door)
            {
                runs[^1]++;
            }
            else
            {
                runs.AddRange([door, 1]);
            }
        }

        return runs;
    }

    private sealed record Made(IReadOnlyList<(Guid GateId, OtherEnclosure Line)> Enclosures, int Print, DateTimeOffset Until);
}

/// <summary>Doors whose people go out by another gate than the one where this list is.</summary>
/// <param name="Name">The enclosure's.</param>
/// <param name="Gate">Its entrance.</param>
/// <param name="Doors">Pairs: index of a door in the list's doors, and how many from there on.</param>
internal sealed record OtherEnclosure(string Name, string Gate, IReadOnlyList<int> Doors);
