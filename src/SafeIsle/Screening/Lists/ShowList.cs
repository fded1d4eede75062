using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Screening.Lists;

/// <summary>A list with what came of each row; matched anew when the register has changed; dropped when it has served.</summary>
internal static class ShowList
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/lists/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists/{id:guid}/match", AgainAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists/{id:guid}/drop", DropAsync).May(Role.Committee);
    }

    internal static Task<SentList?> FindAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.SentLists.Within(me).SingleOrDefaultAsync(l => l.CommunityId == community && l.Id == id, cancel);

    private static async Task<IResult> ShowAsync(
        long community, Guid id, string? outcome, string? page, Db db, Me me, Sealer sealer, JobProgress progress, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } list)
        {
            return TypedResults.NotFound();
        }

        if (list.Stage == SentStage.Columns)
        {
            return ConfirmListColumns.PageOf(sealer, list);
        }

        if (list.Stage != SentStage.Matched)
        {
            var state = await db.Set<Job>().Within(me).Where(j => j.CommunityId == community && j.Id == list.JobId)
                .Select(j => new { j.State, j.Message }).SingleOrDefaultAsync(cancel);
            return Page.Of<ListStatePage>(new
            {
                List = list,
                Failed = state?.State == JobState.Failed ? state.Message : null,
                Progress = list.JobId is { } job ? progress.Of(job) : default,
            });
        }

        return Page.Of<ListPage>(await PartsAsync(db, me, sealer, list, outcome, Paging.Number(page), FormInput.Empty, cancel));
    }

    private static async Task<object> PartsAsync(
        Db db, Me me, Sealer sealer, SentList list, string? outcome, int number, FormInput form, CancellationToken cancel)
    {
        var all = db.SentRows.Within(me).Where(r => r.CommunityId == list.CommunityId && r.ListId == list.Id);
        var counts = await all.GroupBy(r => r.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        // What has to be done is shown first.
        SentOutcome? chosen = Enum.TryParse<SentOutcome>(outcome, out var asked) && Enum.IsDefined(asked) ? asked
            : outcome is null && counts.ContainsKey(SentOutcome.Several) ? SentOutcome.Several : null;
        var shown = chosen is { } only ? all.Where(r => r.Outcome == only) : all;
        var rows = await shown.OrderBy(r => r.Number).Page(number).ToListAsync(cancel);
        var people = rows.Select(r => r.PersonId).OfType<Guid>().ToList();
        var places = await db.People.Within(me).Where(p => p.CommunityId == list.CommunityId && people.Contains(p.Id)).WithPlace(db).ToDictionaryAsync(p => p.Person.Id, cancel);
        return new
        {
            List = list,
            Counts = counts,
            Chosen = chosen,
            Number = number,
            Total = chosen is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(),
            Rows = rows.ConvertAll(r => new SentLine(r, SentContent.Open(sealer, r), r.PersonId is { } person ? places.GetValueOrDefault(person) : null)),
            Households = await HouseholdsOf(db, me, list).CountAsync(cancel),
            Form = form,
        };
    }

    private static IQueryable<Guid> HouseholdsOf(Db db, Me me, SentList list) =>
        db.SentRows.Within(me).Where(r => r.CommunityId == list.CommunityId && r.ListId == list.Id && r.Outcome == SentOutcome.Found && r.HouseholdId != null)
            .Select(r => r.HouseholdId!.Value).Distinct();

    /// <summary>Lists that a campaign may ask, the newest.</summary>
    private const int MostSources = 50;

    /// <summary>As <see cref="TargetSource.Code"/>.</summary>
    internal static string SourceOf(SentList list) => $"list-{list.Id:N}";

    /// <summary>For each list the households in which people of it live: whom a campaign may ask.</summary>
    internal static async Task<IReadOnlyList<TargetSource>> SourcesAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var lists = await db.SentLists.Within(me).Where(l => l.CommunityId == community && l.Stage == SentStage.Matched)
            .OrderByDescending(l => l.At).ThenByDescending(l => l.Id).Take(MostSources).ToListAsync(cancel);
        return lists.ConvertAll(list => new TargetSource(
            SourceOf(list), $"名单“{list.FileName}”（{list.Sender}，{list.ReceivedOn.Month}月{list.ReceivedOn.Day}日收到）里在册的住户", (d, c) => Households(d, c, list.Id))
        {
            // What a list is called, and who sent it, is the committee's.
            Whom = $"{list.ReceivedOn.Month}月{list.ReceivedOn.Day}日收到的上级名单里在册的住户",
        });
    }

    private static IQueryable<Household> Households(Db db, long community, Guid list)
    {
        var found = db.SentRows.Where(r => r.CommunityId == community && r.ListId == list && r.Outcome == SentOutcome.Found).Select(r => r.HouseholdId);
        return db.Households.Where(h => h.CommunityId == community && found.Contains(h.Id));
    }

    private static Task<bool> HasFailedAsync(Db db, SentList list, CancellationToken cancel)
    {
        var (community, job) = (list.CommunityId, list.JobId);
        return db.Set<Job>().AnyAsync(j => j.CommunityId == community && j.Id == job && j.State == JobState.Failed, cancel);
    }

    private static async Task<IResult> AgainAsync(long community, Guid id, HttpContext http, Db db, Me me, JobQueue jobs, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } list)
        {
            return TypedResults.NotFound();
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (list.Stage != SentStage.Matched && !(list.Stage == SentStage.Matching && await HasFailedAsync(db, list, cancel)))
        {
            return http.Refused(TakeList.Path(list), "现在不能重新比对，请先看这份名单的状态。");
        }

        var job = jobs.Add(write, me, community, MatchList.Name, $"比对名单：{list.FileName}", id.ToString());
        if (await db.SentLists.Where(l => l.CommunityId == community && l.Id == id && l.Stage == list.Stage && l.JobId == list.JobId)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Stage, SentStage.Matching).SetProperty(l => l.JobId, job.Id), cancel) == 0)
        {
            return http.Refused(TakeList.Path(list), "已经在比对了。");
        }

        await write.CommitAsync(cancel);
        return http.Done(TakeList.Path(list), "正在重新比对；人工认定过的和写好的回复都保留。");
    }

    private static async Task<IResult> DropAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        if (await FindAsync(db, me, community, id, cancel) is not { } list)
        {
            return TypedResults.NotFound();
        }

        var why = form.Required("why", "删除的原因", SentListTables.MostWhy);
        if (!form.Ok && list.Stage == SentStage.Matched)
        {
            return Page.Again<ListPage>(await PartsAsync(db, me, sealer, list, "", 1, form, cancel));
        }

        // One whose comparison failed can be put away, too.
        if (list.Stage == SentStage.Dropped || (list.Stage == SentStage.Matching && !await HasFailedAsync(db, list, cancel)))
        {
            return http.Refused(TakeList.Path(list), "这份名单正在比对或已经删除。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await ForgetLists.DropAsync(db, list, $"{me.Name}：{(why.Length > 0 ? why : "没有用到")}", cancel);
        write.Record(community, "list.drop", id, $"删除名单“{list.FileName}”的内容：{(why.Length > 0 ? why : "没有用到")}");
        await write.CommitAsync(cancel);
        return http.Done(TakeList.Path(community), "名单的内容已删除，只留下收到过这份名单的记录。");
    }
}

/// <summary>A row as the list's page shows it.</summary>
/// <param name="Place">Whom it was taken for, and where she lives.</param>
public sealed record SentLine(SentRow Row, SentContent Content, PersonPlace? Place);
