using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Search;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Lists;

/// <summary>One row: what it says, whom it may mean, who it is by the word of a person, and what is answered on it.</summary>
internal static class DecideRow
{
    /// <summary>Characters of an answer.</summary>
    public const int MostAnswer = 200;

    /// <summary>The button that looks for somebody by a word; it settles nothing.</summary>
    internal const string Find = "find";

    /// <summary>Who it is: a person's id, or <see cref="None"/>.</summary>
    internal const string Person = "person";

    /// <summary>As <see cref="Person"/>: nobody in the register.</summary>
    internal const string None = "none";

    /// <summary>The answer as it was when the page was shown: only one that was changed is written, and over no other that came since.</summary>
    internal const string Stood = "stood";

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
        long community, Guid id, Guid row, string? q, string? person, Db db, Me me, Sealer sealer, PersonSearch search, CancellationToken cancel) =>
        await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is { } found
            ? Page.Of<RowPage>(await PartsAsync(db, me, sealer, search, found, q ?? "", person is null ? FormInput.Empty : FormInput.Of(Person, person), cancel))
            : TypedResults.NotFound();

    private static async Task<object> PartsAsync(
        Db db, Me me, Sealer sealer, PersonSearch search, SentRow row, string word, FormInput form, CancellationToken cancel)
    {
        var list = await db.SentLists.SingleAsync(l => l.CommunityId == row.CommunityId && l.Id == row.ListId, cancel);
        var candidates = await db.SentCandidates.Where(c => c.CommunityId == row.CommunityId && c.RowId == row.Id).ToListAsync(cancel);
        var ids = candidates.ConvertAll(c => c.PersonId);
        var places = await db.People.Within(me).Where(p => p.CommunityId == row.CommunityId && ids.Contains(p.Id)).WithPlace(db).ToListAsync(cancel);
        // The page goes on from what stands now: whoever wrote something else is told before that.
        var answer = AnswerOf(sealer, row);
        TellOther(form, answer);
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
            Answer = answer,
            Form = form,
        };
    }

    private static string AnswerOf(Sealer sealer, SentRow row) => sealer.Open(SealedColumn.SentAnswer, row.Id, row.AnswerSealed) ?? "";

    /// <summary>Whether an answer was typed; one that was left as it was shown is shown as it stands now.</summary>
    internal static bool IsWritten(FormInput form) => form.Has("answer") && ChineseText.Clean(form.Typed("answer")) != form.Typed(Stood);

    private static void TellOther(FormInput form, string now)
    {
        if (IsWritten(form) && now != form.Typed(Stood) && now != ChineseText.Clean(form.Typed("answer")))
        {
            form.Wrong("answer", $"刚才有人把回复{(now.Length == 0 ? "清空了" : $"写成了“{now}”")}，这一次没有保存；写的还在，看过了再保存一次。");
        }
    }

    private static string ListPath(long community, Guid list) => $"{TakeList.Path(community)}/{list}?outcome=all";

    private const string Matching = "名单正在重新比对，没有保存；比对完请再";

    /// <summary>
    /// Within an open write: the list stays matched until it ends, so that no comparison begins that would not see what is written here.
    /// </summary>
    /// <returns>False: it is being matched, or gone.</returns>
    internal static async Task<bool> HoldAsync(Db db, long community, Guid list, CancellationToken cancel) =>
        await db.SentLists.Where(l => l.CommunityId == community && l.Id == list && l.Stage == SentStage.Matched)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Stage, l => l.Stage), cancel) == 1;

    /// <summary>What the row stood at when its page was shown: of two who settle it the second is told.</summary>
    internal static string StateOf(SentRow row) => $"{row.Outcome}-{row.DecidedAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Who it is until somebody settles it otherwise; empty where nobody was found and nobody settled it.</summary>
    internal static string ChoiceOf(SentRow row) => row.PersonId?.ToString() ?? (row.DecidedAt is null ? "" : None);

    private static async Task<IResult> DecideAsync(
        long community, Guid id, Guid row, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, PersonSearch search, TimeProvider clock, CancellationToken cancel)
    {
        if (await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        TellOther(form, AnswerOf(sealer, found));
        var answer = form.Text("answer", "回复", MostAnswer);
        if (form.Has(Find))
        {
            return Page.Of<RowPage>(await PartsAsync(db, me, sealer, search, found, form.Typed("q"), form, cancel));
        }

        var none = form.Typed(Person) == None;
        var chosen = form.Id(Person);
        var person = chosen is null ? null : await db.People.Within(me).Where(p => p.CommunityId == community && p.Id == chosen && p.MergedInto == null)
            .Select(p => new { p.Id, p.HouseholdId, Here = p.ClosedAt == null }).SingleOrDefaultAsync(cancel);
        if (person is null && !none)
        {
            form.Wrong(Person, "请选一个人，或选“都不是”。");
        }

        var written = IsWritten(form);
        var outcome = person is null ? SentOutcome.Unknown : person.Here ? SentOutcome.Found : SentOutcome.Moved;
        var same = found.DecidedAt is not null && found.Outcome == outcome && found.PersonId == person?.Id;
        if (form.Ok && same)
        {
            // Who settled it, and when, stays.
            return written ? await AnswerAsync(community, id, row, form, http, db, me, sealer, search, cancel) : http.Done(Path(found), "已经是这样认定的。");
        }

        if (!same && !form.Errors.ContainsKey(Person) && StateOf(found) != form.Typed("state"))
        {
            form.Wrong(Person, $"{(found.DecidedBy.Length > 0 ? found.DecidedBy : "刚刚有人")}已经认定过这一行，请看现在的结果，要改再认定一次。");
        }

        if (!form.Ok)
        {
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, found, form.Typed("q"), form, cancel));
        }

        var (was, stood, now) = (found.DecidedAt, found.Outcome, clock.Now());
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (!await HoldAsync(db, community, id, cancel))
        {
            form.Wrong(Person, $"{Matching}认定。");
        }

        if (form.Ok && await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is { } held)
        {
            TellOther(form, AnswerOf(sealer, held));
        }

        if (form.Ok && await Rows(db, me, community, id, row).Where(r => r.DecidedAt == was && r.Outcome == stood).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Outcome, outcome).SetProperty(r => r.Basis, person == null ? MatchBasis.None : MatchBasis.ByHand).SetProperty(r => r.PersonId, chosen)
                .SetProperty(r => r.HouseholdId, person == null ? null : person.HouseholdId).SetProperty(r => r.DecidedBy, me.Name).SetProperty(r => r.DecidedAt, now),
            cancel) == 0)
        {
            form.Wrong(Person, $"刚刚有人认定过第 {found.Number} 行，或者重新比对过，请看现在的结果，要改再认定一次。");
        }

        if (!form.Ok)
        {
            // Matched anew, a row may be gone.
            return await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } stands ? http.Refused(ListPath(community, id), form.Errors[Person])
                : Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, stands, form.Typed("q"), form, cancel));
        }

        if (written)
        {
            var sealedAnswer = sealer.Seal(SealedColumn.SentAnswer, row, answer);
            await Rows(db, me, community, id, row).ExecuteUpdateAsync(set => set.SetProperty(r => r.AnswerSealed, sealedAnswer), cancel);
            write.Record(community, "list.answer", row, $"写名单第 {found.Number} 行的回复");
        }

        await db.SentCandidates.Where(c => c.CommunityId == community && c.RowId == row).ExecuteDeleteAsync(cancel);
        if (person is not null)
        {
            db.Add(new SentCandidate
            {
                CommunityId = community, Id = Ids.New(), ListId = id, RowId = row, PersonId = person.Id, Basis = MatchBasis.ByHand, Perhaps = false,
            });
        }

        // Names stay in the row: the log goes to people who do not read the list, and the next page's message lies in a cookie.
        var settled = $"第 {found.Number} 行已认定为{(person is null ? "不在册" : outcome == SentOutcome.Found ? "在册的人" : "已迁出的人")}";
        write.Record(community, "list.decide", row, $"名单{settled}");
        await write.CommitAsync(cancel);
        var next = await db.SentRows.Within(me).Where(r => r.CommunityId == community && r.ListId == id && r.Outcome == SentOutcome.Several)
            .OrderBy(r => r.Number <= found.Number).ThenBy(r => r.Number).FirstOrDefaultAsync(cancel);
        return http.Done(
            next is null ? ListPath(community, id) : Path(next), $"{settled}{(written ? "，回复已保存" : "")}。{(next is null ? "没有待认定的了。" : "下一行：")}");
    }

    private static async Task<IResult> AnswerAsync(
        long community, Guid id, Guid row, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, PersonSearch search, CancellationToken cancel)
    {
        if (await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        TellOther(form, AnswerOf(sealer, found));
        var text = form.Text("answer", "回复", MostAnswer);
        if (!form.Ok)
        {
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, found, form.Typed("q"), form, cancel));
        }

        var (sealedText, written) = (sealer.Seal(SealedColumn.SentAnswer, row, text), IsWritten(form));
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (!await HoldAsync(db, community, id, cancel))
        {
            if (!await Rows(db, me, community, id, row).AnyAsync(cancel))
            {
                return TypedResults.NotFound();
            }

            form.Wrong("answer", $"{Matching}保存一次，文字还在。");
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, found, form.Typed("q"), form, cancel));
        }

        if (await Rows(db, me, community, id, row).SingleOrDefaultAsync(cancel) is not { } held)
        {
            return http.Refused(ListPath(community, id), $"没有保存：名单重新比对过，第 {found.Number} 行的内容变了。");
        }

        TellOther(form, AnswerOf(sealer, held));
        if (!form.Ok)
        {
            return Page.Again<RowPage>(await PartsAsync(db, me, sealer, search, held, form.Typed("q"), form, cancel));
        }

        if (written)
        {
            await Rows(db, me, community, id, row).ExecuteUpdateAsync(set => set.SetProperty(r => r.AnswerSealed, sealedText), cancel);
            write.Record(community, "list.answer", row, $"写名单第 {found.Number} 行的回复");
            await write.CommitAsync(cancel);
        }

        // Who was chosen is still to be settled by the other button.
        var open = form.Has(Person) && form.Typed(Person) != ChoiceOf(found);
        QueryString[] kept = [form.Typed("q") is { Length: > 0 } q ? QueryString.Create("q", q) : default, open ? QueryString.Create(Person, form.Typed(Person)) : default];
        return http.Done(
            Path(found) + kept.Aggregate((a, b) => a.Add(b)), $"{(written ? "回复已保存，会写进回复文件。" : "回复没有改动。")}{(open ? "选的人还没有认定，请点“认定”。" : "")}");
    }
}
