using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Escalations;

/// <summary>A case goes up: from a thing to do that could not be done, or from a household.</summary>
internal static class RaiseEscalation
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/escalations/new", FormAsync).May(EscalationRules.Raise);
        app.MapPost("/desk/{community:long}/escalations/new", SendAsync).May(EscalationRules.Raise);
    }

    internal static string Path(long community, Guid? todo = null, Guid? household = null) =>
        $"{ListEscalations.Path(community)}/new" + (todo is not null ? $"?todo={todo}" : household is not null ? $"?household={household}" : "");

    private static async Task<IResult> FormAsync(long community, Guid? todo, Guid? household, Db db, Me me, CancellationToken cancel) =>
        await CaseAsync(db, me, community, todo, household, cancel) is { } found
            ? Page.Of<RaisePage>(new { Community = community, Case = found })
            : TypedResults.NotFound();

    private static async Task<IResult> SendAsync(
        long community, Guid? todo, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, Outside outside, TimeProvider clock, CancellationToken cancel)
    {
        // The button of my list: what is noted at the door stands in the form, and nothing goes up yet.
        if (form.Id(TodosHtml.Raise) is { } door)
        {
            return await CaseAsync(db, me, community, todo, null, cancel) is { } noted
                ? Page.Of<RaisePage>(new { Community = community, Case = noted, Form = FormInput.Of("text", form.Typed(TodosHtml.Note(door))) })
                : TypedResults.NotFound();
        }

        if (await CaseAsync(db, me, community, form.Id("todo"), form.Id("household"), cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var title = form.Required("title", "要解决什么", TodoKind.MostTitle);
        var text = form.Required("text", "情况", EscalationRules.MostText);
        if (form.Id("id") is not { } id)
        {
            form.Wrong("title", "页面不完整，请重新打开“上报”再填。");
            id = default;
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (form.Ok && await db.Escalations.AnyAsync(e => e.CommunityId == community && e.Id == id, cancel))
        {
            return http.Done(ListEscalations.Path(community, id), Again);
        }

        if (await db.Escalations.CountAsync(e => e.CommunityId == community && e.DecidedAt == null, cancel) >= EscalationRules.MostOpen)
        {
            form.Wrong("title", $"没有答复的上报已经有 {EscalationRules.MostOpen} 件，没有再报；请先处理“已上报”里的。");
        }

        if (!form.Ok)
        {
            return Page.Again<RaisePage>(new { Community = community, Case = found, Form = form });
        }

        var row = new Escalation
        {
            CommunityId = community, Id = id, BuildingId = found.BuildingId, Unit = found.Unit, DwellingId = found.DwellingId, Dwelling = found.Dwelling,
            SortKey = found.SortKey, HouseholdId = found.HouseholdId, TodoId = found.TodoId, Title = title, At = clock.Now(), ById = me.AccountId, By = me.Name,
        };
        db.Add(row);
        db.Add(Step(sealer, row, 1, EscalationAct.Raised, clock.Now(), me.Name, "", "", text));
        await outside.AddForStaffAsync(
            db, write, community, me.Actor, [.. (await Colleagues.OfAsync(db, community, row.BuildingId, [Role.Committee], cancel)).Where(c => c.Id != me.AccountId).Select(c => c.Id)],
            $"{me.Name}上报了一件事，等答复，请看“已上报”。", cancel);
        write.Record(community, "escalation.raise", id, $"{row.Dwelling}上报主任：{title}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(ListEscalations.Path(community), Again);
        }

        return http.Done(ListEscalations.Path(community, id), "已上报主任；答复以后会列在“我的待办”里。");
    }

    private const string Again = "这件事已经上报，还没有答复，没有重复报。";

    internal static EscalationStep Step(
        Sealer sealer, Escalation row, int number, EscalationAct act, DateTimeOffset now, string by, string authority, string document, string text)
    {
        var id = Ids.New();
        return new()
        {
            CommunityId = row.CommunityId, Id = id, BuildingId = row.BuildingId, EscalationId = row.Id, Number = number, Act = act, At = now, By = by,
            Authority = authority, Document = document, TextSealed = sealer.Seal(SealedColumn.EscalationText, id, text),
        };
    }

    // What it is about, when the reader may raise it; the open todo's own title stands in the form first.
    private static async Task<RaisedCase?> CaseAsync(Db db, Me me, long community, Guid? todo, Guid? household, CancellationToken cancel)
    {
        var tried = EscalationRules.Tried(db, community, todo, household);
        var tries = await db.TodoTries.CountAsync(a => a.CommunityId == community && tried.Any(t => t.CommunityId == a.CommunityId && t.Id == a.TodoId), cancel);
        if (todo is { } one)
        {
            return await db.Todos.Within(me).Where(t => t.CommunityId == community && t.Id == one && t.DwellingId != null)
                .Select(t => new RaisedCase(t.BuildingId, t.Unit, t.DwellingId!.Value, t.Dwelling, t.SortKey, t.HouseholdId, t.Id, t.Title, tries)).SingleOrDefaultAsync(cancel);
        }

        var found = household is not { } home ? null : await (
            from h in db.Households.Within(me)
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == community && h.Id == home
            select new { h, d, b }).SingleOrDefaultAsync(cancel);
        return found is null ? null
            : new(found.b.Id, found.d.Unit, found.d.Id, found.d.Label, Todo.Place(found.b, found.d), found.h.Id, null, "", tries);
    }
}

/// <summary>What a case is about.</summary>
/// <param name="Tries">See <see cref="EscalationRules.Tried"/>.</param>
public sealed record RaisedCase(
    Guid BuildingId, int Unit, Guid DwellingId, string Dwelling, string SortKey, Guid? HouseholdId, Guid? TodoId, string Title, int Tries);
