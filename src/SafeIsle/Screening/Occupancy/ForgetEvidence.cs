using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Occupancy;

/// <summary>What was seen at doors and meters goes when the plan's days are over; what it came to stays, and so does what a person decided.</summary>
internal static class ForgetEvidence
{
    /// <summary>One round through a community.</summary>
    public static async Task ForgetOldAsync(Db db, long community, DateTimeOffset before, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var day = before.DateHere();
        var gone = await db.OccupancyEvidence.Where(e => e.CommunityId == community && e.At < before && e.Kind != EvidenceKind.Override).ExecuteDeleteAsync(cancel)
            + await db.MeterReadings.Where(r => r.CommunityId == community && r.ReadOn < day).ExecuteDeleteAsync(cancel);
        if (gone > 0)
        {
            write.Record(community, "occupancy.forget", null, $"按预案删除 {day.Full()} 以前的居住佐证和表数 {gone} 条");
            await write.CommitAsync(cancel);
        }
    }
}
