using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Closures;

/// <summary>解除证明: made with the lifting, checked by a stranger, revoked.</summary>
public sealed partial class CertificatesTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<string> LiftedAsync(Browser director, string label)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        await Residents.AddAsync(app, building,
            [new PersonFacts { Name = "张小甲" }, new PersonFacts { Name = "张乙", Presence = Presence.Away }], [new PersonFacts { Name = "李丙" }]);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync(path + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接通知提前解除"));
        return path;
    }

    private static async Task<List<string>> CodesAsync(Browser director, string path)
    {
        using var answer = await director.FetchAsync(path + "/certificates.pdf");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        var text = PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw");
        text.ShouldContain("解除证明");
        text.ShouldContain("普防控〔2022〕12号");
        text.ShouldContain("解除依据");
        text.ShouldContain("普防控〔2022〕20号");
        return [.. Code().Matches(text).Select(m => m.Value)];
    }

    [Fact]
    public async Task Before_the_lifting_there_is_nothing_to_revoke()
    {
        using var director = await app.AsAsync("director");
        var building = await Residents.AddBuildingAsync(app, "88号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "张小甲" }]);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync(path);
        (await director.PostAsync(path + "/certificates/revoke", ("reason", ""))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("还没有解除");
    }

    [Fact]
    public async Task Everybody_at_home_gets_one_that_a_stranger_can_check()
    {
        using var director = await app.AsAsync("director");
        var path = await LiftedAsync(director, "81号楼");
        director.Text.ShouldContain("开出解除证明 2 张");
        foreach (var name in new[] { "worker", "town" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(path + "/certificates")).ShouldBe(HttpStatusCode.Forbidden, name);
            using var paper = await browser.FetchAsync(path + "/certificates.pdf");
            paper.StatusCode.ShouldBe(HttpStatusCode.Forbidden, name);
        }

        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path + "/certificates")).ShouldBe(HttpStatusCode.NotFound);
        var codes = await CodesAsync(director, path);
        codes.Count.ShouldBe(2);
        using var anyone = app.Anyone();
        await anyone.OpenAsync("/verify");
        await anyone.OpenAsync("/verify?code=" + codes[0].ToLowerInvariant());
        anyone.Status.ShouldBe(HttpStatusCode.OK);
        anyone.Path.ShouldBe("/verify/" + codes[0].Replace("-", "", StringComparison.Ordinal));
        anyone.Text.ShouldContain("有效");
        anyone.Text.ShouldContain("张**");
        anyone.Text.ShouldNotContain("张小甲");
        anyone.Text.ShouldNotContain("81号楼");
        (await anyone.OpenAsync("/verify?code=abc")).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_revoked_one_says_so_to_everybody()
    {
        using var director = await app.AsAsync("director");
        var path = await LiftedAsync(director, "82号楼");
        var codes = await CodesAsync(director, path);
        await director.OpenAsync(path + "/certificates");
        (await director.SubmitAsync("/revoke", ("reason", "新病例"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请先勾选");
        var first = director.Page.QuerySelector("input[name=certificate]")!.GetAttribute("value")!;
        (await director.SubmitAsync("/revoke", ("certificate", first), ("reason", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请填写撤销的原因");
        await director.SubmitAsync("/revoke", ("certificate", first), ("reason", "楼内检出新的感染者"));
        director.Text.ShouldContain("已撤销 1 张");
        (await director.PostAsync(path + "/certificates/revoke", ("certificate", first), ("reason", "再来"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经撤销过了");
        using var anyone = app.Anyone();
        var words = new List<string>();
        foreach (var code in codes)
        {
            await anyone.OpenAsync("/verify/" + code);
            words.Add(anyone.Text);
        }

        words.Count(w => w.Contains("已撤销", StringComparison.Ordinal)).ShouldBe(1);
        words.ShouldAllBe(w => !w.Contains("感染者", StringComparison.Ordinal));
        (await CodesAsync(director, path)).Count.ShouldBe(1);
        await director.OpenAsync(path + "/chain");
        director.Text.ShouldContain("撤销解除证明 1 张");
    }

    [Fact]
    public async Task Guessing_is_stopped_and_a_right_code_still_opens()
    {
        using var director = await app.AsAsync("director");
        var path = await LiftedAsync(director, "83号楼");
        var codes = await CodesAsync(director, path);
        using var anyone = app.Anyone();
        (await anyone.OpenAsync("/verify/000000000000")).ShouldBe(HttpStatusCode.NotFound);
        anyone.Text.ShouldContain("不存在");
        for (var i = 0; i < 20; i++)
        {
            await anyone.OpenAsync($"/verify/0000000000{i:D2}");
        }

        anyone.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await anyone.OpenAsync("/verify/" + codes[0])).ShouldBe(HttpStatusCode.OK);
    }

    [GeneratedRegex("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
