using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households.Import;

/// <summary>
/// Writes what was chosen, in one transaction with its audit entry: a node killed in the middle leaves nothing behind and the job is
/// begun anew. What the register says differently since the preview is left out and said.
/// </summary>
internal sealed class ApplyImport(Db db, Sealer sealer, KeyRing keys, TimeProvider clock, RegisterReader register) : JobHandler
{
    internal const string Name = "import.apply";

    public override string Kind => Name;

    public override async Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel)
    {
        var (community, id) = (job.Job.CommunityId, Guid.Parse(job.Job.Input));
        await using var write = await db.BeginWriteAsync(job.Actor, cancel);
        var import = await db.RegisterImports.SingleAsync(i => i.CommunityId == community && i.Id == id, cancel);
        if (import.Stage == ImportStage.Applied)
        {
            // Committed just before the node died.
            return new JobResult(import.Result);
        }

        if (import.Stage != ImportStage.Applying)
        {
            return new No("这次导入已取消或已过期，没有写入。");
        }

        var staged = await db.StagedRows.Where(r => r.CommunityId == community && r.ImportId == id && (r.Chosen != 0 || r.Verdict == RowVerdict.Rejected || r.Missing != MissingPlace.None))
            .OrderBy(r => r.Seq).ToListAsync(cancel);
        var rows = staged.ConvertAll(row => new ChosenRow(row, StagedContent.Open(sealer, row)));
        var chosen = rows.FindAll(r => r.Row.Chosen != 0);
        var addresses = chosen.Select(r => r.Content.Address).OfType<Places.DwellingAddress>();
        var writer = new ChosenWriter(
            db,
            await RegisterNow.LoadAsync(db, register, community, addresses, take: true, cancel),
            () => new RegisterBatch(sealer, keys, clock, community, job.Actor, RegisterSource.Import),
            new PlacesToMake(db, keys, community),
            (kind, number) => RegisterBatch.DocumentHash(keys, community, kind, number));
        try
        {
            foreach (var row in chosen)
            {
                writer.Take(row);
                await writer.SavePortionAsync(cancel);
            }

            await writer.AddNewPeopleAsync(done => job.Report(done, chosen.Count), cancel);
        }
        finally
        {
            await writer.SettleAsync();
        }

        var back = rows.FindAll(r => r.LeftOut is not null || r.Row.Verdict == RowVerdict.Rejected || (r.Row.Missing != MissingPlace.None && r.Row.Chosen == 0));
        var file = back.Count == 0 ? null : RejectedRows.Write(ImportStore.Plan(sealer, import), back);
        var sentence = writer.Summary(back.Count);
        await FinishAsync(import, sentence, file, cancel);
        write.Record(community, "import.apply", id, $"导入“{import.FileName}”：{sentence}");
        await write.CommitAsync(cancel);
        return new JobResult(sentence);
    }

    private async Task FinishAsync(RegisterImport import, string sentence, byte[]? rejects, CancellationToken cancel)
    {
        var now = clock.Now();
        var sealedRejects = rejects is null ? null : sealer.SealBytes(SealedColumn.ImportRejects, import.Id, rejects);
        await db.StagedRows.Where(r => r.CommunityId == import.CommunityId && r.ImportId == import.Id).ExecuteDeleteAsync(cancel);
        await db.RegisterImports.Where(i => i.CommunityId == import.CommunityId && i.Id == import.Id).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Stage, ImportStage.Applied).SetProperty(i => i.FinishedAt, now).SetProperty(i => i.Result, sentence)
                .SetProperty(i => i.FileSealed, (byte[]?)null).SetProperty(i => i.PlanSealed, (byte[]?)null)
                .SetProperty(i => i.RejectsSealed, sealedRejects),
            cancel);
    }
}

/// <summary>A staged row with its opened content, on its way into the register or back to the user.</summary>
internal sealed record ChosenRow(StagedRow Row, StagedContent Content)
{
    /// <summary>Why it, or a part of it, was not written though it was chosen.</summary>
    internal string? LeftOut { get; set; }
}
