using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>Somebody forgot her password: a link by which she, and nobody else, chooses a new one.</summary>
internal static class PasswordByLink
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder app, string root, Role[] roles) =>
        app.MapPost(root + "/{id:guid}/password-link", MakeAsync).May(roles);

    private static async Task<IResult> MakeAsync(
        StaffDesk desk, Guid id, FormInput form, HttpContext http, Me me, Db db, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await StaffMember.FindAsync(desk, id, me, db, cancel) is not { } member)
        {
            return TypedResults.NotFound();
        }

        var refusal = member.RefusesAccountActs(me) ?? (member.Account.ClosedAt is null ? null : "账号已停用，请先重新启用。");
        if (refusal is not null)
        {
            return http.Refused($"{desk.Root}/{id}", refusal);
        }

        var secret = LinkSecret.New();
        var link = new PasswordLink
        {
            Id = Ids.New(),
            SecretHash = LinkSecret.Hash(secret),
            AccountId = id,
            DropsSecondStep = form.Ticked("second"),
            MadeBy = me.AccountId,
            ExpiresAt = clock.Now() + GoodFor,
        };
        db.Add(link);
        var display = member.Account.DisplayName;
        write.Record(desk.Community ?? 0, "staff.password", id, $"给 {display} 生成改密码的链接{(link.DropsSecondStep ? "，并关闭两步验证" : "")}");
        await write.CommitAsync(cancel);
        return Page.Of<LinkPage>(new
        {
            Title = $"给{display}改密码的链接",
            For = display,
            What = $"给用户名 {member.Account.UserName} 设一个新密码",
            Address = LinkSecret.Address(address.Of(http.Request), ChoosePassword.Path, secret),
            OnlyHere = address.IsOnlyHere(http.Request),
            Until = link.ExpiresAt,
            Back = $"{desk.Root}/{id}",
        });
    }
}
