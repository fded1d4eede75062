using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening.Lists;

/// <summary>What stood in a list goes when it has served, or when the plan's days are over (个人信息保护法 19、47).</summary>
internal static class ForgetLists
{
    /// <summary>Deletes all that the list held, within the open write. That it came stays.</summary>
    public static async Task DropAsync(Db db, SentList list, string why, CancellationToken cancel)
    {
        var (community, id) = (list.CommunityId, list.Id);
        // The list first, as whoever settles a row holds it first.
        await db.SentLists.Where(l => l.CommunityId == community && l.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Stage, SentStage.Dropped).SetProperty(l => l.FileSealed, (byte[]?)null).SetProperty(l => l.PlanSealed, (byte[]?)null)
                .SetProperty(l => l.Dropped, why),
            cancel);
        await db.SentCandidates.Where(c => c.CommunityId == community && c.ListId == id).ExecuteDeleteAsync(cancel);
        await db.SentRows.Where(r => r.CommunityId == community && r.ListId == id).ExecuteDeleteAsync(cancel);
    }

    /// <summary>One round through the lists of a community.</summary>
    public static async Task ForgetOldAsync(Db db, long community, DateTimeOffset before, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var old = await db.SentLists.Where(l => l.CommunityId == community && l.At < before && l.Stage != SentStage.Dropped).ToListAsync(cancel);
        foreach (var list in old)
        {
            await DropAsync(db, list, "按预案到期", cancel);
            write.Record(community, "list.forget", list.Id, $"按预案删除 {before.DateHere().Full()} 以前收到的名单“{list.FileName}”的内容");
        }

        if (old.Count > 0)
        {
            await write.CommitAsync(cancel);
        }
    }
}
