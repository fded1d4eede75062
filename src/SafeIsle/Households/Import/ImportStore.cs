using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>What the steps of an import share: its address, its row, its sealed plan.</summary>
internal static class ImportStore
{
    internal static string Path(long community) => $"/desk/{community}/imports";

    internal static string Path(long community, Guid id) => $"/desk/{community}/imports/{id}";

    /// <summary>That import, where the person reaches it and its sealed parts are not yet due to go.</summary>
    internal static IQueryable<RegisterImport> Of(Db db, Me me, long community, Guid id) =>
        db.RegisterImports.Within(me).Where(i => i.CommunityId == community && i.Id == id);

    internal static byte[] Seal(Sealer sealer, Guid import, ImportPlan plan) =>
        sealer.SealBytes(SealedColumn.ImportPlan, import, JsonSerializer.SerializeToUtf8Bytes(plan));

    internal static ImportPlan Plan(Sealer sealer, RegisterImport import) =>
        JsonSerializer.Deserialize<ImportPlan>(sealer.OpenBytes(SealedColumn.ImportPlan, import.Id, import.PlanSealed!))!;

    /// <summary>Every word for one of the community's care tags → its code; keys as <see cref="ChineseText.Key"/> gives them.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> TagWordsAsync(Db db, long community, CancellationToken cancel)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in await TagsAsync(db, community, cancel))
        {
            foreach (var word in tag.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(tag.Name))
            {
                words.TryAdd(ChineseText.Key(word), tag.Code);
            }
        }

        return words;
    }

    internal static async Task<List<CareTag>> TagsAsync(Db db, long community, CancellationToken cancel) =>
        await db.CareTags.Where(t => t.CommunityId == community && t.ClosedAt == null).OrderBy(t => t.Position).ToListAsync(cancel);

    /// <summary>
    /// Takes the import from one stage to the next within the open write. False when it is no longer there: somebody else, or a second
    /// press, was faster.
    /// </summary>
    internal static async Task<bool> MoveAsync(Db db, long community, Guid id, ImportStage from, ImportStage to, Guid? job, CancellationToken cancel) =>
        await db.RegisterImports.Where(i => i.CommunityId == community && i.Id == id && i.Stage == from)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Stage, to).SetProperty(i => i.JobId, i => job ?? i.JobId), cancel) == 1;

    /// <summary>Puts the job that belongs to the stage into the queue and moves the import there.</summary>
    internal static async Task<bool> StartAsync(
        Db db, JobQueue jobs, WriteScope write, Me me, RegisterImport import, ImportStage to, CancellationToken cancel)
    {
        var (kind, title) = to == ImportStage.Applying ? (ApplyImport.Name, "导入登记表") : (ReadImport.Name, "读取登记表");
        var job = jobs.Add(write, me, import.CommunityId, kind, $"{title}：{import.FileName}", import.Id.ToString());
        return await MoveAsync(db, import.CommunityId, import.Id, import.Stage, to, job.Id, cancel);
    }
}
