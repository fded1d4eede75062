using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Escalations;

/// <summary>A case with what was tried; the director answers or sends it up, the street answers; the answer says on whose authority.</summary>
internal static class DecideEscalation
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/escalations/{id:guid}", ShowAsync).May(EscalationRules.See);
        app.MapPost("/desk/{community:long}/escalations/{id:guid}/decision", SendAsync).May(EscalationRules.Decide);
        app.MapBack("/desk/{community:long}/escalations/{id:guid}/decision").May(EscalationRules.Decide);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, TodoKinds kinds, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await EscalationRules.Visible(db, me, clock.Today(), community).SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        return await PageAsync(row, FormInput.Empty, db, me, kinds, sealer, cancel);
    }

    private static async Task<IResult> SendAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, Sealer sealer, Outside outside, Signals signals, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await EscalationRules.Visible(db, me, clock.Today(), community).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } before)
        {
            return TypedResults.NotFound();
        }

        var up = form.Typed("act") == "street";
        var text = form.Required("text", up ? "请街道定什么" : "决定", EscalationRules.MostText);
        var authority = up ? "" : form.Required("authority", "谁决定的", EscalationRules.MostAuthority);
        var document = up ? "" : form.Text("document", "文号", EscalationRules.MostDocument);
        if (!up && before.State == EscalationState.Street && document.Length == 0)
        {
            form.Wrong("document", "请填写街道决定的文号；没有文号的写“口头”。");
        }

        if (up && !me.IsIn(community, before.BuildingId, Role.Committee))
        {
            form.Wrong("text", "由居委会转报街道。");
        }

        await using (var write = await db.BeginWriteAsync(me.Actor, cancel))
        {
            var row = await db.Escalations.AsTracking().SingleAsync(e => e.CommunityId == community && e.Id == id, cancel);
            var last = await db.EscalationSteps.Where(s => s.CommunityId == community && s.EscalationId == id).OrderByDescending(s => s.Number).FirstAsync(cancel);
            if (row.State == EscalationState.Decided || last.Number.ToString(CultureInfo.InvariantCulture) != form.Typed("seen"))
            {
                form.Wrong("text", $"{last.By}在 {last.At.Short()} 刚处理过，请看下面最新的进展；写的文字还在。");
            }
            else if (up && row.State != EscalationState.Director)
            {
                form.Wrong("text", "已经转报街道了，等街道答复。");
            }

            if (form.Ok)
            {
                var now = clock.Now();
                (row.State, row.ToStreetAt, row.DecidedAt) = up ? (EscalationState.Street, now, null) : (EscalationState.Decided, row.ToStreetAt, (DateTimeOffset?)now);
                db.Add(RaiseEscalation.Step(sealer, row, last.Number + 1, up ? EscalationAct.ToStreet : EscalationAct.Decided, now, me.Name, authority, document, text));
                write.Record(
                    community, up ? "escalation.street" : "escalation.decide", id,
                    up ? $"{row.Dwelling}的上报转报街道：{row.Title}" : $"{row.Dwelling}的上报已答复：{row.Title}（{authority}{(document.Length > 0 ? "，" + document : "")}）");
                // Those above count what waits for them.
                write.AfterCommit(() => signals.Raise(Topics.Community(community)));
                try
                {
                    // The step first: of two at once the second collides here, before anything is asked for.
                    await db.SaveChangesAsync(cancel);
                    if (!up)
                    {
                        await ComesBackAsync(db, write, row, outside, me, now, cancel);
                    }

                    await write.CommitAsync(cancel);
                    return http.Done(ListEscalations.Path(community, id), up ? "已转报街道。" : $"已答复，会列在{row.By}的待办里。");
                }
                catch (Exception collision) when (collision.IsTaken())
                {
                    // What was not written must not be written with the look that is recorded next.
                    db.ChangeTracker.Clear();
                    form.Wrong("text", "刚刚有人处理过，请看最新的进展；写的文字还在。");
                }
            }
        }

        return await PageAsync(before, form, db, me, kinds, sealer, cancel);
    }

    // As a thing to do of whoever raised it: to be read, and then done.
    private static async Task ComesBackAsync(Db db, WriteScope write, Escalation row, Outside outside, Me me, DateTimeOffset now, CancellationToken cancel)
    {
        await db.AskAsync(
            [
                new()
                {
                    CommunityId = row.CommunityId, Id = Ids.New(), BuildingId = row.BuildingId, Unit = row.Unit, DwellingId = row.DwellingId, Dwelling = row.Dwelling,
                    SortKey = row.SortKey, HouseholdId = row.HouseholdId, Kind = EscalationRules.DecidedKind, SourceId = row.Id,
                    Title = "上报有了答复", DueAt = Clock.Midnight(now.DateHere().AddDays(1)), OwnerId = row.ById,
                },
            ],
            cancel);
        await outside.AddForStaffAsync(db, write, row.CommunityId, me.Actor, row.ById == me.AccountId ? [] : [row.ById], "您的上报有了答复，请看“我的待办”。", cancel);
    }

    private static async Task<IResult> PageAsync(Escalation known, FormInput form, Db db, Me me, TodoKinds kinds, Sealer sealer, CancellationToken cancel)
    {
        var (community, id, todo, household) = (known.CommunityId, known.Id, known.TodoId, known.HouseholdId);
        var row = await db.Escalations.AsNoTracking().SingleAsync(e => e.CommunityId == community && e.Id == id, cancel);
        // A refused form shows as much as the page does.
        await db.RecordLookAsync(me.Actor, community, "escalation.look", id, $"查看{row.Dwelling}的上报：{row.Title}", cancel);
        var steps = await db.EscalationSteps.Where(s => s.CommunityId == community && s.EscalationId == id).OrderBy(s => s.Number).ToListAsync(cancel);
        var committee = me.IsIn(community, row.BuildingId, Role.Committee);
        // About a household is not about her health: what was done for that stands in its own file, for those who read it there.
        var (hidden, reader) = (committee ? [] : kinds.Private, me.AccountId);
        var tries = await (
            from t in EscalationRules.Tried(db, community, todo, household)
            join a in db.TodoTries on new { t.CommunityId, t.Id } equals new { a.CommunityId, Id = a.TodoId }
            where t.Id == todo || !hidden.Contains(t.Kind) || a.ById == reader
            orderby a.At descending, a.Id
            select new DoneTodo(t, a)).Take(EscalationRules.MostTries).ToListAsync(cancel);
        var people = household is null ? [] : await db.People.Where(p => p.CommunityId == community && p.HouseholdId == household && p.ClosedAt == null)
            .OrderBy(p => p.Position).Take(1).ToListAsync(cancel);
        return Page.Of<EscalationPage>(
            new
            {
                Row = row,
                Steps = steps.ConvertAll(s => (s, sealer.Open(SealedColumn.EscalationText, s.Id, s.TextSealed) ?? "")),
                Tries = tries.ConvertAll(t => (t, $"{kinds.Of(t.Todo.Kind).Known(t.Try.Outcome)?.Name}{(Reads(t) ? Said(sealer, t.Try) : "")}")),
                Duty = me.DutyTitle.Length > 0 ? me.DutyTitle : me.Name,
                Who = people.Select(me.NameOf).FirstOrDefault() ?? "",
                Committee = committee,
                Decides = row.DecidedAt is null && (committee || (row.State == EscalationState.Street && me.Is(community, Role.Overseer))),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

        // Of the thing that went up everybody reads what was noted at it, unless it is of health; of the household's others whoever noted it.
        bool Reads(DoneTodo done) => committee || done.Try.ById == me.AccountId || (todo is not null && !kinds.Of(done.Todo.Kind).Private);
    }

    private static string Said(Sealer sealer, TodoTry attempt) =>
        sealer.Open(SealedColumn.TodoNote, attempt.Id, attempt.NoteSealed) is { Length: > 0 } note ? $"：{note}" : "";
}
