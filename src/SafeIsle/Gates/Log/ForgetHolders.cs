using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Log;

/// <summary>
/// Names and reasons on passes that are over or void go when the passages of their last day go. The pass stays as a bare row: its number
/// is never given again, and what it counted still counts.
/// </summary>
internal static class ForgetHolders
{
    /// <summary>One batch in one transaction. True while there may be more.</summary>
    public static async Task<bool> ForgetAsync(Db db, long community, DateTimeOffset before, CancellationToken cancel)
    {
        var day = before.DateHere();
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var passes = await db.Passes
            .Where(p => p.CommunityId == community && (p.LastDay < day || p.RevokedAt < before) && (p.Holder != "" || p.Despite != "" || p.Evidence != "" || p.RevokedWhy != ""))
            .OrderBy(p => p.IssuedAt).Select(p => p.Id).Take(ForgetScans.Batch).ToListAsync(cancel);
        if (passes.Count == 0)
        {
            return false;
        }

        await db.Passes.Where(p => p.CommunityId == community && passes.Contains(p.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Holder, "").SetProperty(p => p.Despite, "").SetProperty(p => p.Evidence, "").SetProperty(p => p.RevokedWhy, ""), cancel);
        write.Record(community, "gate.forget", null, $"按预案去掉 {day.Full()} 以前失效的出入证 {passes.Count} 张上的姓名、车牌和原因");
        await write.CommitAsync(cancel);
        return passes.Count == ForgetScans.Batch;
    }
}
