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
        var days = await db.TipQuotas.Where(q => q.CommunityId == community && q.Day < today).GroupBy(q => q.Day)
            .Select(g => new { Day = g.Key, Count = g.Sum(q => q.Count) }).OrderBy(g => g.Day).ToListAsync(cancel);
        var ended = days.ConvertAll(d => d.Day);
        var ofStaff = await db.Tips.Where(t => t.CommunityId == community && t.Kind == TipKind.Staff && ended.Contains(t.Day)).GroupBy(t => t.Day)
            .Select(g => new { Day = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Day, g => g.Count, cancel);
        var old = await db.Tips.Where(t => t.CommunityId == community && t.Day < before).Select(t => new { t.Id, IsOfStaff = t.Kind == TipKind.Staff }).ToListAsync(cancel);
        var ids = old.ConvertAll(t => t.Id);
        await db.DropTodosAsync(community, AskLook.Kind.Code, ids, now, cancel);
        await db.Tips.Where(t => t.CommunityId == community && ids.Contains(t.Id)).ExecuteDeleteAsync(cancel);
        await db.TipQuotas.Where(q => q.CommunityId == community && q.Day < today).ExecuteDeleteAsync(cancel);
        var name = await TipReach.NameAsync(db, community, cancel);
        foreach (var day in days)
        {
            // Told when the day is over, so that no entry says at which minute one came.
            var staff = ofStaff.GetValueOrDefault(day.Day);
            Tell("tip.come", $"{day.Day.Full()}收到线索", day.Count - staff, staff);
        }

        var oldOfStaff = old.Count(t => t.IsOfStaff);
        Tell("tip.forget", "按预案删除到期的线索", old.Count - oldOfStaff, oldOfStaff);
        if (old.Count + days.Count > 0)
        {
            await write.CommitAsync(cancel);
        }

        // Those about the staff in the street's log, not even counted in the community's: there they would tell of themselves.
        void Tell(string action, string what, int usual, int staff)
        {
            if (usual > 0)
            {
                write.Record(community, action, null, $"{what} {usual} 条");
            }

            if (staff > 0)
            {
                write.Record(TipReach.Above(community), action, null, $"{what} {staff} 条，关于{name}");
            }
        }
    }
}
