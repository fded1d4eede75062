using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>Temperatures, needs, the next building, the end and the record.</summary>
public sealed partial class LifeJourneyTests
{
    private static async Task ReportAsync(Screen director, Screen wang, Screen doctor, string order)
    {
        await director.GoAsync(order + "/missing");
        await director.ShouldBeGoodAsync("missing", guide: true);
        await director.GoAsync(order);
        await NeverLoadedAgainAsync(director);
        await Expect(Figure(director, "待处理异常")).ToHaveTextAsync("0");

        await HomeAsync(wang);
        await wang.GoAsync(new Uri(wang.Page.Url).AbsolutePath + "/report");
        var people = wang.Page.GetByLabel("（℃）");
        (await people.CountAsync()).ShouldBeGreaterThan(1);
        await people.Nth(0).FillAsync("366");
        await people.Nth(1).FillAsync("36.6.6");
        await wang.PressAsync("一起报上");
        await Expect(wang.Page.GetByText("两个小数点")).ToBeVisibleAsync();
        await people.Nth(1).FillAsync("３７．８");
        for (var i = 2; i < await people.CountAsync(); i++)
        {
            await people.Nth(i).FillAsync("36.5");
        }
        await wang.ShouldBeGoodAsync("report", guide: true);
        await wang.ShouldBeLargeAsync();
        await wang.PressAsync("一起报上");
        await Expect(Figure(director, "待处理异常")).ToHaveTextAsync("1");
        await ShouldNotHaveLoadedAgainAsync(director);
        await wang.ShouldBeGoodAsync("reported");
        await wang.ShouldBeLargeAsync();

        await doctor.GoAsync(order + "/alerts");
        await Expect(doctor.Page.GetByText("37.8").First).ToBeVisibleAsync();
        await doctor.ShouldBeGoodAsync("alerts", guide: true);
        await director.GoAsync(order + "/missing");
        var households = director.Page.Locator("main .card");
        var missing = await households.CountAsync();
        var household = households.First;
        var inputs = household.GetByPlaceholder("36.5");
        for (var i = await inputs.CountAsync() - 1; i >= 0; i--)
        {
            await inputs.Nth(i).FillAsync("36.4");
        }
        await household.GetByRole(AriaRole.Button, new() { Name = "量了，记下" }).ClickAsync();
        await Expect(households).ToHaveCountAsync(missing - 1);
        await director.GoAsync(order + "/temperatures");
        await Expect(director.Page.GetByText("36.4").First).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("temperatures", guide: true);
        await director.Page.Locator("td[data-label=房屋] a").First.ClickAsync();
        await director.ShouldBeGoodAsync("report-by-staff");
    }

    private static async Task NeedAsync(Screen director, Screen wang, Screen doctor, string order)
    {
        await director.GoAsync(order);
        await NeverLoadedAgainAsync(director);
        await Expect(Figure(director, "求助")).ToHaveTextAsync("0");
        await HomeAsync(wang);
        await wang.Page.Locator("a.weui-cell").Filter(new() { HasText = "求助" }).ClickAsync();
        await wang.AtAsync("求助");
        await wang.ShouldBeGoodAsync("needs", guide: true);
        await wang.ShouldBeLargeAsync();
        await wang.FollowAsync("配药");
        await wang.Page.GetByLabel("请写清楚").FillAsync("氨氯地平，一天一片，还能吃两天");
        var box = await wang.Page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 40 });
        await wang.Page.GetByLabel("拍照").SetInputFilesAsync(new FilePayload { Name = "药盒.jpg", MimeType = "image/jpeg", Buffer = box });
        await wang.ShouldBeGoodAsync("need", guide: true);
        await wang.ShouldBeLargeAsync();
        await wang.PressAsync("发出求助");
        await wang.AtAsync("配药");
        await Expect(wang.Page.GetByText("已收到").First).ToBeVisibleAsync();
        await Expect(Figure(director, "求助")).ToHaveTextAsync("1");
        await ShouldNotHaveLoadedAgainAsync(director);

        await doctor.GoAsync(doctor.Root + "/requests");
        await doctor.ShouldBeGoodAsync("requests");
        await doctor.FollowAsync("配药");
        await doctor.ShouldBeGoodAsync("request", guide: true);
        await doctor.Page.GetByLabel("给住户的话").FillAsync("下午三点前送到门口。");
        await doctor.PressAsync("答复");
        await Expect(doctor.Page.GetByText("下午三点前送到门口").First).ToBeVisibleAsync();
        await wang.Page.ReloadAsync();
        await Expect(wang.Page.GetByText("下午三点前送到门口")).ToBeVisibleAsync();
        await doctor.PressAsync("已办好");
        await Expect(doctor.Page.GetByRole(AriaRole.Button, new() { Name = "已办好" })).ToHaveCountAsync(0);
        await wang.Page.ReloadAsync();
        await Expect(wang.Page.GetByText("已办好").First).ToBeVisibleAsync();
        await wang.ShouldBeGoodAsync("need-done", guide: true);
        await wang.ShouldBeLargeAsync();
        await Expect(Figure(director, "求助")).ToHaveTextAsync("0");
        await director.GoAsync(order + "/requests/new");
        await director.ShouldBeGoodAsync("request-entered");
    }

    private static async Task DoTheSameAsync(Screen director, Screen town, string order)
    {
        await director.GoAsync(order);
        await director.ShouldBeGoodAsync("board-living", guide: true);
        await director.FollowAsync("再封一栋");
        await director.AtAsync("再封楼栋");
        await director.Page.GetByLabel(Next).CheckAsync();
        await director.ShouldBeGoodAsync("same", guide: true);
        await director.PressAsync("看看会涉及谁");
        await director.AtAsync("确认再封");
        await director.ShouldBeGoodAsync("same-confirm");
        await director.PressAsync("确认封控 1 栋");
        await director.AtAsync("楼栋封控");
        await Expect(director.Page.GetByRole(AriaRole.Link, new() { Name = Next, Exact = true })).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("buildings", guide: true);

        // The town has not touched its screen since the first order.
        await Expect(Figure(town, "栋封控中")).ToHaveTextAsync("3");
        await ShouldNotHaveLoadedAgainAsync(town);
        await town.ShouldBeGoodAsync("oversee", guide: true);
        await town.Page.SetViewportSizeAsync(1920, 1080);
        await town.GoAsync(town.Path == "/oversee" ? new Uri(director.Page.Url).AbsolutePath + "?tv=1" : town.Path);
        await town.ShootForGuideAsync("tv");
        // Not the rules for pages that people use: a wall's screen loads itself anew every ten minutes, on purpose.
        await town.ShouldBeSoundAsync();
        await town.Page.SetViewportSizeAsync(1440, 900);
    }

    private static async Task MonitorAndLiftAsync(Screen director, string order)
    {
        // What is due the day before the monitoring is named and printed.
        await director.GoAsync(order);
        await Expect(director.Page.Locator("#passing")).ToContainTextAsync("转入健康管理");
        (await director.PaperAsync("转入健康管理告知书")).ShouldContain("健康管理");
        await director.FollowAsync("重新计时");
        await director.AtAsync("重新计时");
        await director.ShouldBeGoodAsync("restart");
        await director.GoAsync(order + "/lift");
        await director.Page.GetByLabel("提前解除的原因").FillAsync("接指挥部电话通知，排除感染，提前解除（普防控〔2026〕16号）");
        await director.ShouldBeGoodAsync("lift-living");
        await director.Page.GetByLabel("解除决定的文号").FillAsync("普防控〔2026〕16号");
        await director.PressAsync("提前解除");
        await director.AtAsync("封控看板");
        await director.ShouldBeGoodAsync("board-over");
    }

    private static async Task RecordAsync(Screen director, Screen stranger, Screen town, string order)
    {
        await director.FollowAsync("解除证明");
        await director.AtAsync("解除证明");
        await director.ShouldBeGoodAsync("certificates", guide: true);
        var code = Certificate().Match(await director.PaperAsync("全部打印（每页两张）")).Value;
        code.ShouldNotBeEmpty("the certificate shows a code");
        await stranger.GoAsync("/verify");
        await stranger.Page.GetByLabel("编码").FillAsync(code.ToLowerInvariant());
        await stranger.ShouldBeGoodAsync("verify");
        await stranger.ShouldBeLargeAsync();
        await stranger.PressAsync("查验");
        await Expect(stranger.Page.Locator(".badge")).ToContainTextAsync("有效");
        await stranger.ShouldBeGoodAsync("verified", guide: true);
        await stranger.ShouldBeLargeAsync();

        await director.GoAsync(order + "/chain");
        await director.ShouldBeGoodAsync("chain-living");
        var chain = await director.PaperAsync("打印");
        chain.ShouldContain("普防控〔2026〕12号");
        chain.ShouldContain("提前解除");
        await director.GoAsync(director.Root + "/statements/new?order=" + order[(order.LastIndexOf('/') + 1)..]);
        await director.ShouldBeGoodAsync("statement-new");
        await director.PressAsync("从记录生成初稿");
        await director.ShouldBeGoodAsync("statement", guide: true);
        await director.GoAsync(director.Root + "/statements");
        await director.ShouldBeGoodAsync("statements");
        await director.GoAsync(director.Root + "/outside");
        await director.ShouldBeGoodAsync("outside");

        await town.GoAsync(order);
        await town.AtAsync("封控看板");
        (await town.Page.GetByRole(AriaRole.Button, new() { NameRegex = Acting() }).CountAsync()).ShouldBe(0, "the town only reads");
        await town.ShouldBeGoodAsync("board-town");
        (await town.Page.APIRequest.GetAsync(order + "/lift")).Status.ShouldBe(403);
        await stranger.GoAsync("/home");
        await stranger.ShouldBeGoodAsync("homes");
        await stranger.ShouldBeLargeAsync();
    }

    // The days of a closing end by the clock: by a plan of one closed day, a building closed since yesterday passes while the journey goes on.
    private static async Task CloseForADayAsync(Screen director)
    {
        await director.FollowAsync("预案");
        await director.FollowAsync("楼栋闭环");
        await director.FollowAsync("修改，发布新版");
        await director.Page.GetByLabel("封控几天").FillAsync("1");
        await director.Page.GetByLabel("健康管理几天").FillAsync("13");
        await director.PressAsync("发布第 2 版");
        await CloseAsync(director, OneDay);
    }

    // It passes into its monitoring by itself; then a new case is found there, and its days are counted anew.
    private static async Task PassAndRestartAsync(Screen director)
    {
        await director.FollowAsync("楼栋封控");
        await director.FollowAsync(OneDay);
        await director.AtAsync(OneDay + " 封控看板");
        var board = director.Path;
        await Expect(director.Page.Locator("live-region .h1")).ToContainTextAsync("健康管理", new() { Timeout = LongestPassing });
        await director.GoAsync(board + "/notices");
        // The phase follows from the clock, its notice from the next round.
        await director.ReloadUntilAsync(director.Page.GetByText(OneDay + "转入健康管理"));
        await director.GoAsync(board);
        await director.ShouldBeGoodAsync("board-monitored");
        await director.FollowAsync("重新计时");
        await director.AtAsync(OneDay + "重新计时");
        await director.Page.GetByLabel("文号").FillAsync("普防控〔2026〕17号");
        await director.Page.GetByLabel("重新计时的原因").FillAsync("核酸复检发现新的感染者");
        await director.PressAsync("下一步：核对");
        await Expect(director.Page.GetByRole(AriaRole.Status).GetByText("请再核对一遍")).ToBeVisibleAsync();
        await director.PressAsync("确认重新计时");
        await Expect(director.Page.Locator("live-region .h1")).ToContainTextAsync("封控");
        await director.GoAsync(board + "/notices");
        await Expect(director.Page.GetByText(OneDay + "重新计时")).ToBeVisibleAsync();
        await director.GoAsync(board + "/chain");
        var chain = await director.PaperAsync("打印");
        chain.ShouldContain("普防控〔2026〕12号");
        chain.ShouldContain("转入健康管理");
        chain.ShouldContain("普防控〔2026〕17号");
    }

    private static async Task HomeAsync(Screen phone) => await phone.GoAsync(string.Join('/', new Uri(phone.Page.Url).AbsolutePath.Split('/').Take(3)));

    /// <summary>In milliseconds: what is left of the two days, and the pause between the rounds that look for it.</summary>
    private const float LongestPassing = 180_000;

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", RegexOptions.None, 1000)]
    private static partial Regex Certificate();

    [GeneratedRegex("^(?:完成|撤销)：", RegexOptions.None, 1000)]
    private static partial Regex Acting();
}
