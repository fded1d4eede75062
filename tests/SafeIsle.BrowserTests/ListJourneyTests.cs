using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// The police send a list of the tenants. Matched, it names everybody but one, and one whom nobody here knows; what was found out goes back
/// in the sender's own columns.
/// </summary>
[Collection(typeof(RentedCommunity))]
public sealed class ListJourneyTests(Browser browser, RentedHomes homes)
{
    private const string File = "派出所租住人员.xlsx";
    private const string Stranger = "罗远方";
    private const string Reply = "已联系，人在外地，没有在本社区住过";
    private static readonly string[] Columns = ["序号", "人员姓名", "身份证号码", "手机", "现住址"];

    [Fact]
    public async Task Of_all_tenants_the_one_on_no_list_is_found_and_the_answer_goes_back()
    {
        var tenants = Rows.Ask(homes.Server, """
            SELECT p.name, d.label FROM household h
            JOIN dwelling d ON d.community_id = h.community_id AND d.id = h.dwelling_id
            JOIN building b ON b.community_id = d.community_id AND b.id = d.building_id
            JOIN person p ON p.community_id = h.community_id AND p.household_id = h.id AND p.closed_at IS NULL
            WHERE h.community_id = $community AND h.tenure = 'Tenant' AND h.closed_at IS NULL ORDER BY b.sort_key, d.sort_key, p.position
            """, ("$community", RentedHomes.Community));
        var left = tenants.First(t => t[1] == "64号楼2单元301室");
        var named = tenants.Where(t => t != left).ToList();
        await using var director = await browser.DeskAsync(homes.Server);
        await director.LoginAsync("yinghua");
        var list = await MatchAsync(director, Workbook.Of([Columns, .. named.Select((t, i) => Row(i, t[0], "樱花苑" + t[1])), Row(named.Count, Stranger, "湖北省武汉市")]));
        (await director.FigureAsync("在册")).ShouldBe(named.Count);
        (await director.FigureAsync("不在册")).ShouldBe(1);
        await director.ShouldBeGoodAsync("list-matched", guide: true);
        await AnswerAsync(director, list);

        await director.GoAsync(list);
        await director.FollowAsync("名单里没有的人");
        await director.Page.Locator("select[name=tenure]").SelectOptionAsync("Tenant");
        await director.PressAsync("对照");
        await Expect(director.Page.GetByRole(AriaRole.Link, new() { Name = left[0], Exact = true })).ToBeVisibleAsync();
        (await director.FigureAsync("人符合条件")).ShouldBe(tenants.Count);
        (await director.FigureAsync("人哪份名单里都没有")).ShouldBe(1);
        await director.ShouldBeGoodAsync("list-nowhere", guide: true);
        var missed = await TakeOutAsync(director, "导出表格", "上门核实漏登的租户");
        missed.ShouldContain(row => row.Contains(left[0]));

        await director.GoAsync(list);
        var answer = await TakeOutAsync(director, "回复文件", "回复派出所");
        answer.Count(row => row.Contains("在册")).ShouldBe(named.Count);
        answer.SelectMany(row => row).ShouldNotContain(left[0]);
        var theirs = answer.Single(row => row.Contains(Stranger));
        theirs.ShouldContain("不在册");
        theirs.ShouldContain(Reply);
        director.Problems.ShouldBeEmpty();
    }

    // Answers the path of the list.
    private static async Task<string> MatchAsync(Screen director, byte[] file)
    {
        await director.GoAsync(director.Root + "/lists");
        await director.Page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = File, MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = file,
        });
        await director.Page.Locator("#sender").FillAsync("桃浦派出所");
        await director.Page.Locator("#why").FillAsync("核对租住人员");
        await director.PressAsync("上传并核对列");
        await director.AtAsync("核对名单的列");
        await director.ShouldBeGoodAsync("list-columns", guide: true);
        await director.PressAsync("与登记比对");
        await Expect(director.Page.GetByRole(AriaRole.Link, new() { Name = "回复文件" })).ToBeVisibleAsync();
        return new Uri(director.Page.Url).AbsolutePath;
    }

    private static async Task AnswerAsync(Screen director, string list)
    {
        await director.GoAsync(list + "?outcome=Unknown");
        await director.FollowAsync("查看");
        await director.Page.Locator("#answer").FillAsync(Reply);
        await director.ShouldBeGoodAsync("list-row");
        await director.PressAsync("保存回复");
        await Expect(director.Page.GetByText("回复已保存")).ToBeVisibleAsync();
    }

    // The rows of the file that lies behind that link.
    private static async Task<IReadOnlyList<string[]>> TakeOutAsync(Screen director, string link, string why)
    {
        await director.FollowAsync(link);
        await director.Page.Locator("#reason").FillAsync(why);
        await director.PressAsync("导出表格");
        await director.AtAsync("导出");
        var newest = director.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = why });
        var file = await director.Page.RunAndWaitForDownloadAsync(() => newest.GetByRole(AriaRole.Link, new() { Name = "取文件" }).ClickAsync());
        return Workbook.Read(await System.IO.File.ReadAllBytesAsync(await file.PathAsync(), TestContext.Current.CancellationToken));
    }

    private static string[] Row(int place, string name, string address) => [(place + 1).ToString(CultureInfo.InvariantCulture), name, "", "", address];
}
