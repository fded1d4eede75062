using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Screening.Lists;

/// <summary>
/// Compares a list with the register and leaves what came of each row. Safe to repeat: a row that says what it said keeps its id and what was
/// settled or answered there by hand.
/// </summary>
internal sealed class MatchList(Db db, Sealer sealer, KeyRing keys, TimeProvider clock) : JobHandler
{
    internal const string Name = "list.match";
    private const int Steps = 4;

    public override string Kind => Name;

    public override async Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel)
    {
        var (community, id) = (job.Job.CommunityId, Guid.Parse(job.Job.Input));
        var list = await db.SentLists.SingleAsync(l => l.CommunityId == community && l.Id == id, cancel);
        if (list.Stage != SentStage.Matching || list.FileSealed is null)
        {
            return new No("这份名单已删除，没有比对。");
        }

        job.Report(1, Steps);
        var plan = SentPlan.Open(sealer, list);
        var file = CsvFile.ReadEither(sealer.OpenBytes(SealedColumn.SentFile, id, list.FileSealed), list.FileName, SheetLimits.Default);
        if (file.Refused)
        {
            return new No(file.Refusal!);
        }

        var compounds = await db.Compounds.Where(c => c.CommunityId == community).Select(c => c.Name).ToListAsync(cancel);
        var entries = new SentRowReader(plan, compounds, clock.Today()).Read(file.Value.Sheets[plan.Sheet]);
        job.Report(2, Steps);
        var doors = await DoorIndex.LoadAsync(db, community, cancel);
        var wanted = entries.Select(e => WantedOf(e, doors, community)).ToList();
        var register = await RegisterIndex.LoadAsync(db, sealer, community, wanted, cancel);
        job.Report(3, Steps);
        var judged = wanted.ConvertAll(w => MatchRules.Judge(w, register.Near(w)));
        return await SaveAsync(job, list, entries, judged, cancel);
    }

    private Wanted WantedOf(SentEntry entry, DoorIndex doors, long community) => new(
        MatchRules.NameKey(entry.Name),
        entry.Document is { } document ? RegisterBatch.DocumentHash(keys, community, document.Kind, document.Number) : null,
        [.. entry.Phones.Select(p => p.Text)], entry.Masks, doors.Doors(entry.Door), doors.Buildings(entry.Door ?? entry.Building));

    private async Task<Outcome<JobResult>> SaveAsync(
        JobContext job, SentList list, IReadOnlyList<SentEntry> entries, List<Judgement> judged, CancellationToken cancel)
    {
        var (community, id, now) = (list.CommunityId, list.Id, clock.Now());
        await using var write = await db.BeginWriteAsync(job.Actor, cancel);
        if (await db.SentLists.Where(l => l.CommunityId == community && l.Id == id && l.Stage == SentStage.Matching).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Stage, SentStage.Matched).SetProperty(l => l.Rows, entries.Count).SetProperty(l => l.MatchedAt, now), cancel) == 0)
        {
            return new No("这份名单已删除，没有留下比对结果。");
        }

        // Nobody settles or answers a row while its list is matched, see DecideRow.HoldAsync: what is read here is all there is.
        var before = await db.SentRows.Where(r => r.CommunityId == community && r.ListId == id).ToDictionaryAsync(r => r.Number, cancel);
        await db.SentCandidates.Where(c => c.CommunityId == community && c.ListId == id).ExecuteDeleteAsync(cancel);
        await db.SentRows.Where(r => r.CommunityId == community && r.ListId == id).ExecuteDeleteAsync(cancel);
        var (rows, candidates, byHand) = (new List<SentRow>(entries.Count), new List<SentCandidate>(), before.Values.Count(IsByHand));
        for (var i = 0; i < entries.Count; i++)
        {
            var same = before.GetValueOrDefault(entries[i].Number) is { } was && SentContent.Open(sealer, was).Says(entries[i].Content) ? was : null;
            var row = RowOf(list, entries[i], judged[i], same);
            byHand -= same is not null && IsByHand(same) ? 1 : 0;
            rows.Add(row);
            candidates.AddRange(CandidatesOf(row, judged[i]));
        }

        await db.BulkInsertAsync(rows, cancel);
        await db.BulkInsertAsync(candidates, cancel);
        var sentence = ListWords.Counts(rows.GroupBy(r => r.Outcome).ToDictionary(g => g.Key, g => g.Count()))
            + (byHand > 0 ? $"；{byHand} 行的内容变了，原来的认定和回复没有留下" : "");
        write.Record(community, "list.match", id, $"比对名单“{list.FileName}”：{sentence}");
        await write.CommitAsync(cancel);
        return new JobResult(sentence + "，请回到名单页查看。");
    }

    private static bool IsByHand(SentRow row) => row.DecidedAt is not null || row.AnswerSealed is not null;

    private SentRow RowOf(SentList list, SentEntry entry, Judgement judgement, SentRow? before)
    {
        // The same row by its id, too: whoever has it open meanwhile can still save.
        var id = before?.Id ?? Ids.New();
        var settled = before?.DecidedAt is not null;
        var first = judgement.Outcome is SentOutcome.Found or SentOutcome.Moved ? judgement.Candidates[0].Person : null;
        return new()
        {
            CommunityId = list.CommunityId, Id = id, ListId = list.Id, Number = entry.Number,
            Outcome = settled ? before!.Outcome : judgement.Outcome,
            Basis = settled ? before!.Basis : judgement.Basis,
            PersonId = settled ? before!.PersonId : first?.Id,
            HouseholdId = settled ? before!.HouseholdId : first?.HouseholdId,
            ContentSealed = entry.Content.Seal(sealer, id),
            AnswerSealed = before?.AnswerSealed,
            DecidedBy = before?.DecidedBy ?? "", DecidedAt = before?.DecidedAt,
        };
    }

    private static IEnumerable<SentCandidate> CandidatesOf(SentRow row, Judgement judgement)
    {
        var perhaps = row.Outcome == SentOutcome.Several;
        var meant = row.DecidedAt is null
            ? judgement.Candidates.Select(c => (c.Person.Id, c.Basis))
            : row.PersonId is { } person ? [(person, MatchBasis.ByHand)] : [];
        return meant.Select(m => new SentCandidate
        {
            CommunityId = row.CommunityId, Id = Ids.New(), ListId = row.ListId, RowId = row.Id, PersonId = m.Item1, Basis = m.Item2, Perhaps = perhaps,
        });
    }
}
