using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>What staff note in somebody's file: the daily call, an objection, the answer to it; a test's result is in <see cref="EnterTest"/>.</summary>
internal static class MeasureActs
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/call", OfPersonAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/calls", CallAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/tests", EnterTest.SaveAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/tests/sure", EnterTest.SaveAsync).May(HealthStaff.Carers);
        app.MapGet("/desk/{community:long}/measures/{id:guid}/tests/sure", (long community, Guid id) => TypedResults.LocalRedirect($"{MeasureDesk.Path(community)}/{id}"))
            .May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/objections", ObjectAsync).May(HealthStaff.Carers);
        app.MapPost("/desk/{community:long}/measures/{id:guid}/answers", AnswerAsync).May(Role.Committee);
        foreach (var act in new[] { "calls", "tests", "objections", "answers" })
        {
            app.MapBack($"/desk/{{community:long}}/measures/{{id:guid}}/{act}").May(HealthStaff.Carers);
        }
    }

    /// <summary>From a list of things to do to the file of the person whom they are about.</summary>
    private static async Task<IResult> OfPersonAsync(long community, Guid? person, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        // Whoever may not open the file is not told either whether there is one.
        !me.ForHealth().Is(community, HealthStaff.Carers) ? HealthStaff.NotForYou(http)
            : person is { } id && await BindingAsync(db, me, community, id, cancel) is { } measure
            ? TypedResults.LocalRedirect(MeasureDesk.Path(measure) + "#call")
            : http.Refused(MeasureDesk.Path(community), "这个人现在没有健康措施，不用再打电话了。");

    // Hers, or the one that binds her with somebody with whom she lives.
    private static async Task<Measure?> BindingAsync(Db db, Me me, long community, Guid person, CancellationToken cancel)
    {
        var open = db.Measures.Within(me.ForHealth()).Where(m => m.CommunityId == community && m.EndedAt == null);
        var homes = db.People.Where(p => p.CommunityId == community && p.Id == person && p.ClosedAt == null).Select(p => p.HouseholdId);
        return await open.SingleOrDefaultAsync(m => m.PersonId == person, cancel)
            ?? await open.Where(m => m.CoResidents && homes.Contains(m.HouseholdId)).OrderBy(m => m.StartsAt).FirstOrDefaultAsync(cancel);
    }

    private static async Task<IResult> CallAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, Sealer sealer, ShowMeasure page, DutyBook book,
        IEnumerable<HelpTaker> helpers, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = form.RequiredChoice<CallOutcome>("callOutcome", "结果");
        // Nobody who did not answer was asked how she is.
        var mood = outcome is CallOutcome.Fine or CallOutcome.Trouble && form.Ok ? form.RequiredChoice<Mood>("mood", "情绪") : form.Choice<Mood>("mood", "情绪") ?? Mood.NotAsked;
        var note = form.Text("callNote", "说了什么", MeasureLimits.MostText);
        var need = form.Text("need", "需要什么", MeasureLimits.MostText);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await OpenAsync(http, db, write, me, page, community, id, form, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var (now, key) = (clock.Now(), form.Id("callKey") ?? Ids.New());
        if (await db.MeasureCalls.AnyAsync(c => c.CommunityId == community && c.Id == key, cancel))
        {
            return http.Done(MeasureDesk.Path(measure!), "这个电话已经记过了。");
        }

        var call = new MeasureCall
        {
            CommunityId = community, Id = key, BuildingId = measure!.BuildingId, MeasureId = id, Kind = MeasureTodos.DailyCall, Day = now.DateHere(), Outcome = outcome,
            Mood = mood, NoteSealed = sealer.Seal(SealedColumn.MeasureCallNote, key, string.Join("；需要：", new[] { note, need }.Where(t => t.Length > 0))), At = now, By = me.Name,
        };
        db.Add(call);
        // The call stands with what was asked for: nobody calls twice, and a case that goes up says all that was tried.
        if (MeasureTodos.OutcomeOf(outcome) is { } tried)
        {
            await db.TryOnPageAsync(
                write, me.Actor, kinds, db.Todos.Where(t => t.CommunityId == community && t.PersonId == measure.PersonId && t.ClosedAt == null && MeasureTodos.Calls.Contains(t.Kind)),
                tried, key, now, cancel);
        }

        if (outcome is CallOutcome.Fine or CallOutcome.Trouble)
        {
            // Whoever was spoken to need not be called again today.
            await db.Todos.Where(t => t.CommunityId == community && t.PersonId == measure.PersonId && t.ClosedAt == null
                    && (t.Kind == MeasureTodos.DailyCall || t.Kind == MeasureTodos.AskCall || t.Kind == MeasureTodos.Knock))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
        }

        var taken = "";
        if (need.Length > 0)
        {
            taken = await AskForNeedAsync(db, me, book, helpers, measure, key, need, now, cancel);
        }
        else
        {
            await MeasureTodos.RiseAsync(db, measure, call, cancel);
        }

        write.Record(community, "measure.call", id, $"给{measure.Dwelling}一人打了电话：{MeasureWords.Of(outcome)}{(need.Length > 0 ? "，有需要办的事" : "")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), $"已记下：{MeasureWords.Of(outcome)}。{taken}");
    }

    // A module below takes it up where it can; else it is a thing to do for whoever answers for the door.
    private static async Task<string> AskForNeedAsync(
        Db db, Me me, DutyBook book, IEnumerable<HelpTaker> helpers, Measure measure, Guid key, string need, DateTimeOffset now, CancellationToken cancel)
    {
        var dwelling = await db.Dwellings.SingleAsync(d => d.CommunityId == measure.CommunityId && d.Id == measure.DwellingId, cancel);
        var duty = await book.OfDwellingAsync(db, dwelling, now, cancel);
        foreach (var help in helpers)
        {
            if (await help(db, me, new(measure.CommunityId, key, duty?.Id ?? measure.Id, measure.HouseholdId, dwelling.Id, dwelling.Label, need), now, cancel) is { } taken)
            {
                return taken;
            }
        }

        await MeasureTodos.AskAsync(db, measure, MeasureTodos.Need, key, "住户要办的事", now.AddHours(4).ByDay(), cancel);
        return "需要办的事已列入网格员的待办。";
    }

    /// <summary>Somebody objects by telephone or at the door.</summary>
    private static async Task<IResult> ObjectAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ShowMeasure page, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var text = form.Required("objectionText", "异议的内容", MeasureLimits.MostText);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await OpenAsync(http, db, write, me, page, community, id, form, cancel);
        return refusal ?? await Objections.AddAsync(db, write, sealer, signals, measure!, form.Id("objectionKey"), text, $"{me.Name}代记", clock.Now(), cancel) switch
        {
            true => http.Done(MeasureDesk.Path(measure!), "异议已记下，请报决定机关并答复本人。"),
            false => http.Done(MeasureDesk.Path(measure!), "这条异议已经记过了。"),
        };
    }

    private static async Task<IResult> AnswerAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, ShowMeasure page, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var answer = form.Required("answer", "答复", MeasureLimits.MostText);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure
            || form.Id("objection") is not { } objection
            || !await db.MeasureObjections.AnyAsync(o => o.CommunityId == community && o.MeasureId == id && o.Id == objection, cancel))
        {
            return TypedResults.NotFound();
        }

        if (!form.Ok)
        {
            return await page.AgainAsync(write, me, measure, form, cancel);
        }

        var (now, words) = (clock.Now(), sealer.Seal(SealedColumn.MeasureAnswer, objection, answer));
        if (await db.MeasureObjections.Where(o => o.CommunityId == community && o.Id == objection && o.AnsweredAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.AnswerSealed, words).SetProperty(o => o.AnsweredAt, (DateTimeOffset?)now).SetProperty(o => o.AnsweredBy, me.Name), cancel) == 0)
        {
            form.Wrong("answer", "这条异议已经答复过了，没有改动。");
            return await page.AgainAsync(write, me, measure, form, cancel);
        }

        write.Record(community, "measure.answer", id, $"答复{measure.Dwelling}一人对措施的异议");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), "已答复，住户的手机上看得到。");
    }

    /// <summary>The measure, when it runs and that person may act on it and what she typed is right; else the answer, and the write is given up.</summary>
    internal static async Task<(Measure? Row, IResult? Refusal)> OpenAsync(
        HttpContext http, Db db, WriteScope write, Me me, ShowMeasure page, long community, Guid id, FormInput form, CancellationToken cancel)
    {
        if (await MeasureDesk.FindAsync(db, me, community, id, cancel) is not { } measure)
        {
            return (null, TypedResults.NotFound());
        }

        if (!me.Tends(measure))
        {
            return (null, HealthStaff.NotForYou(http));
        }

        if (measure.EndedAt is not null)
        {
            return (null, http.Refused(MeasureDesk.Path(measure), "这份措施已经结束，没有保存。"));
        }

        return form.Ok ? (measure, null) : (measure, await page.AgainAsync(write, me, measure, form, cancel));
    }
}

/// <summary>Objections, by whomever they are entered.</summary>
internal static class Objections
{
    /// <summary>Within the open write, which it commits; false when that form was sent before.</summary>
    public static async Task<bool> AddAsync(
        Db db, WriteScope write, Sealer sealer, Signals signals, Measure measure, Guid? key, string text, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id) = (measure.CommunityId, key ?? Ids.New());
        if (await db.MeasureObjections.AnyAsync(o => o.CommunityId == community && o.Id == id, cancel))
        {
            return false;
        }

        db.Add(new MeasureObjection
        {
            CommunityId = community, Id = id, BuildingId = measure.BuildingId, MeasureId = measure.Id,
            TextSealed = sealer.Seal(SealedColumn.MeasureObjection, id, text)!, At = now, By = by,
        });
        write.Record(community, "measure.object", measure.Id, $"{measure.Dwelling}一人对措施提出异议");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return true;
    }
}
