using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Returnees;

namespace SafeIsle.Screening.Travel;

/// <summary>Where people were goes when the plan's days are over (个人信息保护法 19、28、47); what still binds somebody stays.</summary>
internal static class ForgetTravel
{
    /// <summary>One round through a community: checks and findings that ended before, and returns.</summary>
    public static async Task ForgetOldAsync(Db db, long community, DateTimeOffset before, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var binding = db.TravelFindings.Where(f => f.CommunityId == community && (f.ResolvedAt == null || f.ResolvedAt >= before)).Select(f => f.CheckId);
        var checks = db.TravelChecks.Where(c => c.CommunityId == community && c.ClosedAt != null && c.ClosedAt < before && !binding.Contains(c.Id));
        var findings = db.TravelFindings.Where(f => f.CommunityId == community && checks.Any(c => c.Id == f.CheckId));
        await db.FindingWords.Where(w => w.CommunityId == community && findings.Any(f => f.Id == w.FindingId)).ExecuteDeleteAsync(cancel);
        var ids = await checks.Select(c => c.Id).ToListAsync(cancel);
        await db.TravelFindings.Where(f => f.CommunityId == community && ids.Contains(f.CheckId)).ExecuteDeleteAsync(cancel);
        var gone = await db.TravelChecks.Where(c => c.CommunityId == community && ids.Contains(c.Id)).ExecuteDeleteAsync(cancel);
        // Nobody came and nobody said so: the day is long over.
        var back = await db.Returnees.Where(r => r.CommunityId == community
            && ((r.EndedAt != null && r.EndedAt < before) || (r.State == ReturneeState.Announced && r.ArrivesAt < before))).ExecuteDeleteAsync(cancel);
        if (gone + back > 0)
        {
            write.Record(community, "travel.forget", null, $"按预案删除 {before.DateHere().Full()} 以前办完的行程核验 {gone} 件、返回报备 {back} 件");
            await write.CommitAsync(cancel);
        }
    }
}
