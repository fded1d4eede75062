using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Tips;

/// <summary>Tips go when the plan's days are over, ended or not; who sent how many goes with its day, and the log is told how many came.</summary>
internal static class ForgetTips
{
    /// <summary>One round through the tips of a community.</summary>
    public static async Task ForgetOldAsync(Db db, long community, DateOnly before, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var old = await db.Tips.Where(t => t.CommunityId == community && t.Day < before).Select(t => t.Id).ToListAsync(cancel);
        await db.DropTodosAsync(community, AskVisit.Kind.Code, old, now, cancel);
        await db.Tips.Where(t => t.CommunityId == community && old.Contains(t.Id)).ExecuteDeleteAsync(cancel);
        var days = await db.TipQuotas.Where(q => q.CommunityId == community && q.Day < today).GroupBy(q => q.Day)
            .Select(g => new { Day = g.Key, Count = g.Sum(q => q.Count) }).OrderBy(g => g.Day).ToListAsync(cancel);
        await db.TipQuotas.Where(q => q.CommunityId == community && q.Day < today).ExecuteDeleteAsync(cancel);
        foreach (var day in days)
        {
            // Told when the day is over, so that no entry says at which minute one came.
            write.Record(community, "tip.come", null, $"{day.Day.Full()}收到线索 {day.Count} 条");
        }

        if (old.Count > 0)
        {
            write.Record(community, "tip.forget", null, $"按预案删除到期的线索 {old.Count} 条");
        }

        if (old.Count + days.Count > 0)
        {
            await write.CommitAsync(cancel);
        }
    }
}
