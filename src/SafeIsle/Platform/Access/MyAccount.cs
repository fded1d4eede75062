using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>
/// My account: how I am called, where WeCom reaches me, my password, what was granted to me, when I logged in. Name and duty stand in the audit log and on run
/// sheets, so they are changed by whoever looks after the staff; an administrator, above whom there is nobody, changes her own with her password.
/// </summary>
internal static partial class MyAccount
{
    public const string Path = "/account";

    /// <summary>The password's field in the form of the name; <c>old</c> is the other form's.</summary>
    internal const string NamePassword = "namePassword";

    /// <summary>Characters of a user id in WeCom, as its documentation says.</summary>
    internal const int MostWeComUser = 64;

    internal const int MostWorkPhone = 20;

    private const int LoginsShown = 10;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, async (Me me, Db db, PlaceNames places, Sealer sealer, CancellationToken cancel) =>
            Page.Of<MyAccountPage>(await ViewAsync(me, db, places, sealer, FormInput.Empty, cancel))).May(WhoMay.Everyone);
        app.MapPost(Path + "/name", RenameAsync).May(Role.Administrator).RequireRateLimiting(LoginLimits.Login);
        app.MapPost(Path + "/wecom", SaveWeComAsync).May(WhoMay.Everyone);
        app.MapPost(Path + "/phone", SavePhoneAsync).May(WhoMay.Everyone);
        app.MapPost(Path + "/password", ChangePasswordAsync).May(WhoMay.Everyone).RequireRateLimiting(LoginLimits.Login);
    }

    private static async Task<IResult> RenameAsync(
        FormInput form, HttpContext http, Me me, Db db, PlaceNames places, Sealer sealer, UserManager<Account> users, TimeProvider clock, CancellationToken cancel)
    {
        var (display, duty) = (form.Required("display", "称呼", 60), form.Text("duty", "岗位", 60));
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        if (!form.Ok || !await ConfirmAsync(form, NamePassword, http, db, account, users, clock.Now(), cancel))
        {
            return Page.Again<MyAccountPage>(await ViewAsync(me, db, places, sealer, form, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await db.Users.Where(a => a.Id == me.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.DisplayName, display).SetProperty(a => a.DutyTitle, duty), cancel);
        write.Record(0, "account.name", me.AccountId, $"{account.DisplayName} 把自己的称呼改为 {display}，岗位 {duty}");
        await write.CommitAsync(cancel);
        return http.Done(Path, "已保存；以前的记录里仍是原来的称呼。");
    }

    private static async Task<IResult> SaveWeComAsync(FormInput form, HttpContext http, Me me, Db db, PlaceNames places, Sealer sealer, CancellationToken cancel)
    {
        var user = form.Text("wecom", "企业微信账号", MostWeComUser);
        if (form.Ok && user.Length > 0 && !WeComUser().IsMatch(user))
        {
            form.Wrong("wecom", "企业微信账号由字母、数字和 _ - @ . 组成，字母或数字开头；在企业微信的通讯录里能查到。");
        }

        if (!form.Ok)
        {
            return Page.Again<MyAccountPage>(await ViewAsync(me, db, places, sealer, form, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await db.Users.Where(a => a.Id == me.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.WeComUser, user), cancel);
        write.Record(0, "account.wecom", me.AccountId, user.Length > 0 ? "填写自己的企业微信账号" : "清空自己的企业微信账号");
        await write.CommitAsync(cancel);
        return http.Done(Path, user.Length > 0 ? "已保存，有事会发到企业微信。" : "已清空，不再发到企业微信。");
    }

    private static async Task<IResult> SavePhoneAsync(FormInput form, HttpContext http, Me me, Db db, PlaceNames places, Sealer sealer, CancellationToken cancel)
    {
        var phone = form.Text("workPhone", "工作电话", MostWorkPhone);
        if (form.Ok && phone.Length > 0 && !WorkPhone().IsMatch(phone))
        {
            form.Wrong("workPhone", "工作电话写 7 到 20 位数字，可以有空格和横线，例如 021-52740000。");
        }

        if (!form.Ok)
        {
            return Page.Again<MyAccountPage>(await ViewAsync(me, db, places, sealer, form, cancel));
        }

        var value = sealer.Seal(SealedColumn.WorkPhone, me.AccountId, phone);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await db.Users.Where(a => a.Id == me.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.WorkPhoneSealed, value), cancel);
        write.Record(0, "account.phone", me.AccountId, phone.Length > 0 ? "填写自己的工作电话" : "清空自己的工作电话");
        await write.CommitAsync(cancel);
        return http.Done(Path, phone.Length > 0 ? "已保存，会印在给住户的告知书和网格清单上。" : "已清空，不再印出。");
    }

    private static async Task<IResult> ChangePasswordAsync(
        FormInput form, HttpContext http, Me me, Db db, PlaceNames places, Sealer sealer, SignInManager<Account> signIn, TimeProvider clock, CancellationToken cancel)
    {
        var users = signIn.UserManager;
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        NewPassword.Check(form, account.UserName!);
        if (form.Ok && !await ConfirmAsync(form, http, db, account, users, clock.Now(), cancel))
        {
            return Page.Again<MyAccountPage>(await ViewAsync(me, db, places, sealer, form, cancel));
        }

        if (!form.Ok)
        {
            return Page.Again<MyAccountPage>(await ViewAsync(me, db, places, sealer, form, cancel));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        account = await db.Users.AsTracking().SingleAsync(a => a.Id == me.AccountId, cancel);
        NewPassword.Set(account, users, form);
        write.Record(0, "account.password", me.AccountId, "修改密码，其他设备上的登录已结束");
        await write.CommitAsync(cancel);
        // Every session but this one ends with the old stamp.
        await signIn.RefreshSignInAsync(account);
        return http.Done(Path, "密码已修改；其他设备上的登录已结束。");
    }

    /// <summary>
    /// Asks for the password again before an act that a stranger at an unlocked desk must not do; wrong ones count towards the lock.
    /// The field is <c>old</c>.
    /// </summary>
    internal static Task<bool> ConfirmAsync(
        FormInput form, HttpContext http, Db db, Account account, UserManager<Account> users, DateTimeOffset now, CancellationToken cancel) =>
        ConfirmAsync(form, "old", http, db, account, users, now, cancel);

    private static async Task<bool> ConfirmAsync(
        FormInput form, string field, HttpContext http, Db db, Account account, UserManager<Account> users, DateTimeOffset now,
        CancellationToken cancel)
    {
        var typed = form.Typed(field);
        if (typed.Length is 0 or > PasswordRules.Most)
        {
            form.Wrong(field, "请填写现在的密码。");
            return false;
        }

        var right = users.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash!, typed) != PasswordVerificationResult.Failed;
        await using var write = await db.BeginWriteAsync(account.Actor, cancel);
        if (!await LockOut.CountTryAsync(http, db, account.Id, now, cancel))
        {
            form.Wrong(field, Login.LockedOut);
            return false;
        }

        if (right)
        {
            await LockOut.ClearAsync(http, db, account.Id, cancel);
            write.Record(0, "account.confirm", account.Id, "再次确认了密码");
        }
        else
        {
            var locks = await LockOut.FailAsync(http, db, account.Id, now, cancel);
            form.Wrong(field, locks ? Login.LockedOut : "现在的密码不对。");
            write.Record(0, "account.confirm.fail", account.Id, $"再次确认密码时输错{(locks ? "，锁定 15 分钟" : "")}");
        }

        await write.CommitAsync(cancel);
        return right;
    }

    // As WeCom documents user ids. No bar, which separates several, and nothing that begins with @, which means everybody.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.@-]*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex WeComUser();

    [GeneratedRegex("^[0-9][0-9 -]{5,18}[0-9]$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex WorkPhone();

    private static async Task<object> ViewAsync(Me me, Db db, PlaceNames places, Sealer sealer, FormInput form, CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        var logins = await db.Set<AuditEntry>()
            .Where(e => e.CommunityId == 0 && e.Subject == me.AccountId && (e.Action == "login" || e.Action == "login.fail"))
            .OrderByDescending(e => e.Id).Take(LoginsShown)
            .Select(e => new LoginSeen(e.At, e.Action == "login", e.Summary)).ToListAsync(cancel);
        return new
        {
            Account = account,
            WorkPhone = account.WorkPhone(sealer),
            me.Grants,
            Places = await places.OfAsync(me.Grants.Select(g => g.Place), cancel),
            Logins = logins,
            Form = form,
        };
    }
}

/// <summary>A login of mine, or a failed one.</summary>
public sealed record LoginSeen(DateTimeOffset At, bool Good, string Words);
