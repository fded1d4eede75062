using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Tests.Platform.Access;

public sealed class LoginTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_sentence()
    {
        using var browser = app.Anyone();
        await browser.OpenAsync("/login");
        (await browser.SubmitAsync("/login", ("name", "town"), ("password", "wrong-password-1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        var wrong = browser.Page.QuerySelector(".invalid-feedback")!.TextContent;
        await browser.SubmitAsync("/login", ("name", "no-such-name"), ("password", "wrong-password-1"));
        browser.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(wrong);
        wrong.ShouldContain("用户名或密码不对");
        browser.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("no-such-name");
        browser.Page.QuerySelector("input[name=password]")!.GetAttribute("value").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_typed_as_an_unknown_name_stays_out_of_the_log()
    {
        using var browser = app.Anyone();
        await browser.OpenAsync("/login");
        await browser.SubmitAsync("/login", ("name", "my-Secret-by-mistake-9"), ("password", "x"));
        (await app.InDbAsync(db => db.Set<AuditEntry>().AnyAsync(e => e.Summary.Contains("by-mistake") || e.ActorName.Contains("by-mistake")))).ShouldBeFalse();
    }

    [Fact]
    public async Task Five_wrong_tries_lock_for_a_quarter_of_an_hour_and_nothing_tells_a_locked_name_from_an_unknown_one()
    {
        using var browser = app.Anyone();
        await browser.OpenAsync("/login");
        await browser.SubmitAsync("/login", ("name", "no-such-name"), ("password", "wrong-1"));
        var unknown = browser.Page.QuerySelector(".invalid-feedback")!.TextContent;
        for (var i = 1; i <= LockOut.Tries; i++)
        {
            await browser.SubmitAsync("/login", ("name", "guard"), ("password", $"wrong-{i}"));
            browser.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(unknown);
        }

        await browser.SubmitAsync("/login", ("name", "guard"), ("password", Cast.Password));
        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        browser.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(unknown);
        app.Clock.Advance(LockOut.Duration + TimeSpan.FromSeconds(1));
        await browser.SubmitAsync("/login", ("name", "guard"), ("password", Cast.Password));
        browser.Path.ShouldStartWith("/field");
    }

    [Fact]
    public async Task Who_walks_the_stairs_opens_what_she_has_to_do_and_others_the_board()
    {
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync("/desk");
        worker.Path.ShouldBe($"/field/{Cast.Home}/todos");
        using var director = await app.AsAsync("director");
        await director.OpenAsync("/desk");
        director.Path.ShouldBe($"/desk/{Cast.Home}");
    }

    [Fact]
    public async Task Strangers_do_not_lock_a_browser_out_that_has_logged_in_before_and_its_own_wrong_tries_do()
    {
        using var own = await app.AsAsync("worker");
        using var thief = own.Copy();
        await own.OpenAsync("/account");
        await own.SubmitAsync("/logout");
        using var stranger = app.Anyone();
        await WrongAsync(stranger, "worker", LockOut.Tries);
        (await EnterAsync(stranger, "worker")).ShouldBeFalse();
        using var other = await app.AsAsync("stranger");
        (await EnterAsync(other, "worker")).ShouldBeFalse();

        (await EnterAsync(own, "worker")).ShouldBeTrue();
        await own.OpenAsync("/account");
        await own.SubmitAsync("/logout");
        await WrongAsync(own, "worker", LockOut.Tries - 1);
        (await EnterAsync(own, "worker")).ShouldBeTrue();
        await own.OpenAsync("/account");
        await own.SubmitAsync("/logout");
        await WrongAsync(own, "worker", LockOut.Tries);
        (await EnterAsync(own, "worker")).ShouldBeFalse();
        (await EnterAsync(thief, "worker")).ShouldBeFalse();
        using (await app.AsAsync("worker"))
        {
            // Others of her browsers are not held up by it.
        }

        app.Clock.Advance(LockOut.Duration + TimeSpan.FromSeconds(1));
        (await EnterAsync(own, "worker")).ShouldBeTrue();
    }

    [Fact]
    public void A_browser_is_known_to_the_account_alone_that_logged_in_there()
    {
        var browsers = app.Services.GetRequiredService<KnownBrowsers>();
        var (own, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var left = new DefaultHttpContext();
        browsers.Remember(left, own);
        var value = left.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0];
        KnownTo(own, own, value).ShouldBeTrue();
        KnownTo(other, other, value).ShouldBeFalse();
        KnownTo(own, other, value).ShouldBeFalse();
        KnownTo(own, own, "x").ShouldBeFalse();
        KnownTo(own, own, value[..^4]).ShouldBeFalse();

        bool KnownTo(Guid account, Guid named, string sealedId)
        {
            var http = new DefaultHttpContext();
            http.Request.Headers.Cookie = $"safeisle-known-{named:N}={sealedId}";
            return browsers.Of(http, account) is not null;
        }
    }

    [Fact]
    public async Task Who_opens_the_lock_opens_it_for_every_browser()
    {
        using var own = await app.AsAsync("neighbour");
        await own.OpenAsync("/account");
        await own.SubmitAsync("/logout");
        await WrongAsync(own, "neighbour", LockOut.Tries);
        (await EnterAsync(own, "neighbour")).ShouldBeFalse();
        using var administrator = await app.AsAsync("admin");
        var member = $"/admin/staff/{app.Cast.Accounts["neighbour"]}";
        await administrator.OpenAsync(member);
        (await administrator.PostAsync(member + "/unlock")).ShouldBe(HttpStatusCode.OK);
        administrator.Text.ShouldContain("已解锁");
        (await EnterAsync(own, "neighbour")).ShouldBeTrue();
    }

    private static async Task WrongAsync(Browser browser, string name, int times)
    {
        await browser.OpenAsync("/login");
        for (var i = 0; i < times; i++)
        {
            await browser.SubmitAsync("/login", ("name", name), ("password", $"wrong-{i}"));
        }
    }

    private static async Task<bool> EnterAsync(Browser browser, string name)
    {
        await browser.OpenAsync("/login");
        await browser.SubmitAsync("/login", ("name", name), ("password", Cast.Password));
        return !browser.Path.StartsWith("/login", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_sent_all_at_once_are_counted_one_by_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = app.Anyone();
            await browser.OpenAsync("/login");
            await browser.SubmitAsync("/login", ("name", "doctor"), ("password", "wrong"));
        }));
        var id = app.Cast.Accounts["doctor"];
        var tries = await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == id && e.Action == "login.fail").Select(e => e.Summary).ToListAsync());
        tries.Count(t => t.StartsWith("密码不对", StringComparison.Ordinal)).ShouldBe(LockOut.Tries);
        tries.Count(t => t.StartsWith("登录被拒", StringComparison.Ordinal)).ShouldBe(12 - LockOut.Tries);
        using var doctor = app.Anyone();
        await doctor.OpenAsync("/login");
        (await doctor.SubmitAsync("/login", ("name", "doctor"), ("password", Cast.Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        app.Clock.Advance(LockOut.Duration + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("/account?x=1", "/account?x=1")]
    [InlineData("https://example.com/", "/desk")]
    [InlineData("//example.com/", "/desk")]
    [InlineData("/\\example.com/", "/desk")]
    [InlineData("/logout", "/desk")]
    [InlineData("", "/desk")]
    public async Task After_the_login_the_way_leads_back_but_never_to_another_site(string back, string ends)
    {
        using var browser = app.Anyone();
        await browser.OpenAsync("/login?back=" + Uri.EscapeDataString(back));
        await browser.SubmitAsync("/login", ("name", "director"), ("password", Cast.Password));
        browser.Path.ShouldStartWith(ends);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_for_scripts_and_other_sites()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = app.Address };
        var cancel = TestContext.Current.CancellationToken;
        using var page = await http.GetAsync("/login", cancel);
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync(cancel));
        var token = document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["name"] = "director", ["password"] = Cast.Password,
        });
        using var response = await http.PostAsync("/login", form, cancel);
        var cookies = page.Headers.GetValues("Set-Cookie").Concat(response.Headers.GetValues("Set-Cookie")).ToList();
        cookies.ShouldContain(c => c.StartsWith("safeisle=", StringComparison.Ordinal));
        cookies.ShouldAllBe(c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("samesite=", StringComparison.OrdinalIgnoreCase));
        cookies.ShouldAllBe(c => !c.Contains("samesite=none", StringComparison.OrdinalIgnoreCase) && !c.Contains("expires", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_post_without_token_changes_nothing()
    {
        using var director = await app.AsAsync("director");
        using var response = await director.PostBlindAsync("/logout");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("页面放得太久");
        await director.OpenAsync("/account");
        director.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Logging_out_ends_the_session_on_the_server_and_on_other_devices_and_says_so()
    {
        using var browser = await app.AsAsync("neighbour");
        using var phone = await app.AsAsync("neighbour");
        using var thief = browser.Copy();
        await browser.OpenAsync("/account");
        await browser.SubmitAsync("/logout");
        browser.Text.ShouldContain("已退出；别的电脑和手机上的登录也已结束");
        foreach (var session in new[] { browser, phone, thief })
        {
            await session.OpenAsync("/account");
            session.Path.ShouldStartWith("/login");
        }

        using var again = await app.AsAsync("neighbour");
    }

    [Theory]
    [InlineData("/no-such-page", HttpStatusCode.NotFound, "没有找到")]
    [InlineData("/desk/340302004008/staff", HttpStatusCode.NotFound, "没有找到")]
    [InlineData("/admin/staff", HttpStatusCode.Forbidden, "没有这项权限")]
    public async Task Errors_are_told_in_chinese(string path, HttpStatusCode status, string words)
    {
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(path)).ShouldBe(status);
        director.Text.ShouldContain(words);
    }
}
