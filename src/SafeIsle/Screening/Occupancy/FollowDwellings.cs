using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>
/// Of two dwellings that become one, whoever was seen behind the one lives behind both; that it was dark there says nothing about the other,
/// and stays with the old door, as meters do. A building with evidence is not deleted.
/// </summary>
internal static class FollowDwellings
{
    public static async Task MergedAsync(Db db, WriteScope write, DwellingMerged notice, CancellationToken cancel)
    {
        var (community, from, into) = (notice.Community, notice.From, notice.Into);
        if (await db.OccupancyEvidence.Where(e => e.CommunityId == community && e.DwellingId == from && e.Sign == EvidenceSign.Present && e.Kind != EvidenceKind.Override)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DwellingId, into), cancel) > 0)
        {
            await db.InferAsync(community, await db.OccupancyEvidence.Where(e => e.CommunityId == community && e.DwellingId == into).ToListAsync(cancel), cancel);
        }

        // Of the old door nobody counts anything any more.
        await db.Occupancies.Where(o => o.CommunityId == community && o.Id == from).ExecuteDeleteAsync(cancel);
    }

    public static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.OccupancyEvidence.CountAsync(e => e.CommunityId == community && e.BuildingId == building, cancel) is > 0 and var pieces ? $"居住佐证 {pieces} 条"
            : await db.MeterReadings.AnyAsync(r => r.CommunityId == community && r.BuildingId == building, cancel) ? "水电气表读数" : null;
}
