using System.Net;

namespace SafeIsle.Tests.Platform.Access;

public sealed class MyAccountTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Fresh = "quiet-river-77";

    [Fact]
    public async Task Shows_what_was_granted_in_words_and_my_last_logins()
    {
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync("/account");
        guard.Text.ShouldContain("樱花苑居委会 · 一线人员（只限 1 栋楼）");
        guard.Text.ShouldContain("登录成功，来自 127.0.0.1");
    }

    [Theory]
    [InlineData("wrong-old-1", Fresh, Fresh, "现在的密码不对")]
    [InlineData("", Fresh, Fresh, "请填写现在的密码")]
    [InlineData(Cast.Password, "short1", "short1", "位")]
    [InlineData(Cast.Password, "stranger-is-me-1", "stranger-is-me-1", "用户名")]
    [InlineData(Cast.Password, "1q2w3e4r5t6y", "1q2w3e4r5t6y", "太常见")]
    [InlineData(Cast.Password, Fresh, "quiet-river-78", "不一样")]
    public async Task A_password_is_not_changed_when(string old, string password, string again, string because)
    {
        using var browser = await app.AsAsync("stranger");
        await browser.OpenAsync("/account");
        (await browser.SubmitAsync("/account/password", ("old", old), ("password", password), ("again", again))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        browser.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldContain(because);
        using var still = await app.AsAsync("stranger");
    }

    [Fact]
    public async Task An_administrator_corrects_her_own_name_with_her_password_and_nobody_else_does()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync("/account");
        director.Page.QuerySelector("input[name=display]").ShouldBeNull();
        (await director.PostAsync("/account/name", ("display", "新名"), ("namePassword", Cast.Password))).ShouldBe(HttpStatusCode.Forbidden);

        using var admin = await app.AsAsync("admin");
        await admin.OpenAsync("/account");
        (await admin.SubmitAsync("/account/name", ("display", "系统管理员"), ("duty", "信息员"), ("namePassword", "wrong-old-1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        admin.Text.ShouldContain("现在的密码不对");
        (await admin.SubmitAsync("/account/name", ("display", ""), ("namePassword", Cast.Password))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await admin.SubmitAsync("/account/name", ("display", "系统管理员"), ("namePassword", Cast.Password));
        admin.Text.ShouldContain("已保存");
        admin.Page.QuerySelector("header a[href='/account']")!.TextContent.ShouldBe("系统管理员");
        await admin.OpenAsync("/admin/audit");
        admin.Text.ShouldContain("管理员 把自己的称呼改为 系统管理员");
    }

    [Fact]
    public async Task A_changed_password_ends_every_other_session()
    {
        using var here = await app.AsAsync("deputy");
        using var there = await app.AsAsync("deputy");
        await here.OpenAsync("/account");
        await here.SubmitAsync("/account/password", ("old", Cast.Password), ("password", Fresh), ("again", Fresh));
        here.Path.ShouldBe("/account");
        here.Text.ShouldContain("密码已修改");
        await here.OpenAsync("/account");
        here.Path.ShouldBe("/account");
        await there.OpenAsync("/account");
        there.Path.ShouldStartWith("/login");
        using var again = await Browser.LoggedInAsync(app.Address, "deputy", Fresh);
    }

    [Fact]
    public async Task Nobody_renames_herself_and_whoever_looks_after_her_does()
    {
        using var doctor = await app.AsAsync("doctor");
        await doctor.OpenAsync("/account");
        (await doctor.PostAsync("/account/name", ("display", "高主任"), ("duty", "居委会主任"))).ShouldBe(HttpStatusCode.Forbidden);
        await doctor.OpenAsync("/account");
        doctor.Text.ShouldContain("林医生");
        doctor.Page.QuerySelector("input[name=display]").ShouldBeNull();
        using var director = await app.AsAsync("director");
        var person = $"/desk/{Cast.Home}/staff/{app.Cast.Accounts["doctor"]}";
        await director.OpenAsync(person);
        await director.SubmitAsync(person + "/name", ("display", "林大夫"), ("duty", "社区医生"));
        director.Text.ShouldContain("已保存");
        await doctor.OpenAsync("/account");
        doctor.Text.ShouldContain("林大夫，社区医生");

        // Her own page among the staff does not rename her either.
        var mine = $"/desk/{Cast.Home}/staff/{app.Cast.Accounts["director"]}";
        await director.PostAsync(mine + "/name", ("display", "书记"));
        director.Text.ShouldContain("不能改自己的称呼");
    }
}
