using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>The optional second step of the login: switched on with an authenticator app, on and off with the password.</summary>
internal static class SecondStep
{
    public const string Path = "/account/second-step";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).May(WhoMay.Everyone);
        app.MapPost(Path + "/on", SwitchOnAsync).May(WhoMay.Everyone).RequireRateLimiting(LoginLimits.Login);
        app.MapPost(Path + "/off", SwitchOffAsync).May(WhoMay.Everyone).RequireRateLimiting(LoginLimits.Login);
        app.MapPost(Path + "/codes", RenewCodesAsync).May(WhoMay.Everyone).RequireRateLimiting(LoginLimits.Login);
    }

    private static async Task<IResult> ShowAsync(Me me, Db db, CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        return account.TwoFactorEnabled
            ? Page.Of<SecondStepPage>(new { CodesLeft = account.RecoveryHashes.Count })
            : Page.Of<SecondStepOnPage>(new { account.UserName, Key = RandomNumberGenerator.GetBytes(Totp.KeyBytes) });
    }

    /// <summary>The key travels in the form and is stored only when a code proves that the app has it: nobody locks herself out half-way.</summary>
    private static async Task<IResult> SwitchOnAsync(
        FormInput form, HttpContext http, Me me, Db db, UserManager<Account> users, Sealer sealer, RecoveryCodes recovery, TimeProvider clock,
        CancellationToken cancel)
    {
        var key = new byte[Totp.KeyBytes];
        if (!Convert.TryFromBase64String(form.Typed("key"), key, out var length) || length != Totp.KeyBytes)
        {
            return http.Refused(Path, "页面内容不完整，请重新扫码。");
        }

        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        var code = form.Required("code", "动态码", 20).Replace(" ", "", StringComparison.Ordinal);
        var step = Totp.StepOf(key, code, clock.Now());
        if (form.Ok && step is null)
        {
            form.Wrong("code", "动态码不对：请填验证器里“安全岛”下面现在显示的 6 位数字；一直不对时，请检查手机的时间。");
        }

        // Whoever finds the desk unlocked must not lock its owner out with a phone of her own.
        if (!form.Ok || !await MyAccount.ConfirmAsync(form, http, db, account, users, clock.Now(), cancel))
        {
            return Page.Again<SecondStepOnPage>(new { account.UserName, Key = key, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        account = await db.Users.AsTracking().SingleAsync(a => a.Id == me.AccountId, cancel);
        if (account.TwoFactorEnabled)
        {
            return http.Refused(Path, "两步验证已经开启。");
        }

        account.AuthenticatorKey = sealer.SealBytes(SealedColumn.AuthenticatorKey, account.Id, key);
        account.AuthenticatorStep = step!.Value;
        account.TwoFactorEnabled = true;
        var codes = recovery.Renew(account);
        write.Record(0, "account.second.on", account.Id, "开启两步验证");
        await write.CommitAsync(cancel);
        return Page.Of<RecoveryCodesPage>(new { Codes = codes, account.UserName, Fresh = true });
    }

    private static async Task<IResult> SwitchOffAsync(
        FormInput form, HttpContext http, Me me, Db db, UserManager<Account> users, TimeProvider clock, CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        if (!await MyAccount.ConfirmAsync(form, http, db, account, users, clock.Now(), cancel))
        {
            return Page.Again<SecondStepPage>(new { CodesLeft = account.RecoveryHashes.Count, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        account = await db.Users.AsTracking().SingleAsync(a => a.Id == me.AccountId, cancel);
        account.DropSecondStep();
        write.Record(0, "account.second.off", me.AccountId, "关闭两步验证");
        await write.CommitAsync(cancel);
        return http.Done(MyAccount.Path, "两步验证已关闭。");
    }

    private static async Task<IResult> RenewCodesAsync(
        FormInput form, HttpContext http, Me me, Db db, UserManager<Account> users, RecoveryCodes recovery, TimeProvider clock,
        CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(a => a.Id == me.AccountId, cancel);
        if (!await MyAccount.ConfirmAsync(form, http, db, account, users, clock.Now(), cancel))
        {
            return Page.Again<SecondStepPage>(new { CodesLeft = account.RecoveryHashes.Count, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        account = await db.Users.AsTracking().SingleAsync(a => a.Id == me.AccountId, cancel);
        var codes = recovery.Renew(account);
        write.Record(0, "account.second.codes", account.Id, "重新生成恢复码，旧的作废");
        await write.CommitAsync(cancel);
        return Page.Of<RecoveryCodesPage>(new { Codes = codes, account.UserName, Fresh = false });
    }

    internal static void DropSecondStep(this Account account)
    {
        account.TwoFactorEnabled = false;
        account.AuthenticatorKey = null;
        account.RecoveryHashes = [];
    }
}
