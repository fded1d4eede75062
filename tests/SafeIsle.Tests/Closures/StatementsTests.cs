using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Closures;

/// <summary>情况说明: from the record to a signed paper.</summary>
public sealed class StatementsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private async Task<string> WrittenAsync(Browser director, string label)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        var path = await CloseBuildingTests.CloseAsync(director, building);
        await director.OpenAsync(path + "/chain");
        await director.OpenAsync(director.Page.QuerySelector("a[href*='statements/new']")!.GetAttribute("href")!);
        await director.SubmitAsync($"{Desk}/statements");
        director.Path.ShouldStartWith($"{Desk}/statements/0", customMessage: director.Text);
        return director.Path;
    }

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        using var director = await app.AsAsync("director");
        var path = await WrittenAsync(director, "91号楼");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"{Desk}/statements/{Ids.New()}")).ShouldBe(HttpStatusCode.NotFound);
        (await director.OpenAsync($"{Desk}/statements/new?order={Ids.New()}")).ShouldBe(HttpStatusCode.OK);
        foreach (var name in new[] { "worker", "town" })
        {
            using var browser = await app.AsAsync(name);
            (await browser.OpenAsync(path)).ShouldBe(HttpStatusCode.Forbidden, name);
            (await browser.OpenAsync($"{Desk}/statements")).ShouldBe(HttpStatusCode.Forbidden, name);
        }
    }

    [Fact]
    public async Task The_record_becomes_sentences_that_are_edited_signed_and_then_stay()
    {
        using var director = await app.AsAsync("director");
        var path = await WrittenAsync(director, "92号楼");
        var text = director.Page.QuerySelector("textarea")!.TextContent;
        text.ShouldContain("现将92号楼封控");
        text.ShouldContain("，高主任：下令封控92号楼：普陀区疫情防控指挥部决定");
        text.ShouldNotContain("。。");
        (await director.SubmitAsync(path, ("text", " "))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync(path, ("text", text + "\n补充：已向家属说明。"));
        director.Text.ShouldContain("已保存为第 2 版");

        // Somebody who has an older version open does not overwrite it.
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(path);
        await director.SubmitAsync(path, ("text", text + "\n第三次改。"));
        (await deputy.SubmitAsync(path, ("text", "覆盖"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("别人刚保存了第 3 版");
        deputy.Page.QuerySelector("textarea")!.TextContent.ShouldBe("覆盖");
        await deputy.OpenAsync(path + "?version=2");
        deputy.Text.ShouldContain("补充：已向家属说明。");

        await director.SubmitAsync(path + "/sign");
        director.Text.ShouldContain("高主任 于");
        director.Page.QuerySelector("textarea").ShouldBeNull();
        (await director.PostAsync(path, ("text", "再改"), ("version", "3"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经签发，不能再改");
        (await director.PostAsync(path + "/sign", ("version", "3"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已经签发了");
        using var answer = await director.FetchAsync(path + "/paper.pdf");
        var paper = string.Concat(PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").Where(c => !char.IsWhiteSpace(c)));
        paper.ShouldContain("第三次改。");
        paper.ShouldContain("签发");
    }

    [Fact]
    public async Task A_household_is_found_and_its_register_changes_are_told()
    {
        var building = await Residents.AddBuildingAsync(app, "93号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "钱说明", Phones = ["14200139301"] }]);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/statements/new?q={Uri.EscapeDataString("钱说明")}");
        await director.OpenAsync(director.Page.QuerySelector("a[href*='person=']")!.GetAttribute("href")!);
        director.Text.ShouldContain("93号楼1单元101室钱说明");
        (await director.SubmitAsync($"{Desk}/statements", ("title", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync($"{Desk}/statements", ("title", "关于登记的情况"), ("from", app.Clock.Now().AddDays(1).ForInput())))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        await director.SubmitAsync(
            $"{Desk}/statements", ("title", "关于登记的情况"), ("from", app.Clock.Now().AddDays(-1).ForInput()));
        var text = director.Page.QuerySelector("textarea")!.TextContent;
        text.ShouldContain("登记改动");
        text.ShouldNotContain("14200139301");
        // Sealed in the database.
        var id = Guid.Parse(director.Path.Split('/')[^1]);
        var stored = await app.InDbAsync(db => db.StatementVersions.Where(v => v.StatementId == id).Select(v => v.TextSealed).SingleAsync());
        System.Text.Encoding.UTF8.GetString(stored).ShouldNotContain("登记改动");
    }
}
