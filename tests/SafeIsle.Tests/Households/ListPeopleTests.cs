using System.Net;
using SafeIsle.Households;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>The list of people with its filters, order and pages.</summary>
public sealed class ListPeopleTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_list_is_filtered_sorted_and_paged_by_its_address()
    {
        var two = app.Cast.Building2;
        var twin = Person("重复者", born: new(1990, 9, 9));
        await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Person("一号业主", born: new(1940, 1, 1), phone: "14200030001", tags: CareTags.Alone), twin);
        await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Tenant, Person("一号租户") with { Presence = Presence.Away, AwayWhere = "出差", RegisteredHere = false });
        await app.SettleAsync(two, 1, "201", Tenure.Owner, Person("二号业主", tags: CareTags.Pregnant), twin);
        await app.SettleAsync(two, 1, "101", Tenure.Owner, [.. Enumerable.Range(1, 60).Select(i => Person($"成员{i:D2}", i == 1 ? "户主" : "其他"))]);

        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/people")).ShouldBe(HttpStatusCode.NotFound);
        using var doctor = await app.AsAsync("doctor");
        (await doctor.OpenAsync($"{Desk}/people")).ShouldBe(HttpStatusCode.Forbidden);

        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/people");
        director.Text.ShouldContain("65 人在册");
        Names(director).Count.ShouldBe(50);
        Names(director)[..4].ShouldBe(["一号业主", "重复者", "一号租户", "成员01"], "as people walk: building, door, owner before tenant");
        director.Text.ShouldContain("142****0001");
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("14200030001");
        await director.OpenAsync($"{Desk}/people?page=2");
        Names(director)[^2..].ShouldBe(["二号业主", "重复者"]);
        Names(director).Count.ShouldBe(15);

        await ShouldShowAsync(director, $"building={two}&tag={CareTags.Pregnant}&tag={CareTags.Alone}", "二号业主");
        await ShouldShowAsync(director, "tenure=Tenant", "一号租户");
        await ShouldShowAsync(director, "presence=Away", "一号租户");
        await ShouldShowAsync(director, "elsewhere=1", "一号租户");
        await ShouldShowAsync(director, "duplicates=1", "重复者", "重复者");
        await ShouldShowAsync(director, $"verified=Never&tag={CareTags.Alone}", "一号业主");
        await director.OpenAsync($"{Desk}/people?sort=Age");
        Names(director)[0].ShouldBe("一号业主");
        await director.OpenAsync($"{Desk}/people?sort=Verified");
        Names(director).Count.ShouldBe(50);
        await director.OpenAsync($"{Desk}/people?sort=Changed&col=place&col=document");
        director.Page.QuerySelectorAll("thead th").Select(th => th.TextContent).ShouldBe(["姓名", "房屋", "证件"]);
        await director.OpenAsync($"{Desk}/people?tenure=7&building=x&sort=nonsense&page=-3");
        director.Text.ShouldContain("65 人在册");
        await director.OpenAsync($"{Desk}/people?tenure=Shop");
        director.Text.ShouldContain("没有符合条件的人");
        director.Page.QuerySelector("a[href*='/people/export?tenure=Shop']").ShouldNotBeNull();

        using var town = await app.AsAsync("town");
        await town.OpenAsync($"{Desk}/people");
        Names(town)[..3].ShouldBe(["一***", "重**", "一***"], "who only watches reads no names");
        town.Text.ShouldNotContain("一号业主");

        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/people?presence=Away");
        guard.Text.ShouldContain("没有符合条件的人", Case.Sensitive, "the guard works in building 2");
        await guard.OpenAsync($"{Desk}/people");
        guard.Text.ShouldContain("62 人在册");
    }

    [Fact]
    public async Task Tags_are_added_renamed_and_retired()
    {
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/tags")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/tags");
        (await director.SubmitAsync($"{Desk}/tags", ("name", "独居"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("已有名为“独居”的标签");
        await director.SubmitAsync($"{Desk}/tags", ("name", "轮椅"), ("words", "轮椅 拄拐"), ("asksDetail", "1"));
        director.Text.ShouldContain("已新增“轮椅”。");
        var action = director.Page.Forms.Single(f => f.QuerySelector("input[name=name]")?.GetAttribute("value") == "轮椅").GetAttribute("action")!;
        await director.SubmitAsync(action, ("name", "使用轮椅"));
        director.Text.ShouldContain("已保存“使用轮椅”。");
        await director.SubmitAsync(action + "/retire");
        director.Text.ShouldContain("已停用“使用轮椅”。");
        director.Text.ShouldContain("已停用，0 人仍有");
        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync($"/desk/{Cast.Far}/tags");
        (await stranger.PostAsync(action.Replace($"{Cast.Home}", $"{Cast.Far}", StringComparison.Ordinal), ("name", "夺走"))).ShouldBe(HttpStatusCode.NotFound);
    }

    private static List<string> Names(Browser browser) =>
        browser.Page.QuerySelectorAll("tbody tr td:first-child").Select(td => td.TextContent.Trim()).ToList();

    private static async Task ShouldShowAsync(Browser browser, string query, params string[] names)
    {
        (await browser.OpenAsync($"{Desk}/people?{query}")).ShouldBe(HttpStatusCode.OK);
        Names(browser).ShouldBe(names, ignoreOrder: false, query);
    }
}
