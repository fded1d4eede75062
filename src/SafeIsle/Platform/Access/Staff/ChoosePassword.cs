using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>The other end of <see cref="PasswordByLink"/>: whoever holds the link chooses the new password.</summary>
internal static class ChoosePassword
{
    public const string Path = "/password";

    private const string Why = "who forgot her password cannot log in; the secret in the link is 128 bits";
    private const string Used = "这个改密码的链接已经用过了；如果不是您本人用的，请马上告诉给你链接的人。";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path + "/{secret}", ShowAsync).MayAnyone(Why);
        app.MapPost(Path + "/{secret}", SetAsync).MayAnyone(Why).RequireRateLimiting(LoginLimits.Join);
    }

    private static async Task<IResult> ShowAsync(string secret, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var found = await FindAsync(secret, db, clock.Now(), cancel);
        return found.Refused
            ? Join.Gone(found.Refusal!)
            : Page.Of<ChoosePasswordPage>(new { Action = $"{Path}/{secret}", found.Value.Account.DisplayName, found.Value.Account.UserName });
    }

    private static async Task<IResult> SetAsync(
        string secret, FormInput form, HttpContext http, Db db, UserManager<Account> users, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var found = await FindAsync(secret, db, now, cancel);
        if (found.Refused)
        {
            return Join.Gone(found.Refusal!);
        }

        var (link, account) = found.Value;
        NewPassword.Check(form, account.UserName!);
        if (!form.Ok)
        {
            return Page.Again<ChoosePasswordPage>(new { Action = $"{Path}/{secret}", account.DisplayName, account.UserName, Form = form });
        }

        await using var write = await db.BeginWriteAsync(account.Actor, cancel);
        // With it goes every other link of hers that is still open.
        if (await db.Set<PasswordLink>().Where(l => l.AccountId == account.Id && l.UsedAt == null && (l.Id != link.Id || l.ExpiresAt > now))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel) == 0)
        {
            return Join.Gone(Used);
        }

        account = await db.Users.AsTracking().SingleAsync(a => a.Id == account.Id, cancel);
        NewPassword.Set(account, users, form);
        LockOut.Open(http, account);
        if (link.DropsSecondStep)
        {
            account.DropSecondStep();
        }

        write.Record(0, "account.password", account.Id, $"用链接改密码，来自 {Login.From(http)}");
        await write.CommitAsync(cancel);
        return http.Done("/login", "新密码已设好，请用它登录。");
    }

    private static async Task<Outcome<(PasswordLink Link, Account Account)>> FindAsync(string secret, Db db, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = LinkSecret.Hash(secret);
        var link = secret.Length == LinkSecret.Length
            ? await db.Set<PasswordLink>().SingleOrDefaultAsync(l => l.SecretHash == hash, cancel)
            : null;
        if (link is null)
        {
            return new No("没有这个改密码的链接：请检查有没有抄错，或请居委会、管理员重新发一个。");
        }

        if (link.UsedAt is not null)
        {
            return new No(Used);
        }

        // Who made it must still have the right over all that the account may do now.
        return link.ExpiresAt > now
            && await db.Users.SingleOrDefaultAsync(a => a.Id == link.AccountId && a.ClosedAt == null, cancel) is { } account
            && await Me.LoadAsync(db, link.MadeBy, stamp: null, cancel) is { } maker
            && GrantRules.MayManage(maker, await db.Set<Grant>().Where(g => g.AccountId == account.Id).ToListAsync(cancel))
            ? (link, account)
            : new No("这个改密码的链接已过期：请居委会或管理员重新发一个。");
    }
}
