using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

public sealed class SecondStepTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Path = "/account/second-step";

    [Fact]
    public async Task Switched_on_asked_for_used_up_and_switched_off()
    {
        // At the beginning of a code's half minute, so that the same code is asked for twice.
        app.Clock.Advance(TimeSpan.FromMilliseconds(30_000 - (app.Clock.GetUtcNow().ToUnixTimeMilliseconds() % 30_000)));
        var (browser, key, codes) = await SwitchOnAsync("director");
        using var _ = browser;
        codes.Count.ShouldBe(RecoveryCodes.Count);
        codes.Distinct().Count().ShouldBe(RecoveryCodes.Count);
        await browser.OpenAsync(Path);
        browser.Text.ShouldNotContain(codes[0]);

        // The password alone no longer lets in; the code of the moment does, but the one used for switching on is spent.
        using var second = app.Anyone();
        await PasswordAsync(second, "director");
        second.Path.ShouldStartWith("/login/code");
        await second.SubmitAsync("/login/code", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow())));
        second.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        second.Text.ShouldContain("已用过");
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await second.SubmitAsync("/login/code", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow()).Insert(3, " ")));
        second.Path.ShouldBe("/account");

        // A recovery code does too, once, however it is written.
        using var third = app.Anyone();
        await PasswordAsync(third, "director");
        await third.SubmitAsync("/login/code", ("code", codes[0].ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
        third.Path.ShouldBe("/account");
        using var fourth = app.Anyone();
        await PasswordAsync(fourth, "director");
        (await fourth.SubmitAsync("/login/code", ("code", codes[0]))).ShouldBe(HttpStatusCode.UnprocessableEntity);

        // New codes and switching off ask for the password.
        await browser.OpenAsync(Path);
        browser.Text.ShouldContain("还有 9 个");
        (await browser.SubmitAsync(Path + "/codes", ("old", "wrong"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.SubmitAsync(Path + "/codes", ("old", Cast.Password))).ShouldBe(HttpStatusCode.OK);
        browser.Page.QuerySelector("#codes")!.TextContent.ShouldNotContain(codes[1]);
        await browser.OpenAsync(Path);
        await browser.PostAsync(Path + "/off", ("old", "wrong"));
        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await browser.PostAsync(Path + "/off", ("old", Cast.Password));
        browser.Text.ShouldContain("两步验证已关闭");
        using var fifth = await app.AsAsync("director");
        (await app.InDbAsync(db => db.Users.SingleAsync(a => a.UserName == "director"))).AuthenticatorKey.ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_code_does_not_switch_on_and_shows_the_same_key_again()
    {
        using var browser = await app.AsAsync("worker");
        await browser.OpenAsync(Path);
        var key = browser.Page.QuerySelector("input[name=key]")!.GetAttribute("value");
        browser.Page.QuerySelector(".qr-image svg").ShouldNotBeNull();
        browser.Page.QuerySelector("code")!.TextContent.ShouldBe(Totp.Typed(Convert.FromBase64String(key!)));
        (await browser.SubmitAsync(Path + "/on", ("code", "000000"), ("old", Cast.Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        browser.Page.QuerySelector("input[name=key]")!.GetAttribute("value").ShouldBe(key);
        using var again = await app.AsAsync("worker");
    }

    [Fact]
    public async Task Switching_on_asks_for_the_password()
    {
        using var browser = await app.AsAsync("deputy");
        await browser.OpenAsync(Path);
        var key = Convert.FromBase64String(browser.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!);
        foreach (var (old, because) in new[] { ("", "请填写现在的密码"), ("wrong", "现在的密码不对") })
        {
            (await browser.SubmitAsync(Path + "/on", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow())), ("old", old))).ShouldBe(HttpStatusCode.UnprocessableEntity);
            browser.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldContain(because);
        }

        (await app.InDbAsync(db => db.Users.SingleAsync(a => a.UserName == "deputy"))).TwoFactorEnabled.ShouldBeFalse();
        using var again = await app.AsAsync("deputy");
    }

    [Fact]
    public async Task The_key_lies_sealed_in_the_database()
    {
        var (browser, key, codes) = await SwitchOnAsync("doctor");
        browser.Dispose();
        var account = await app.InDbAsync(db => db.Users.SingleAsync(a => a.UserName == "doctor"));
        account.AuthenticatorKey!.AsSpan().IndexOf(key).ShouldBe(-1);
        account.RecoveryHashes.ShouldNotContain(h => codes.Contains(h));
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account_and_waiting_too_long_asks_for_the_password_again()
    {
        var (browser, key, _) = await SwitchOnAsync("neighbour");
        browser.Dispose();
        using var guesser = app.Anyone();
        await PasswordAsync(guesser, "neighbour");
        for (var i = 0; i < LockOut.Tries; i++)
        {
            await guesser.SubmitAsync("/login/code", ("code", $"00000{i}"));
        }

        guesser.Text.ShouldContain("已锁定");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await guesser.SubmitAsync("/login/code", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow())));
        guesser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        await guesser.SubmitAsync("/login/code", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow())));
        guesser.Path.ShouldStartWith("/login?");
        guesser.Text.ShouldContain("超过了 5 分钟");
    }

    [Fact]
    public async Task The_code_page_is_closed_to_whoever_gave_no_password()
    {
        using var anyone = app.Anyone();
        await anyone.OpenAsync("/login/code");
        anyone.Path.ShouldStartWith("/login?");
    }

    private async Task<(Browser Browser, byte[] Key, List<string> Codes)> SwitchOnAsync(string name)
    {
        var browser = await app.AsAsync(name);
        await browser.OpenAsync(Path);
        var key = Convert.FromBase64String(browser.Page.QuerySelector("input[name=key]")!.GetAttribute("value")!);
        (await browser.SubmitAsync(Path + "/on", ("code", Totp.CodeAt(key, app.Clock.GetUtcNow())), ("old", Cast.Password))).ShouldBe(HttpStatusCode.OK);
        return (browser, key, [.. browser.Page.QuerySelector("#codes")!.TextContent.Trim().Split('\n')]);
    }

    private static async Task PasswordAsync(Browser browser, string name)
    {
        await browser.OpenAsync("/login?back=%2Faccount");
        await browser.SubmitAsync("/login", ("name", name), ("password", Cast.Password));
    }
}
