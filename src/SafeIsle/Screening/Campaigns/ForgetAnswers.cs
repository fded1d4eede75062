using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Campaigns;

/// <summary>What households answered goes when the plan's days are over, and with it what contradicted what; that they were asked stays.</summary>
internal static class ForgetAnswers
{
    /// <summary>One round through the answers of a community.</summary>
    public static async Task ForgetOldAsync(Db db, long community, DateTimeOffset before, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var answers = await db.ScreeningAnswers.Where(a => a.CommunityId == community && a.At < before).ExecuteDeleteAsync(cancel);
        var reasons = await db.ScreeningTargets.Where(t => t.CommunityId == community && t.WhySealed != null && t.StateAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.WhySealed, (byte[]?)null), cancel);
        if (answers + reasons > 0)
        {
            write.Record(community, "screen.forget", null, $"按预案删除到期的排查回答 {answers} 份、核对说明 {reasons} 条");
            await write.CommitAsync(cancel);
        }
    }
}
