using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>The second step of the login: the code of the authenticator app, or one of the recovery codes.</summary>
internal static class LoginCode
{
    private static readonly string Scheme = IdentityConstants.TwoFactorUserIdScheme;
    private static readonly TimeSpan Waits = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login/code", ShowAsync).MayAnyone("the second step of the way in");
        app.MapPost("/login/code", EnterAsync).MayAnyone("the second step of the way in").RequireRateLimiting(LoginLimits.Login);
    }

    internal static void Apply(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "safeisle-second";
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Waits;
        options.SlidingExpiration = false;
    }

    /// <summary>Remembers for five minutes whose password was right, and asks for the code.</summary>
    internal static async Task<IResult> AskAsync(HttpContext http, Account account, string back)
    {
        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, account.Id.ToString()));
        identity.AddClaim(new(Me.StampClaim, account.SecurityStamp!));
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return TypedResults.LocalRedirect("/login/code" + QueryString.Create("back", back));
    }

    private static async Task<IResult> ShowAsync(string? back, HttpContext http, Db db, CancellationToken cancel) =>
        await WaitingAsync(http, db, cancel) is null ? TooLate(http, back) : Page.Of<LoginCodePage>(new { Back = back });

    private static async Task<IResult> EnterAsync(
        FormInput form, HttpContext http, Db db, SignInManager<Account> signIn, Sealer sealer, RecoveryCodes recovery, TimeProvider clock,
        CancellationToken cancel)
    {
        var back = form.Typed("back");
        var code = form.Required("code", "动态码", 20);
        if (!form.Ok)
        {
            return Page.Again<LoginCodePage>(new { Form = form, Back = back });
        }

        if (await WaitingAsync(http, db, cancel) is not { } waiting)
        {
            return TooLate(http, back);
        }

        var now = clock.Now();
        await using var write = await db.BeginWriteAsync(waiting.Actor, cancel);
        var refusal = Login.LockedOut;
        if (await LockOut.CountTryAsync(http, db, waiting.Id, now, cancel))
        {
            // Read after counting: the row is ours now, so a code cannot be used twice at once.
            var account = await db.Users.AsTracking().SingleAsync(a => a.Id == waiting.Id, cancel);
            if (Takes(account, code, sealer, recovery, now))
            {
                await db.SaveChangesAsync(cancel);
                await Login.EnteredAsync(db, write, account.Id, http, now, cancel);
                await write.CommitAsync(cancel);
                await http.SignOutAsync(Scheme);
                await signIn.SignInAsync(account, isPersistent: false);
                return account.RecoveryHashes.Count < RecoveryCodes.Count / 2 && !char.IsAsciiDigit(code[0])
                    ? http.Done(Login.Home(back), $"已登录；恢复码只剩 {account.RecoveryHashes.Count} 个，请到“我的账号”重新生成。")
                    : TypedResults.LocalRedirect(Login.Home(back));
            }

            var locks = await LockOut.FailAsync(http, db, waiting.Id, now, cancel);
            write.Record(0, "login.fail", waiting.Id, $"动态码不对{(locks ? "，锁定 15 分钟" : "")}，来自 {Login.From(http)}");
            refusal = locks ? Login.LockedOut : "动态码不对或已用过：请填手机上现在显示的 6 位数字，或一个没用过的恢复码。";
        }
        else
        {
            write.Record(0, "login.fail", waiting.Id, $"登录被拒：已锁定，来自 {Login.From(http)}");
        }

        await write.CommitAsync(cancel);
        form.Wrong("code", refusal);
        return Page.Again<LoginCodePage>(new { Form = form, Back = back });
    }

    /// <summary>Whether the code lets in; then it is spent.</summary>
    private static bool Takes(Account account, string code, Sealer sealer, RecoveryCodes recovery, DateTimeOffset now)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        var key = sealer.OpenBytes(SealedColumn.AuthenticatorKey, account.Id, account.AuthenticatorKey!);
        if (Totp.StepOf(key, digits, now) is { } step)
        {
            var isNew = step > account.AuthenticatorStep;
            account.AuthenticatorStep = Math.Max(step, account.AuthenticatorStep);
            return isNew;
        }

        return recovery.Spend(account, code);
    }

    private static async Task<Account?> WaitingAsync(HttpContext http, Db db, CancellationToken cancel)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        var stamp = ticket.Principal?.FindFirstValue(Me.StampClaim);
        return Guid.TryParse(ticket.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await db.Users.SingleOrDefaultAsync(a => a.Id == id && a.ClosedAt == null && a.TwoFactorEnabled && a.SecurityStamp == stamp, cancel)
            : null;
    }

    private static IResult TooLate(HttpContext http, string? back) =>
        http.Refused("/login" + QueryString.Create("back", back ?? ""), "等待动态码超过了 5 分钟，请重新填写用户名和密码。");
}
