using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Closures;

/// <summary>What stands on an order's papers, read back with Poppler's pdftotext.</summary>
public sealed class ClosurePapersTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Guid Building, string Path)> ClosedAsync(Browser director, string label)
    {
        var building = await Residents.AddBuildingAsync(app, label);
        await Residents.AddAsync(app, building,
            [new() { Name = "张甲", BirthDate = new(1940, 1, 1), Phones = ["14200138001"], Tags = Residents.Tags((CareTags.Medicine, "二甲双胍")) }],
            [new() { Name = "李乙", BirthDate = new(1985, 5, 1), Tags = Residents.Tags((CareTags.Pregnant, "")) }]);
        return (building, await CloseBuildingTests.CloseAsync(director, building));
    }

    /// <summary>The paper's words without blanks and line breaks: a paragraph breaks where the page is full.</summary>
    private static async Task<string> WordsAsync(Browser browser, string path)
    {
        using var answer = await browser.FetchAsync(path);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf", path);
        var text = PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw");
        return string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\f'));
    }

    private static async Task<int> PagesAsync(Browser browser, string path)
    {
        using var answer = await browser.FetchAsync(path);
        return PdfReader.Text(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").Count(c => c == '\f');
    }

    private static string Bare(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));

    private Task<ClosureOrder> OrderAsync(Guid building) => app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building));

    [Fact]
    public async Task The_notice_says_who_decided_on_what_ground_from_when_to_when_and_how_to_object()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "41号楼");
        var order = await OrderAsync(building);
        (await PagesAsync(director, path + "/notice.pdf")).ShouldBe(1);
        var notice = await WordsAsync(director, path + "/notice.pdf");
        string[] wanted =
        [
            "封控告知书", "普陀区疫情防控指挥部", "普防控〔2022〕12号", "《传染病防治法》及上海市防控方案", order.StartsAt.Full(), order.ClosedUntil.Full(),
            order.MonitoredUntil.Full(), "提出申诉", "行政复议", "行政诉讼", order.StartsAt.AddDays(1).Here().ToString("M月d日", null), "37.3℃",
        ];
        wanted.ShouldAllBe(words => notice.Contains(Bare(words), StringComparison.Ordinal));
        notice.ShouldNotContain("张甲");

        var doors = await WordsAsync(director, path + "/notice.pdf?each=door");
        foreach (var door in new[] { "41号楼1单元101室", "41号楼2单元102室" })
        {
            doors.ShouldContain(door);
        }
    }

    [Fact]
    public async Task After_an_extension_the_notice_carries_both_decisions_and_the_days_added()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "42号楼");
        var before = await OrderAsync(building);
        await director.OpenAsync(path + "/extend");
        await director.SubmitAsync(
            "/extend", ("sure", "1"), ("monitored", before.MonitoredUntil.AddDays(2).ForInput()), ("reason", "检出新的感染者"), ("document", "沪防控〔2022〕15号"),
            ("authority", "上海市疫情防控指挥部"), ("testDays", "16"));
        director.Path.ShouldBe(path, director.Text);
        (await PagesAsync(director, path + "/notice.pdf")).ShouldBe(1);
        var notice = await WordsAsync(director, path + "/notice.pdf");
        string[] wanted =
        [
            "普防控〔2022〕12号", "沪防控〔2022〕15号", "上海市疫情防控指挥部决定", "健康管理到" + before.MonitoredUntil.AddDays(2).Short(), "加做核酸：" + before.StartsAt.AddDays(15).Here().ToString("M月d日", null), before.MonitoredUntil.AddDays(2).AddMinutes(-1).Here().ToString("M月d日", null),
        ];
        wanted.ShouldAllBe(words => notice.Contains(Bare(words), StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_extension_and_a_restart_every_paper_says_what_each_decision_gave()
    {
        const string call = "电话通知（王科长，11月21日 10:20）";
        using var director = await app.AsAsync("director");
        var building = await Residents.AddBuildingAsync(app, "45号楼");
        await Residents.AddAsync(app, building, [new PersonFacts { Name = "张甲" }]);
        var path = await CloseBuildingTests.CloseAsync(director, building, ("document", call), ("starts", app.Clock.Now().AddHours(-20).ForInput()));
        var first = await OrderAsync(building);
        await director.OpenAsync(path + "/extend");
        await director.SubmitAsync(
            "/extend", ("sure", "1"), ("closed", first.ClosedUntil.AddDays(2).ForInput()), ("reason", "待查"), ("document", "普防控〔2022〕18号"), ("testDays", "3"));
        director.Path.ShouldBe(path, director.Text);
        await director.OpenAsync(path + "/restart");
        await director.SubmitAsync(
            "/restart", ("sure", "1"), ("starts", app.Clock.Now().AddHours(-1).ForInput()), ("reason", "楼内新增"), ("document", "普防控〔2022〕19号"));
        director.Path.ShouldBe(path, director.Text);
        var order = await OrderAsync(building);

        (await PagesAsync(director, path + "/notice.pdf")).ShouldBe(1);
        var notice = await WordsAsync(director, path + "/notice.pdf");
        foreach (var words in new[]
        {
            $"封控 {first.StartsAt.Full()} 到 {first.ClosedUntil.Full()}", $"封控 2 天，至{first.ClosedUntil.Full()}", $"依据：{call}；",
            $"延长：封控到 {first.ClosedUntil.AddDays(2).Short()}（原 {first.ClosedUntil.Short()}）",
            $"现在执行封控到 {order.ClosedUntil.Full()}，健康管理到 {order.MonitoredUntil.Full()}", "（后来重新计时，没做的不再做）",
            "核酸检测：" + ClosureWordsTests.Days(order.StartsAt, 0, 1, 6, 13),
        })
        {
            notice.ShouldContain(Bare(words));
        }

        var monitoring = await WordsAsync(director, path + "/monitoring.pdf");
        monitoring.ShouldContain(Bare($"依据：{call}；普防控〔2022〕18号；普防控〔2022〕19号。"));
        monitoring.ShouldContain(Bare($"封控 {first.StartsAt.Full()} 到 {order.ClosedUntil.Full()}"));
        monitoring.ShouldNotContain("））");
        monitoring.Split("樱花苑居委会").Length.ShouldBe(3, "once in the signature, once in the footer");
        await director.OpenAsync(path + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "排除感染"));
        var lifting = await WordsAsync(director, path + "/lifting.pdf");
        lifting.ShouldContain(Bare($"自{first.StartsAt.Full()}起"));
        lifting.Split("樱花苑居委会").Length.ShouldBe(3);
    }

    [Fact]
    public async Task The_care_list_holds_medicine_and_phone()
    {
        using var director = await app.AsAsync("director");
        var (_, path) = await ClosedAsync(director, "43号楼");
        var care = await WordsAsync(director, path + "/care.pdf");
        foreach (var words in new[] { "重点照护名单", "张甲", "二甲双胍", "14200138001", "43号楼1单元101室", "李乙", "没有，请敲门", "高主任打印", "共2人" })
        {
            care.ShouldContain(words);
        }
    }

    [Fact]
    public async Task The_chain_says_who_did_what_and_the_run_sheet_who_does_it()
    {
        using var director = await app.AsAsync("director");
        var (building, path) = await ClosedAsync(director, "44号楼");
        var task = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == building).OrderBy(t => t.Position).FirstAsync());
        await director.SubmitAsync($"/tasks/{task.Id}/tick");
        await director.OpenAsync(path + "/lift");
        await director.SubmitAsync("/lift", ("document", "普防控〔2022〕20号"), ("reason", "接指挥部通知，排除感染"));
        var chain = await WordsAsync(director, path + "/chain.pdf");
        foreach (var words in new[] { "处置链", "普陀区疫情防控指挥部", "普防控〔2022〕12号", "下令封控44号楼", Bare(task.Title), "高主任", "排除感染", "事前", "事后" })
        {
            chain.ShouldContain(words);
        }

        var sheet = await WordsAsync(director, path + "/runsheet.pdf");
        sheet.ShouldContain(Bare(task.Title));
        sheet.ShouldContain("☑");
        var lifting = await WordsAsync(director, path + "/lifting.pdf");
        lifting.ShouldContain("解封告知书");
        lifting.ShouldContain("恢复正常出入");
    }
}
