using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>What a device counted and never sent: lost with it, or still waiting in it.</summary>
/// <param name="Last">The highest number that came.</param>
/// <param name="Missing">How many below it did not come.</param>
public sealed record ScanGap(Guid DeviceId, long Last, long Missing);

/// <summary>Gaps in the numbers that devices give their scans.</summary>
internal static class ScanGaps
{
    public static async Task<IReadOnlyDictionary<Guid, ScanGap>> OfAsync(Db db, Me me, long community, Guid gate, CancellationToken cancel) =>
        await db.GateScans.Within(me).Where(s => s.CommunityId == community && s.GateId == gate).GroupBy(s => s.DeviceId)
            .Select(g => new ScanGap(g.Key, g.Max(s => s.Seq), g.Max(s => s.Seq) - g.Select(s => s.Seq).Distinct().LongCount()))
            .ToDictionaryAsync(g => g.DeviceId, cancel);
}
