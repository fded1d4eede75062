using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Search;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Lists;

/// <summary>One row: what it says, whom it may mean, who it is by the word of a person, and what is answered on it.</summary>
internal static class DecideRow
{
    /// <summary>Characters of an answer.</summary>
    public const int MostAnswer = 200;

    // Of those who were found by a word; more are found by a longer one.
    private const int MostFound = 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/lists/{id:guid}/rows/{row:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists/{id:guid}/rows/{row:guid}/decide", DecideAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/lists/{id:guid}/rows/{row:guid}/answer", AnswerAsync).May(Role.Committee);
    }

    internal static string Path(SentRow row) => $"/desk/{row.CommunityId}/lists/{row.ListId}/rows/{row.Id}";

    private static IQueryable<SentRow> Rows(Db db, Me me, long community, Guid list, Guid row) =>
        db.SentRows.Within(me).Where(r => r.CommunityId == community && r.ListId == list && r.Id == row);

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Guid row, string? q, Db db, Me me, Sealer sealer, PersonSearch search, CancellationToken cancel) =>
        await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is { } found
            ? Page.Of<RowPage>(await PartsAsync(db, me, sealer, search, found, q ?? "", FormInput.Empty, cancel))
            : TypedResults.NotFound();

    private static async Task<object> PartsAsync(
        Db db, Me me, Sealer sealer, PersonSearch search, SentRow row, string word, FormInput form, CancellationToken cancel)
    {
        var list = await db.SentLists.SingleAsync(l => l.CommunityId == row.CommunityId && l.Id == row.ListId, cancel);
        var candidates = await db.SentCandidates.Where(c => c.CommunityId == row.CommunityId && c.RowId == row.Id).ToListAsync(cancel);
        var ids = candidates.ConvertAll(c => c.PersonId);
        var places = await db.People.Within(me).Where(p => p.CommunityId == row.CommunityId && ids.Contains(p.Id)).WithPlace(db).ToListAsync(cancel);
        var hits = word.Length == 0 ? [] : await search.FindAsync(me, row.CommunityId, word, cancel);
        return new
        {
            List = list,
            Plan = SentPlan.Open(sealer, list),
            Row = row,
            Content = SentContent.Open(sealer, row),
            Candidates = places.Select(p => (Place: p, candidates.First(c => c.PersonId == p.Person.Id).Basis)).OrderBy(c => c.Basis).ThenBy(c => c.Place.Person.Id).ToList(),
            Word = word,
            Hits = hits.Select(h => h.Place).Where(p => !ids.Contains(p.Person.Id)).Take(MostFound).ToList(),
            Answer = sealer.Open(SealedColumn.SentAnswer, row.Id, row.AnswerSealed) ?? "",
            Form = form,
        };
    }

    /// <summary>What the row stood at when its page was shown: of two who settle it the second is told.</summary>
    internal static string StateOf(SentRow row) => $"{row.Outcome}-{row.DecidedAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";

    private static async Task<IResult> DecideAsync(
        long community, Guid id, Guid row, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, PersonSearch search, TimeProvider clock, CancellationToken cancel)
    {
        if (await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var none = form.Typed("person") == "none";
        var chosen = form.Id("person");
        var person = chosen is null ? null : await db.People.Within(me).Where(p => p.CommunityId == community && p.Id == chosen && p.MergedInto == null)
            .Select(p => new { p.Id, p.HouseholdId, p.Name, Here = p.ClosedAt == null }).SingleOrDefaultAsync(cancel);
        if (person is null && !none)
        {
            form.Wrong("person", "请选一个人，或选“都不是”。");
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, found, form.Typed("q"), form, cancel));
        }

        var outcome = person is null ? SentOutcome.Unknown : person.Here ? SentOutcome.Found : SentOutcome.Moved;
        if (found.DecidedAt is not null && found.Outcome == outcome && found.PersonId == person?.Id)
        {
            return http.Done(Path(found), "已经是这样认定的。");
        }

        if (StateOf(found) != form.Typed("state"))
        {
            return http.Refused(Path(found), $"{(found.DecidedBy.Length > 0 ? found.DecidedBy : "刚刚有人")}已经认定过这一行，请看现在的结果，要改再认定一次。");
        }

        var (was, now) = (found.DecidedAt, clock.Now());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await Rows(db, me, community, id, row).Where(r => r.DecidedAt == was).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Outcome, outcome).SetProperty(r => r.Basis, person == null ? MatchBasis.None : MatchBasis.ByHand).SetProperty(r => r.PersonId, chosen)
                .SetProperty(r => r.HouseholdId, person == null ? null : person.HouseholdId).SetProperty(r => r.DecidedBy, me.Name).SetProperty(r => r.DecidedAt, now),
            cancel) == 0)
        {
            return http.Refused(Path(found), "刚刚有人认定过这一行，请看现在的结果，要改再认定一次。");
        }

        await db.SentCandidates.Where(c => c.CommunityId == community && c.RowId == row).ExecuteDeleteAsync(cancel);
        if (person is not null)
        {
            db.Add(new SentCandidate
            {
                CommunityId = community, Id = Ids.New(), ListId = id, RowId = row, PersonId = person.Id, Basis = MatchBasis.ByHand, Perhaps = false,
            });
        }

        write.Record(community, "list.decide", row, $"名单第 {found.Number} 行认定为{(person is null ? "不在册" : $"登记里的{person.Name}")}");
        await write.CommitAsync(cancel);
        var next = await db.SentRows.Within(me).Where(r => r.CommunityId == community && r.ListId == id && r.Outcome == SentOutcome.Several)
            .OrderBy(r => r.Number <= found.Number).ThenBy(r => r.Number).FirstOrDefaultAsync(cancel);
        return http.Done(
            next is null ? $"{TakeList.Path(community)}/{id}?outcome=all" : Path(next),
            $"第 {found.Number} 行已认定为{(person is null ? "不在册" : person.Name)}。{(next is null ? "没有待认定的了。" : "下一行：")}");
    }

    private static async Task<IResult> AnswerAsync(
        long community, Guid id, Guid row, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, PersonSearch search, CancellationToken cancel)
    {
        if (await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var text = form.Text("answer", "回复", MostAnswer);
        if (!form.Ok)
        {
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, found, "", form, cancel));
        }

        var sealedText = sealer.Seal(SealedColumn.SentAnswer, row, text);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await Rows(db, me, community, id, row).ExecuteUpdateAsync(set => set.SetProperty(r => r.AnswerSealed, sealedText), cancel);
        write.Record(community, "list.answer", row, $"写名单第 {found.Number} 行的回复");
        await write.CommitAsync(cancel);
        return http.Done(Path(found), "回复已保存，会写进回复文件。");
    }
}
