using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Import;

/// <summary>Reads a confirmed file, compares it with the register and leaves the preview. Changes nothing in the register; safe to repeat.</summary>
internal sealed class ReadImport(Db db, Sealer sealer, KeyRing keys, TimeProvider clock, RegisterReader register) : JobHandler
{
    internal const string Name = "import.read";
    private const int Steps = 5;

    // Made and written portion by portion, so that the sealed rows need not all be kept.
    private const int Portion = 1_000;

    public override string Kind => Name;

    public override async Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel)
    {
        var (community, id) = (job.Job.CommunityId, Guid.Parse(job.Job.Input));
        var import = await db.RegisterImports.SingleAsync(i => i.CommunityId == community && i.Id == id, cancel);
        if (import.Stage != ImportStage.Reading || import.FileSealed is null)
        {
            return new No("这次导入已取消或已过期，没有读取。");
        }

        job.Report(1, Steps);
        var plan = ImportStore.Plan(sealer, import);
        var file = SheetFile.Read(new MemoryStream(sealer.OpenBytes(SealedColumn.ImportFile, id, import.FileSealed)), SheetLimits.Default);
        if (file.Refused)
        {
            return new No(file.Refusal!);
        }

        job.Report(2, Steps);
        var words = await ImportStore.TagWordsAsync(db, community, cancel);
        var reading = Read(file.Value, plan, words);
        cancel.ThrowIfCancellationRequested();
        job.Report(3, Steps);
        var addresses = reading.Rows.Select(r => r.Address).OfType<Places.DwellingAddress>();
        var now = await RegisterNow.LoadAsync(db, register, community, addresses, take: false, cancel);
        var matched = new RegisterMatch(now, (kind, number) => RegisterBatch.DocumentHash(keys, community, kind, number)).Match(reading.Rows);
        var rows = new Staging(now, sealer, community, id).Stage(matched);
        job.Report(4, Steps);
        return await SaveAsync(job, import, reading, rows, cancel);
    }

    private RegisterReading Read(SheetFile file, ImportPlan plan, IReadOnlyDictionary<string, string> words)
    {
        var rows = new List<ImportRow>();
        var skipped = new List<SkippedRow>();
        for (var i = 0; i < plan.Sheets.Count; i++)
        {
            if (plan.Sheets[i] is { Take: true } sheet)
            {
                var options = new RegisterOptions(sheet.Compound.Length > 0 ? sheet.Compound : null, clock.Today(), words, plan.KeepBadNumbers);
                var reading = RegisterParser.Read([(file.Sheets[i], sheet.Header)], options);
                rows.AddRange(CompleteRows.Complete(reading.Rows, sheet.Header));
                skipped.AddRange(reading.Skipped);
            }
        }

        return new(rows, skipped);
    }

    private async Task<Outcome<JobResult>> SaveAsync(
        JobContext job, RegisterImport import, RegisterReading reading, IEnumerable<StagedRow> rows, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(job.Actor, cancel);
        var taken = await db.RegisterImports
            .Where(i => i.CommunityId == import.CommunityId && i.Id == import.Id && i.Stage == ImportStage.Reading)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Stage, ImportStage.Preview).SetProperty(i => i.Skipped, reading.Skipped.Count), cancel);
        if (taken == 0)
        {
            return new No("这次导入已取消，没有留下预览。");
        }

        await db.StagedRows.Where(r => r.CommunityId == import.CommunityId && r.ImportId == import.Id).ExecuteDeleteAsync(cancel);
        var counts = new int[Enum.GetValues<RowVerdict>().Length];
        foreach (var portion in rows.Chunk(Portion))
        {
            await db.BulkInsertAsync(portion, cancel);
            Array.ForEach(portion, row => counts[(int)row.Verdict]++);
        }

        var read = counts.Sum() - counts[(int)RowVerdict.Unmentioned];
        var sentence = $"读出 {read} 行：新增 {counts[(int)RowVerdict.New]}、有变化 {counts[(int)RowVerdict.Changed]}、退回 {counts[(int)RowVerdict.Rejected]}";
        write.Record(import.CommunityId, "import.preview", import.Id, $"预览导入文件：{sentence}");
        await write.CommitAsync(cancel);
        return new JobResult(sentence + "，请回到导入页核对。");
    }
}
