using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace SafeIsle.Platform.Access;

/// <summary>Logging in and out.</summary>
internal static class Login
{
    /// <summary>One sentence for every wrong pair, so that names cannot be tried out.</summary>
    private const string Wrong = "用户名或密码不对;连续输错 5 次会锁定 15 分钟。";

    private const string LockedOut = "这个账号因连续输错已锁定 15 分钟,请稍后再试,或请管理员重置密码。";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", (string? back) => Page.Of<LoginPage>(new { Back = back })).MayAnyone("the way in");
        app.MapPost("/login", EnterAsync).MayAnyone("the way in");
        app.MapPost("/logout", LeaveAsync).MayAnyone("leaving needs no right");
    }

    private static async Task<IResult> EnterAsync(
        FormInput form, HttpContext http, Db db, SignInManager<Account> signIn, CancellationToken cancel)
    {
        var name = form.Required("name", "用户名", 50);
        var password = form.Typed("password");
        var back = form.Typed("back");
        if (password.Length == 0)
        {
            form.Wrong("password", "请填写密码。");
        }

        if (form.Ok)
        {
            // Counting failures is a write, and so is the note of who came in.
            await using var write = await db.BeginWriteAsync(new Actor(null, name), cancel);
            var account = await db.Users.AsTracking().SingleOrDefaultAsync(
                a => a.NormalizedUserName == signIn.UserManager.NormalizeName(name) && a.ClosedAt == null, cancel);
            var result = account is null
                ? SignInResult.Failed
                : await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
            write.Record(0, result.Succeeded ? "login" : "login.fail", account?.Id, $"{name} 登录{Words(result)}");
            await write.CommitAsync(cancel);
            if (result.Succeeded)
            {
                return TypedResults.LocalRedirect(IsLocal(back) ? back : "/desk");
            }

            if (result.RequiresTwoFactor)
            {
                return TypedResults.LocalRedirect("/login/code" + QueryString.Create("back", back));
            }

            form.Wrong("name", result.IsLockedOut ? LockedOut : Wrong);
        }

        return Page.Again<LoginPage>(new { Form = form, Back = back });
    }

    private static async Task<IResult> LeaveAsync(SignInManager<Account> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/login");
    }

    private static bool IsLocal(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal);

    private static string Words(SignInResult result) =>
        result.Succeeded ? "成功" : result.IsLockedOut ? "被拒:已锁定" : result.RequiresTwoFactor ? ":密码正确,等待动态码" : "失败";
}
