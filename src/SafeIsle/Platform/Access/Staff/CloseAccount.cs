using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Taking an account out of use (its sessions end at once), into use again, and opening its lock.</summary>
internal static class CloseAccount
{
    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles)
    {
        app.MapPost(root + "/{id:guid}/close", CloseAsync).May(roles);
        app.MapPost(root + "/{id:guid}/reopen", ReopenAsync).May(roles);
        app.MapPost(root + "/{id:guid}/unlock", UnlockAsync).May(roles);
    }

    private static Task<IResult> CloseAsync(StaffDesk desk, Guid id, HttpContext http, Me me, Db db, TimeProvider clock, CancellationToken cancel) =>
        ActAsync(desk, id, http, me, db, async (member, write) =>
        {
            if (await LastAdministrator.WouldGoAsync(db, member.Grants, cancel))
            {
                return new No(LastAdministrator.Refusal);
            }

            member.Account.ClosedAt = clock.Now();
            member.Account.SecurityStamp = NewPassword.NewStamp();
            write.Record(desk.Community ?? 0, "staff.close", id, $"停用 {member.Account.DisplayName} 的账号");
            return $"{member.Account.DisplayName}的账号已停用，正开着的页面也已失效。";
        }, cancel);

    private static Task<IResult> ReopenAsync(StaffDesk desk, Guid id, HttpContext http, Me me, Db db, CancellationToken cancel) =>
        ActAsync(desk, id, http, me, db, (member, write) =>
        {
            member.Account.ClosedAt = null;
            write.Record(desk.Community ?? 0, "staff.reopen", id, $"重新启用 {member.Account.DisplayName} 的账号");
            return Task.FromResult<Outcome<string>>($"{member.Account.DisplayName}的账号可以登录了。");
        }, cancel);

    private static Task<IResult> UnlockAsync(StaffDesk desk, Guid id, HttpContext http, Me me, Db db, CancellationToken cancel) =>
        ActAsync(desk, id, http, me, db, (member, write) =>
        {
            LockOut.Open(http, member.Account);
            write.Record(desk.Community ?? 0, "staff.unlock", id, $"给 {member.Account.DisplayName} 的账号解锁");
            return Task.FromResult<Outcome<string>>($"{member.Account.DisplayName}的账号已解锁。");
        }, cancel);

    private static async Task<IResult> ActAsync(
        StaffDesk desk, Guid id, HttpContext http, Me me, Db db, Func<StaffMember, WriteScope, Task<Outcome<string>>> act, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        if (member.RefusesAccountActs(me) is { } refusal)
        {
            return http.Refused($"{desk.Root}/{id}", refusal);
        }

        var done = await act(member, write);
        if (done.Refused)
        {
            return http.Refused($"{desk.Root}/{id}", done.Refusal!);
        }

        await write.CommitAsync(cancel);
        return http.Done($"{desk.Root}/{id}", done.Value);
    }
}
