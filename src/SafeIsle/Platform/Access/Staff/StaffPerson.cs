using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>One person of staff: what she may do, and the acts on her account.</summary>
internal static class StaffPerson
{
    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles)
    {
        app.MapGet(root + "/{id:guid}", async (
            StaffDesk desk, Guid id, Me me, Db db, PlaceNames places, IEnumerable<BuildingChoices> buildings, TimeProvider clock,
            CancellationToken cancel) => await ShowAsync(desk, id, me, db, places, buildings, clock, FormInput.Empty, cancel)).May(roles);
        app.MapPost(root + "/{id:guid}/name", RenameAsync).May(roles);
    }

    internal static async Task<IResult> ShowAsync(
        StaffDesk desk, Guid id, Me me, Db db, PlaceNames places, IEnumerable<BuildingChoices> buildings, TimeProvider clock, FormInput form,
        CancellationToken cancel)
    {
        if (await desk.NameAsync(db, me, cancel) is not { } name || await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        var shown = member.Grants.Where(g => desk.Shows(me, g.Place)).ToList();
        var view = new StaffPersonView(
            desk, name, StaffRow.Of(member.Account, shown, clock.Now()), shown, member.Grants.Count - shown.Count,
            await places.OfAsync(shown.Select(g => g.Place), cancel),
            member.RefusesAccountActs(me), member.RefusesChangeOf(shown, me),
            StaffRoutes.Givable(me, desk), await StaffRoutes.ChoicesAsync(desk, me, db, buildings, cancel));
        return form.Ok ? Page.Of<StaffPersonPage>(new { View = view }) : Page.Again<StaffPersonPage>(new { View = view, Form = form });
    }

    private static async Task<IResult> RenameAsync(
        StaffDesk desk, Guid id, FormInput form, HttpContext http, Me me, Db db, PlaceNames places, IEnumerable<BuildingChoices> buildings,
        TimeProvider clock, CancellationToken cancel)
    {
        var (display, duty) = (form.Required("display", "称呼", 60), form.Text("duty", "岗位", 60));
        if (!form.Ok)
        {
            return await ShowAsync(desk, id, me, db, places, buildings, clock, form, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        if (member.RefusesAccountActs(me) is { } refusal)
        {
            return http.Refused($"{desk.Root}/{id}", refusal);
        }

        var before = member.Account.DisplayName;
        (member.Account.DisplayName, member.Account.DutyTitle) = (display, duty);
        write.Record(desk.Community ?? 0, "staff.name", id, $"{before} 改称呼为 {display}，岗位 {duty}");
        await write.CommitAsync(cancel);
        return http.Done($"{desk.Root}/{id}", "已保存。");
    }
}

/// <summary>What the page of one person shows.</summary>
/// <param name="Elsewhere">How many more grants she has where this desk does not look.</param>
/// <param name="NoAccountActs">Why the account is not mine to act on; null when it is.</param>
/// <param name="NoGrantActs">Why her grants here are not mine to change; null when they are.</param>
public sealed record StaffPersonView(
    StaffDesk Desk, string Name, StaffRow Row, IReadOnlyList<Grant> Grants, int Elsewhere, IReadOnlyDictionary<long, string> Places,
    string? NoAccountActs, string? NoGrantActs, IReadOnlyList<Role> Givable, IReadOnlyList<BuildingChoice> Choices)
{
    public string Path => $"{Desk.Root}/{Row.Id}";
}
