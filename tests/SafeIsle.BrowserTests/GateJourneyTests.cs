using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// A gate without network: two phones with clocks ten minutes wrong, one ahead and one behind, take an hour of the traders who leave for
/// the market at three in the morning and come back, while the curfew holds a driver; one phone is killed in the middle; when the network
/// is back, every passage is there once and by the true time, and who went out at both gates is seen.
/// </summary>
public sealed partial class GateJourneyTests(Browser browser)
{
    private const int Traders = 12;

    /// <summary>Each goes out and comes back this often: out by one gate, home by the other.</summary>
    private const int Rounds = 4;

    private const int Passages = Traders * Rounds * 2;

    /// <summary>城市保障: neither curfew nor limit.</summary>
    private const string Trade = "1";

    /// <summary>车辆: once a day, and not during the curfew.</summary>
    private const string Vehicle = "5";

    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task The_rush_at_three_at_two_gates_without_network_loses_nothing()
    {
        var three = NextThree();
        await using var server = await Server.StartAheadAsync(Ahead(three.AddMinutes(-20)));
        await using var director = await browser.DeskAsync(server);
        await director.LoginAsync("yinghua");
        var driver = (await IssueAsync(director, 1, Vehicle))[0];
        var codes = await IssueAsync(director, Traders, Trade);
        (await PassagesAsync(director)).ShouldBe(0);
        var before = three.AddMinutes(-15);
        await server.SetClockAsync(Ahead(before));
        await using var north = await browser.ScannerAsync(director, "北门", Ahead(before) + Wrong, server);
        await using var south = await browser.ScannerAsync(director, "南门", Ahead(before) - Wrong, server);
        await north.ShootForGuideAsync("gate-ready");

        await north.Page.Context.SetOfflineAsync(true);
        await south.Page.Context.SetOfflineAsync(true);
        var window = north.Page;
        for (var i = 0; i < Passages; i++)
        {
            // The phones' clocks run through the hour; the queue does not.
            await SetClocksAsync(window, south.Page, three + (TimeSpan.FromHours(1) * i / (Passages - 1)));
            var (round, trader) = (i / Traders, i % Traders);
            await ((round + trader) % 2 == 0 ? window : south.Page).PassAsync(codes[trader], round % 2 == 0 ? "↑ 出门" : "↓ 进门");
            if (i == Passages / 2)
            {
                var waiting = await window.GetByText("待传").InnerTextAsync();
                waiting.ShouldNotBe("待传 0");
                // The tab dies; the page opens again without network, from what the phone keeps.
                var context = window.Context;
                await window.CloseAsync();
                window = await context.NewPageAsync();
                await window.GotoAsync("/gate");
                await Expect(window.GetByText("待传")).ToHaveTextAsync(waiting);
                await ShouldWaitForMorningAsync(window, driver);
            }
        }

        // When the curfew is over, the driver goes out once by each gate: none of them knows of the other.
        var morning = three.AddHours(4);
        await SetClocksAsync(window, south.Page, morning);
        await window.PassAsync(driver);
        await south.Page.PassAsync(driver);

        await Expect(window.GetByText("断网", new() { Exact = true })).ToBeVisibleAsync();
        await server.SetClockAsync(Ahead(morning));
        await window.Context.SetOfflineAsync(false);
        await south.Page.Context.SetOfflineAsync(false);
        await window.SendAllAsync();
        await south.Page.SendAllAsync();

        // Her login ended while she slept.
        await using var desk = await browser.DeskAsync(server);
        await desk.LoginAsync("yinghua");
        (await PassagesAsync(desk)).ShouldBe(Passages + 2);
        (await desk.FigureAsync("不放行")).ShouldBe(1);
        (await desk.FigureAsync("超次")).ShouldBe(1);
        // The gate that sends first cannot be judged by what the other one has not told yet; in the end only the driver's second time is wrong.
        (await desk.FigureAsync("和规则不一致")).ShouldBe(1);
        await Expect(desk.Page.GetByText("当天出门 2 次")).ToBeVisibleAsync();
        await desk.ShouldBeSoundAsync();
        await desk.ShouldBeGoodAsync("gate-day", guide: true);
        foreach (var (gate, scans) in new[] { ("北门", (Passages / 2) + 2), ("南门", (Passages / 2) + 1) })
        {
            await desk.GoAsync($"{desk.Root}/gates");
            await desk.FollowAsync(gate);
            await desk.AtAsync(gate);
            await Expect(desk.Page.GetByText($"已收到 {scans} 条")).ToBeVisibleAsync();
            await Expect(desk.Page.GetByText(TenMinutes())).ToBeVisibleAsync();
        }

        await ShouldFillTheHourAsync(desk);
    }

    [Fact]
    public async Task A_pass_taken_back_is_stopped_at_a_gate_after_its_next_contact()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        var last = (await IssueAsync(director, 1, Trade))[^1];
        var household = director.Path; // the last one stands open: its card is void in a moment
        await using var gate = await browser.ScannerAsync(director, "后门", TimeSpan.Zero);
        await gate.Page.Context.SetOfflineAsync(true);
        await director.GoAsync(household);
        await director.Page.GetByLabel("为什么作废").First.FillAsync("丢失");
        await director.PressAsync("作废");
        await Expect(director.Page.GetByText("没有网络的门岗下次联网才知道")).ToBeVisibleAsync();

        // Without network the gate does not know, and says how old its list is.
        await gate.Page.ScanAsync(last);
        await Expect(gate.Page.Verdict()).ToHaveTextAsync("放行");
        var go = await gate.Page.ColourAsync();
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("断网");
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("名单");
        await gate.Page.GetByRole(AriaRole.Button, new() { Name = "已放行，下一个" }).ClickAsync();

        await gate.Page.Context.SetOfflineAsync(false);
        await gate.Page.SendAllAsync();
        await gate.Page.SetClockAsync(TimeSpan.FromMinutes(1)); // as later: the same code at once is the same person
        await gate.Page.ScanAsync(last);
        await Expect(gate.Page.Verdict()).Not.ToHaveTextAsync("放行");

        // Nobody is kept from going home: that is asked about. Each of the three is told in a colour of its own.
        await gate.Page.TurnAsync("↓ 进门");
        await Expect(gate.Page.Verdict()).ToHaveTextAsync("问清");
        var ask = await gate.Page.ColourAsync();
        await gate.Page.TurnAsync("↑ 出门");
        await Expect(gate.Page.Verdict()).ToHaveTextAsync("不放行");
        var stop = await gate.Page.ColourAsync();
        await gate.ShootForGuideAsync("gate-stopped");
        new[] { go, ask, stop }.Distinct().Count().ShouldBe(3, $"{go}, {ask}, {stop}");
    }

    [Fact]
    public async Task A_printed_card_held_before_the_camera_is_read()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        await IssueAsync(director, 1, Trade);
        var film = await AtTheGate.FilmAsync(await director.FetchAsync("打印有效的卡"));
        await using var phone = await browser.PhoneWithCameraAsync(film);
        await phone.EnrolAsync(director, "小门", TimeSpan.Zero);
        // The camera looked before the list was there; opened again, the phone knows the pass.
        await phone.GoAsync("/gate");
        await Expect(phone.Page.Verdict()).ToHaveTextAsync("放行");
        await phone.ShouldBeSoundAsync();
        File.Delete(film);
    }

    private static DateTimeOffset NextThree()
    {
        var now = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var three = new DateTimeOffset(now.Date, now.Offset).AddHours(3);
        return three > now.AddMinutes(20) ? three : three.AddDays(1);
    }

    private static TimeSpan Ahead(DateTimeOffset there) => there - TimeProvider.System.GetUtcNow();

    private static async Task SetClocksAsync(IPage north, IPage south, DateTimeOffset at)
    {
        await north.SetClockAsync(Ahead(at) + Wrong);
        await south.SetClockAsync(Ahead(at) - Wrong);
    }

    // A card for the car is no way round the curfew; the guard sends him home, and says so.
    private static async Task ShouldWaitForMorningAsync(IPage gate, string driver)
    {
        await gate.ScanAsync(driver);
        await Expect(gate.Verdict()).ToHaveTextAsync("不放行");
        await Expect(gate.Locator(".verdict")).ToContainTextAsync("夜间限制出入");
        await gate.Locator(".act-main").ClickAsync();
        await Expect(gate.Locator(".why [aria-pressed=true]")).ToContainTextAsync("夜间限制出入");
        await gate.GetByRole(AriaRole.Button, new() { Name = "就按这个" }).ClickAsync();
        await Expect(gate.Verdict()).ToHaveCountAsync(0);
    }

    // The first and the last passage of the night are an hour apart, whatever the phones' clocks said.
    private static async Task ShouldFillTheHourAsync(Screen desk)
    {
        await desk.GoAsync($"{desk.Root}/gates/log?sort=Oldest");
        (await TimeOfAsync(desk.Page.Locator("td[data-label=时间]").First)).ShouldBe(TimeSpan.FromHours(3), TimeSpan.FromMinutes(1));
        await desk.GoAsync($"{desk.Root}/gates/log");
        var latest = desk.Page.Locator("td[data-label=时间]");
        (await TimeOfAsync(latest.Nth(0))).ShouldBe(TimeSpan.FromHours(7), TimeSpan.FromMinutes(1));
        (await TimeOfAsync(latest.Nth(2))).ShouldBe(TimeSpan.FromHours(4), TimeSpan.FromMinutes(1));
    }

    private static async Task<TimeSpan> TimeOfAsync(ILocator cell) => TimeSpan.Parse(await cell.InnerTextAsync(), CultureInfo.InvariantCulture);

    private static async Task<int> PassagesAsync(Screen director)
    {
        await director.GoAsync($"{director.Root}/gates/day");
        return await director.FigureAsync("出") + await director.FigureAsync("进");
    }

    // One pass for each of the first households on the list; the codes as their cards show them.
    private static async Task<IReadOnlyList<string>> IssueAsync(Screen director, int count, string rule)
    {
        await director.GoAsync($"{director.Root}/people");
        var homes = await director.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('a[href*=\"/households/\"]')].map(a => new URL(a.href).pathname))]");
        var codes = new List<string>();
        foreach (var home in homes)
        {
            if (codes.Count == count)
            {
                break;
            }

            await director.GoAsync(home + "/passes");
            // The gates hold the passes of those who stay at home; who has one may have it by another rule.
            if (await director.Page.GetByText("有人隔离、观察").CountAsync() > 0
                || await director.Page.GetByRole(AriaRole.Link, new() { Name = "打印有效的卡" }).IsVisibleAsync())
            {
                continue;
            }

            await director.Page.GetByLabel("按哪条规则").SelectOptionAsync(new SelectOptionValue { Value = rule });
            await director.Page.GetByLabel("发给谁").SelectOptionAsync(new SelectOptionValue { Index = 1 });
            if (await director.Page.GetByLabel("已看过").IsVisibleAsync())
            {
                await director.Page.GetByLabel("已看过").CheckAsync();
            }

            if (await director.Page.GetByLabel("为什么仍要发").IsVisibleAsync())
            {
                await director.Page.GetByLabel("为什么仍要发").FillAsync("保障人员");
            }

            await director.PressAsync("发证");
            await Expect(director.Page.GetByText("已发证")).ToBeVisibleAsync();
            await director.ShouldBeSoundAsync();
            codes.Add(await AtTheGate.ReadCodeAsync(await director.FetchAsync("打印有效的卡")));
        }

        codes.Count.ShouldBe(count);
        await director.ShouldBeGoodAsync("passes", guide: true);
        return codes;
    }

    [GeneratedRegex("[快慢] (?:9|10|11) 分钟，已换算", RegexOptions.None, 1000)]
    private static partial Regex TenMinutes();
}
