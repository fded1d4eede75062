using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Changing what somebody may do, and taking it back; both count from her next request on.</summary>
internal static class ChangeGrants
{
    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles)
    {
        app.MapPost(root + "/{id:guid}/grants", ChangeAsync).May(roles);
        app.MapPost(root + "/{id:guid}/take-back", TakeBackAsync).May(roles);
    }

    private static async Task<IResult> ChangeAsync(
        StaffDesk desk, Guid id, FormInput form, HttpContext http, Me me, Db db, PlaceNames places, IEnumerable<BuildingChoices> buildings,
        TimeProvider clock, CancellationToken cancel)
    {
        var choices = await StaffRoutes.ChoicesAsync(desk, me, db, buildings, cancel);
        if (await GrantForm.ReadAsync(form, desk, me, db, choices, cancel) is not { } grant)
        {
            return await StaffPerson.ShowAsync(desk, id, me, db, places, buildings, clock, form, cancel);
        }

        var words = grant.Words((await places.OfAsync([grant.Place], cancel))[grant.Place]);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        // A community's desk sets what she is there; the administrators' page adds, and replaces only the same role at the same place.
        var replaced = member.Grants.Where(g => g.Place == grant.Place && (desk.Community is not null || g.Role == grant.Role)).ToList();
        if (await RefusalAsync(member, replaced, me, db, goes: grant.Role != Role.Administrator, cancel) is { } refusal)
        {
            return http.Refused($"{desk.Root}/{id}", refusal);
        }

        await DeleteAsync(db, replaced, cancel);
        db.AddRange(grant.ToGrants(id));
        write.Record(grant.Place, "staff.grant", id, $"{member.Account.DisplayName} 的权限改为：{words}");
        await write.CommitAsync(cancel);
        return http.Done($"{desk.Root}/{id}", "权限已保存，马上生效。");
    }

    private static async Task<IResult> TakeBackAsync(StaffDesk desk, Guid id, FormInput form, HttpContext http, Me me, Db db, CancellationToken cancel)
    {
        var role = form.RequiredChoice<Role>("role", "角色");
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (!form.Ok || !long.TryParse(form.Typed("place"), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            || !desk.Shows(me, place) || await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        var taken = member.Grants.Where(g => g.Role == role && g.Place == place).ToList();
        if (taken.Count == 0)
        {
            return http.Refused($"{desk.Root}/{id}", "这项权限已经收回了。");
        }

        if (await RefusalAsync(member, taken, me, db, goes: true, cancel) is { } refusal)
        {
            return http.Refused($"{desk.Root}/{id}", refusal);
        }

        await DeleteAsync(db, taken, cancel);
        write.Record(place, "staff.takeback", id, $"收回 {member.Account.DisplayName} 的“{role.Name()}”权限");
        await write.CommitAsync(cancel);
        return http.Done(desk.Root, $"已收回{member.Account.DisplayName}的“{role.Name()}”权限。");
    }

    private static async Task<string?> RefusalAsync(
        StaffMember member, IReadOnlyCollection<Grant> going, Me me, Db db, bool goes, CancellationToken cancel) =>
        member.RefusesChangeOf(going, me) ?? (goes && await LastAdministrator.WouldGoAsync(db, going, cancel) ? LastAdministrator.Refusal : null);

    private static Task DeleteAsync(Db db, List<Grant> grants, CancellationToken cancel)
    {
        var ids = grants.ConvertAll(g => g.Id);
        return db.Set<Grant>().Where(g => ids.Contains(g.Id)).ExecuteDeleteAsync(cancel);
    }
}
