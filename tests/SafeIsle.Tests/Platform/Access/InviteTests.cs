using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;

namespace SafeIsle.Tests.Platform.Access;

public sealed class InviteTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Password = "seven-boats-19";
    private static readonly string Desk = $"/desk/{Cast.Home}/staff";

    [Fact]
    public async Task Only_the_committee_and_administrators_see_the_staff_of_their_place()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Desk)).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "guard", "doctor", "town" })
        {
            using var other = await app.AsAsync(name);
            (await other.OpenAsync(Desk)).ShouldBe(HttpStatusCode.Forbidden, name);
            (await other.OpenAsync(Desk + "/invite")).ShouldBe(HttpStatusCode.Forbidden, name);
        }

        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Desk)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("小周");
        director.Text.ShouldContain("一线人员（1 栋楼）");
        director.Text.ShouldNotContain("许主任");
        director.Text.ShouldNotContain("镇联络员");
        (await director.OpenAsync("/admin/staff")).ShouldBe(HttpStatusCode.Forbidden);
        using var admin = await app.AsAsync("admin");
        (await admin.OpenAsync("/desk/310107103999/staff")).ShouldBe(HttpStatusCode.NotFound);
        await admin.OpenAsync("/admin/staff");
        admin.Text.ShouldContain("许主任");
        admin.Text.ShouldContain("镇联络员");
    }

    [Fact]
    public async Task Nobody_invites_above_herself()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk + "/invite");
        director.Page.QuerySelectorAll("input[name=role]").Select(r => r.GetAttribute("value")).ShouldBe(["Field", "Partner", "Committee"]);
        foreach (var role in new[] { "Overseer", "Administrator", "", "4" })
        {
            (await director.SubmitAsync(Desk + "/invite", ("display", "小李"), ("role", role))).ShouldBe(HttpStatusCode.UnprocessableEntity, role);
            director.Page.QuerySelector("input[name=display]")!.GetAttribute("value").ShouldBe("小李");
        }

        (await director.SubmitAsync(Desk + "/invite", ("display", ""), ("role", "Field"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync(Desk + "/invite", ("display", "小李"), ("role", "Field"), ("buildings", "018f0000-0000-7000-8000-000000000000")))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请重新勾选");
    }

    [Theory]
    [InlineData("310107103000", "Committee", "只能给到社区")]
    [InlineData("310107103999", "Field", "还没有建立这个社区")]
    [InlineData("31010710300", "Overseer", "12 位")]
    [InlineData("桃浦镇", "Overseer", "12 位")]
    public async Task An_administrator_names_a_place_that_makes_sense(string place, string role, string because)
    {
        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync("/admin/staff/invite");
        (await admin.SubmitAsync("/admin/staff/invite", ("display", "某人"), ("role", role), ("place", place))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain(because);
    }

    [Fact]
    public async Task A_link_that_leads_only_to_this_machine_says_so_without_a_settings_name()
    {
        using var director = await app.AsAsync("director");
        await InviteAsync(director, "小钱", "Field", ("buildings", app.Cast.Building1.ToString()));
        director.Page.QuerySelector(".alert-danger")!.TextContent.ShouldContain("指向本机");
        director.Text.ShouldContain("请系统管理员设置访问网址");
        director.Text.ShouldNotContain("SAFEISLE_");
        await director.OpenAsync($"/desk/{Cast.Home}/buildings/{app.Cast.Building1}/door-sheets");
        director.Text.ShouldContain("24 套，A4 纸");
        director.Text.ShouldNotContain("SAFEISLE_");
    }

    [Fact]
    public async Task The_invited_chooses_name_and_password_and_is_in_and_the_link_is_spent()
    {
        using var director = await app.AsAsync("director");
        var link = await InviteAsync(director, "小李", "Field", ("buildings", app.Cast.Building1.ToString()));
        using var invited = app.Anyone();
        (await invited.OpenAsync(link)).ShouldBe(HttpStatusCode.OK);
        invited.Text.ShouldContain("小李，您好");
        invited.Text.ShouldContain("高主任 邀请您加入樱花苑居委会");
        (await invited.SubmitAsync(link, ("name", "a b"), ("password", Password), ("again", Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await invited.SubmitAsync(link, ("name", "Director"), ("password", Password), ("again", Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        invited.Text.ShouldContain("已有人用");
        (await invited.SubmitAsync(link, ("name", "小李"), ("password", Password), ("again", "x"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await invited.SubmitAsync(link, ("name", "小李"), ("password", Password), ("again", Password));
        invited.Path.ShouldStartWith("/field");
        await invited.OpenAsync("/account");
        invited.Text.ShouldContain("一线人员（只限 1 栋楼）");
        (await invited.OpenAsync(link)).ShouldBe(HttpStatusCode.Gone);
        invited.Text.ShouldContain("已经用过了");
        using var again = await Browser.LoggedInAsync(app.Address, "小李", Password);
        await director.OpenAsync(Desk);
        director.Text.ShouldContain("小李");
    }

    [Fact]
    public async Task Pressed_by_two_at_once_one_gets_in()
    {
        using var director = await app.AsAsync("director");
        var link = await InviteAsync(director, "抢先的人", "Partner");
        var all = new TaskCompletionSource();
        var opened = 0;
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using var browser = app.Anyone();
            await browser.OpenAsync(link);
            // Whoever opens it after another has joined finds no form.
            if (Interlocked.Increment(ref opened) == 4)
            {
                all.SetResult();
            }

            await all.Task;
            await browser.SubmitAsync(link, ("name", $"racer{i}"), ("password", Password), ("again", Password));
            return browser.Path.StartsWith("/desk", StringComparison.Ordinal);
        }));
        results.Count(r => r).ShouldBe(1);
        (await app.InDbAsync(db => db.Users.CountAsync(a => a.DisplayName == "抢先的人"))).ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_expired_and_withdrawn_links_say_so()
    {
        using var director = await app.AsAsync("director");
        var old = await InviteAsync(director, "太晚的人", "Partner");
        var withdrawn = await InviteAsync(director, "撤回的人", "Partner");
        await director.OpenAsync(Desk);
        var row = director.Page.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("撤回的人", StringComparison.Ordinal));
        await director.SubmitAsync(row.QuerySelector("form")!.GetAttribute("action")!);
        director.Text.ShouldContain("已撤回给撤回的人的邀请");
        using var anyone = app.Anyone();
        (await anyone.OpenAsync(withdrawn)).ShouldBe(HttpStatusCode.Gone);
        anyone.Text.ShouldContain("已过期或已撤回");
        (await anyone.OpenAsync("/join/" + new string('a', LinkSecret.Length))).ShouldBe(HttpStatusCode.Gone);
        anyone.Text.ShouldContain("没有这个邀请链接");
        app.Clock.Advance(InviteStaff.GoodFor);
        (await anyone.OpenAsync(old)).ShouldBe(HttpStatusCode.Gone);
        anyone.Text.ShouldContain("已过期");
    }

    [Fact]
    public async Task A_link_of_somebody_who_may_no_longer_give_it_gives_nothing()
    {
        using var deputy = await app.AsAsync("deputy");
        var link = await InviteAsync(deputy, "朋友", "Committee");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/{app.Cast.Accounts["deputy"]}");
        await director.SubmitAsync("/close");
        using var friend = app.Anyone();
        (await friend.OpenAsync(link)).ShouldBe(HttpStatusCode.Gone);
        friend.Text.ShouldContain("已不能发这个邀请");
    }

    [Fact]
    public async Task Who_has_an_account_takes_it_with_that_one()
    {
        using var director = await app.AsAsync("director");
        var link = await InviteAsync(director, "邻居来帮忙", "Partner");
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync(link);
        await neighbour.SubmitAsync(link + "/mine");
        neighbour.Path.ShouldStartWith("/desk");
        neighbour.Text.ShouldContain("已接受邀请");
        await neighbour.OpenAsync("/account");
        neighbour.Text.ShouldContain("樱花苑居委会 · 协作单位");
        (await neighbour.OpenAsync(link)).ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task The_link_itself_is_not_in_the_database()
    {
        using var director = await app.AsAsync("director");
        var link = await InviteAsync(director, "保密的人", "Partner");
        var secret = link["/join/".Length..];
        secret.Length.ShouldBe(LinkSecret.Length);
        var stored = await app.InDbAsync(db => db.Set<Invitation>().SingleAsync(i => i.DisplayName == "保密的人"));
        stored.SecretHash.ShouldBe(LinkSecret.Hash(secret));
        (stored.ExpiresAt - app.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromDays(6.9), InviteStaff.GoodFor);
    }

    internal static async Task<string> InviteAsync(Browser by, string display, string role, params (string, string?)[] more)
    {
        await by.OpenAsync(Desk + "/invite");
        (await by.SubmitAsync(Desk + "/invite", [("display", display), ("role", role), .. more])).ShouldBe(HttpStatusCode.OK);
        by.Page.QuerySelector(".qr-image svg").ShouldNotBeNull();
        return LinkIn(by);
    }

    internal static string LinkIn(Browser browser)
    {
        var message = browser.Page.QuerySelector("#message")!.TextContent;
        return new Uri(message[message.IndexOf("http", StringComparison.Ordinal)..].Trim()).AbsolutePath;
    }
}
