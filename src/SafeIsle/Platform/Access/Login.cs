using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>Logging in and out.</summary>
internal static class Login
{
    /// <summary>One sentence for an unknown name, a wrong password and a lock, so that names cannot be tried out.</summary>
    private const string Wrong = "用户名或密码不对，或暂时不能登录；连续输错 5 次会锁定 15 分钟，着急时请居委会或管理员解锁。";

    /// <summary>For those only who have shown by their password whose account it is.</summary>
    internal const string LockedOut = "这个账号因连续输错已锁定 15 分钟，请稍后再试，或请居委会、管理员解锁。";

    /// <summary>Whoever comes in by a name that does not exist.</summary>
    internal static readonly Actor Stranger = new(null, "未登录");

    // Checked where there is no such account, so that the answer takes as long as for one that exists.
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(null!, "nobody has this password");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", (string? back) => Page.Of<LoginPage>(new { Back = back })).MayAnyone("the way in");
        app.MapPost("/login", EnterAsync).MayAnyone("the way in").RequireRateLimiting(LoginLimits.Login);
        app.MapPost("/logout", LeaveAsync).MayAnyone("leaving needs no right");
    }

    private static async Task<IResult> EnterAsync(
        FormInput form, HttpContext http, Db db, SignInManager<Account> signIn, TimeProvider clock, CancellationToken cancel)
    {
        var name = form.Required("name", "用户名", 50);
        var password = form.Typed("password");
        var back = form.Typed("back");
        if (password.Length is 0 or > PasswordRules.Most)
        {
            form.Wrong("password", "请填写密码。");
        }

        if (!form.Ok)
        {
            return Page.Again<LoginPage>(new { Form = form, Back = back });
        }

        // The slow part before the write, which on SQLite holds up everybody else's.
        var normalized = signIn.UserManager.NormalizeName(name);
        var account = await db.Users.SingleOrDefaultAsync(a => a.NormalizedUserName == normalized && a.ClosedAt == null, cancel);
        var right = signIn.UserManager.PasswordHasher.VerifyHashedPassword(account!, account?.PasswordHash ?? NobodysHash, password)
            != PasswordVerificationResult.Failed && account?.PasswordHash is not null;
        var refusal = await NoteAsync(http, db, account, right, clock.Now(), cancel);
        if (refusal is not null)
        {
            form.Wrong("name", refusal);
            return Page.Again<LoginPage>(new { Form = form, Back = back });
        }

        if (account!.TwoFactorEnabled)
        {
            return await LoginCode.AskAsync(http, account, back);
        }

        await signIn.SignInAsync(account, isPersistent: false);
        return TypedResults.LocalRedirect(Home(back));
    }

    /// <summary>Counting failures is a write, and so is the note of who came in. Null: come in.</summary>
    private static async Task<string?> NoteAsync(
        HttpContext http, Db db, Account? account, bool right, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(account is null ? Stranger : account.Actor, cancel);
        var refusal = (string?)null;
        if (account is null)
        {
            // What was typed stays out of the log: now and then it is a password in the wrong field.
            write.Record(0, "login.fail", null, $"登录失败：没有这个用户名，来自 {From(http)}");
            refusal = Wrong;
        }
        else if (!await LockOut.CountTryAsync(http, db, account.Id, now, cancel))
        {
            write.Record(0, "login.fail", account.Id, $"登录被拒：已锁定，来自 {From(http)}");
            refusal = Wrong;
        }
        else if (!right)
        {
            var locks = await LockOut.FailAsync(http, db, account.Id, now, cancel);
            write.Record(0, "login.fail", account.Id, $"密码不对{(locks ? "，锁定 15 分钟" : "")}，来自 {From(http)}");
            refusal = Wrong;
        }
        else if (account.TwoFactorEnabled)
        {
            // The count stays until the second step is done, or codes could be guessed without end.
            write.Record(0, "login.password", account.Id, $"密码正确，等待动态码，来自 {From(http)}");
        }
        else
        {
            await EnteredAsync(db, write, account.Id, http, now, cancel);
        }

        await write.CommitAsync(cancel);
        return refusal;
    }

    /// <summary>Notes who came in, and clears the count of wrong tries.</summary>
    internal static async Task EnteredAsync(Db db, WriteScope write, Guid account, HttpContext http, DateTimeOffset now, CancellationToken cancel)
    {
        await LockOut.ClearAsync(http, db, account, cancel);
        await db.Users.Where(a => a.Id == account).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastLoginAt, now), cancel);
        write.Record(0, "login", account, $"登录成功，来自 {From(http)}");
    }

    internal static string From(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } address ? "未知地址" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>Where to go after the login: back to the page that asked for it, never to another site.</summary>
    internal static string Home(string back) => Within(back) ?? "/desk";

    /// <summary>An address of this site that somebody sent along; null for any other, and for the ways in and out.</summary>
    internal static string? Within(string back) =>
        back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\', StringComparison.Ordinal)
        && back.All(char.IsAscii) && !back.Any(char.IsControl) && !back.StartsWith("/log", StringComparison.OrdinalIgnoreCase)
            ? back
            : null;

    /// <summary>
    /// A new security stamp ends the session here on the server, not only in this browser: a cookie copied before is worth nothing. The
    /// person's other devices are logged out with it, which the page says.
    /// </summary>
    private static async Task<IResult> LeaveAsync(HttpContext http, Db db, CancellationToken cancel)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        if (http.Features.Get<Me>() is not { } me)
        {
            return http.Done("/login", "已退出。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var stamp = NewPassword.NewStamp();
        await db.Users.Where(a => a.Id == me.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp), cancel);
        write.Record(0, "logout", me.AccountId, $"退出，所有设备上的登录已结束，来自 {From(http)}");
        await write.CommitAsync(cancel);
        return http.Done("/login", "已退出；别的电脑和手机上的登录也已结束。");
    }
}
