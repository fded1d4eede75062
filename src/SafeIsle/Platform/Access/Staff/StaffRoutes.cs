using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>The people of staff: who they are, inviting, changing, closing; and the two links that are open to whoever holds them.</summary>
internal static class StaffRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Map(app, "/desk/{community:long}/staff", Role.Committee, Role.Administrator);
        Map(app, "/admin/staff", Role.Administrator);
        Join.Map(app);
        ChoosePassword.Map(app);
    }

    private static void Map(IEndpointRouteBuilder app, string root, params Role[] roles)
    {
        StaffList.Map(app, root, roles);
        InviteStaff.Map(app, root, roles);
        StaffPerson.Map(app, root, roles);
        ChangeGrants.Map(app, root, roles);
        CloseAccount.Map(app, root, roles);
        PasswordByLink.Map(app, root, roles);
    }

    /// <summary>The roles that somebody may give on that desk.</summary>
    internal static IReadOnlyList<Role> Givable(Me me, StaffDesk desk) =>
        [.. Enum.GetValues<Role>().Where(role => desk.Community is not { } code || GrantRules.MayGrant(me, role, code))];

    internal static async Task<IReadOnlyList<BuildingChoice>> ChoicesAsync(
        StaffDesk desk, Me me, Db db, IEnumerable<BuildingChoices> sources, CancellationToken cancel)
    {
        List<BuildingChoice> choices = [];
        if (desk.Community is { } code)
        {
            foreach (var source in sources)
            {
                choices.AddRange(await source(db, me, code, cancel));
            }
        }

        return choices;
    }
}
