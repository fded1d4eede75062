using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>What a device counted and never sent: lost with it, or still waiting in it.</summary>
/// <param name="Received">How many are here.</param>
/// <param name="Missing">How many between the first and the last of these did not come.</param>
public sealed record ScanGap(long Received, long Missing);

/// <summary>
/// Gaps in the numbers that devices give their scans. Who stores nothing numbers nothing (0), and can lose nothing. They are counted from
/// the first that is here: earlier ones were deleted with their days, or belong to an earlier enrolment of the same phone, whose numbers go on.
/// </summary>
internal static class ScanGaps
{
    /// <param name="gate">Only devices of that gate; null for all.</param>
    public static async Task<IReadOnlyDictionary<Guid, ScanGap>> OfAsync(Db db, Me me, long community, Guid? gate, CancellationToken cancel)
    {
        var ids = db.GateDevices.Within(me).Where(d => d.CommunityId == community && (gate == null || d.GateId == gate)).Select(d => d.Id);
        var seqs = await db.GateScans.Within(me).Where(s => s.CommunityId == community && ids.Contains(s.DeviceId) && s.Seq > 0).GroupBy(s => s.DeviceId)
            .Select(g => new { g.Key, First = g.Min(s => s.Seq), Last = g.Max(s => s.Seq), Count = g.Select(s => s.Seq).Distinct().LongCount() }).ToListAsync(cancel);
        return seqs.ToDictionary(s => s.Key, s => new ScanGap(s.Count, s.Last - s.First + 1 - s.Count));
    }
}
