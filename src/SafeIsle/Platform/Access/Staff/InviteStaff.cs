using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Inviting somebody: a link, good for once and seven days, shown once and handed over in person or by a chat.</summary>
internal static class InviteStaff
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles)
    {
        app.MapGet(root + "/invite", ShowAsync).May(roles);
        app.MapPost(root + "/invite", InviteAsync).May(roles);
        app.MapPost(root + "/invitations/{id:guid}/withdraw", WithdrawAsync).May(roles);
    }

    private static async Task<IResult> ShowAsync(StaffDesk desk, Me me, Db db, IEnumerable<BuildingChoices> buildings, CancellationToken cancel) =>
        await desk.NameAsync(db, me, cancel) is { } name
            ? Page.Of<InvitePage>(View(desk, name, me, await StaffRoutes.ChoicesAsync(desk, me, db, buildings, cancel), FormInput.Empty))
            : TypedResults.NotFound();

    private static async Task<IResult> InviteAsync(
        StaffDesk desk, FormInput form, HttpContext http, Me me, Db db, PlaceNames places, IEnumerable<BuildingChoices> buildings,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await desk.NameAsync(db, me, cancel) is not { } name)
        {
            return TypedResults.NotFound();
        }

        var choices = await StaffRoutes.ChoicesAsync(desk, me, db, buildings, cancel);
        var display = form.Required("display", "称呼", 60);
        var duty = form.Text("duty", "岗位", 60);
        if (await GrantForm.ReadAsync(form, desk, me, db, choices, cancel) is not { } grant || !form.Ok)
        {
            return Page.Again<InvitePage>(View(desk, name, me, choices, form));
        }

        var secret = LinkSecret.New();
        var invitation = New(secret, display, duty, grant, me.AccountId, clock.Now());
        var placeName = (await places.OfAsync([grant.Place], cancel))[grant.Place];
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        db.Add(invitation);
        write.Record(grant.Place, "staff.invite", invitation.Id, $"邀请 {display}：{grant.Words(placeName)}");
        await write.CommitAsync(cancel);
        return Page.Of<LinkPage>(new
        {
            Title = $"给{display}的邀请",
            For = display,
            What = $"加入{placeName}（{grant.Role.Name()}），自己设用户名和密码",
            Address = LinkSecret.Address(http.Request, Join.Path, secret),
            Until = invitation.ExpiresAt,
            Back = desk.Root,
        });
    }

    /// <summary>The invitation behind a link with that secret.</summary>
    internal static Invitation New(string secret, string display, string duty, GrantForm grant, Guid by, DateTimeOffset now) => new()
    {
        Id = Ids.New(),
        SecretHash = LinkSecret.Hash(secret),
        DisplayName = display,
        DutyTitle = duty,
        Role = grant.Role,
        Place = grant.Place,
        Buildings = [.. grant.Buildings],
        InvitedBy = by,
        ExpiresAt = now + GoodFor,
    };

    private static async Task<IResult> WithdrawAsync(
        StaffDesk desk, Guid id, HttpContext http, Me me, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var invitation = await desk.Invitations(db, me).SingleOrDefaultAsync(i => i.Id == id, cancel);
        if (invitation is null)
        {
            return TypedResults.NotFound();
        }

        if (!GrantRules.MayGrant(me, invitation.Role, invitation.Place))
        {
            return http.Refused(desk.Root, "这个邀请不是你能发的，也不能由你撤回。");
        }

        if (await db.Set<Invitation>().Where(i => i.Id == id && i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, now), cancel) == 0)
        {
            return http.Refused(desk.Root, $"{invitation.DisplayName}的邀请已用过或已过期，不用撤回。");
        }

        write.Record(invitation.Place, "staff.invite.withdraw", id, $"撤回给 {invitation.DisplayName} 的邀请");
        await write.CommitAsync(cancel);
        return http.Done(desk.Root, $"已撤回给{invitation.DisplayName}的邀请，链接不能再用。");
    }

    private static object View(StaffDesk desk, string name, Me me, IReadOnlyList<BuildingChoice> choices, FormInput form) =>
        new { Desk = desk, Name = name, Roles = StaffRoutes.Givable(me, desk), Choices = choices, Form = form };
}
