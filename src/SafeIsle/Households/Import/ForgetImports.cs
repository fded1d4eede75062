using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;

namespace SafeIsle.Households.Import;

/// <summary>Takes away what was brought in for an import and not used: purposes end, and so do the copies (个人信息保护法 19, 47).</summary>
internal sealed class ForgetImports(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetImports> log)
    : Rounds(Every, scopes, clock, log, "Imports that were left could not be deleted")
{
    /// <summary>How long an import may be left, and how long the rejected rows of one that was applied are kept.</summary>
    internal static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Deletes the file and all that was read from it, within the open write.</summary>
    internal static async Task DropAsync(
        Db db, long community, Guid id, ImportStage stage, string sentence, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        await db.StagedRows.Where(r => r.CommunityId == community && r.ImportId == id).ExecuteDeleteAsync(cancel);
        await db.RegisterImports.Where(i => i.CommunityId == community && i.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Stage, stage).SetProperty(i => i.Result, sentence).SetProperty(i => i.FinishedAt, now)
                .SetProperty(i => i.FileSealed, (byte[]?)null).SetProperty(i => i.PlanSealed, (byte[]?)null),
            cancel);
    }

    /// <summary>Drops a community's imports that were left for a day. One that a job works on is left to its job.</summary>
    internal static async Task DropOldAsync(Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var before = clock.Now() - KeepFor;
        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var old = await db.RegisterImports
            .Where(i => i.CommunityId == community && i.At < before && i.FileSealed != null
                && !db.Set<Job>().Any(j => j.CommunityId == i.CommunityId && j.Id == i.JobId && (j.State == JobState.Waiting || j.State == JobState.Working)))
            .Select(i => new { i.CommunityId, i.Id, i.FileName }).ToListAsync(cancel);
        foreach (var import in old)
        {
            await DropAsync(db, import.CommunityId, import.Id, ImportStage.Expired, "放了一天没有确认，上传的文件已自动删除，没有写入。", clock, cancel);
            write.Record(import.CommunityId, "import.expire", import.Id, $"导入“{import.FileName}”过期，上传的文件已删除");
        }

        var rejects = await db.RegisterImports.Where(i => i.CommunityId == community && i.RejectsSealed != null && i.FinishedAt < before).Select(i => new { i.CommunityId, i.Id, i.FileName }).ToListAsync(cancel);
        foreach (var import in rejects)
        {
            await db.RegisterImports.Where(i => i.CommunityId == import.CommunityId && i.Id == import.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.RejectsSealed, (byte[]?)null), cancel);
            write.Record(import.CommunityId, "import.expire", import.Id, $"“{import.FileName}”退回的行已过一天，已删除");
        }

        if (old.Count + rejects.Count > 0)
        {
            await write.CommitAsync(cancel);
        }
    }

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel)
    {
        var before = now - KeepFor;
        return db.RegisterImports.Where(i => (i.At < before && i.FileSealed != null) || (i.RejectsSealed != null && i.FinishedAt < before))
            .Select(i => i.CommunityId).Distinct().ToListAsync(cancel);
    }

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        DropOldAsync(db, community, clock, cancel);
}
