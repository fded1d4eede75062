using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// A gate without network: two phones with clocks ten minutes wrong, one ahead and one behind, take an hour of the traders who leave for
/// the market at three in the morning and come back; one phone is killed in the middle; when the network is back, every passage is there
/// once and by the true time.
/// </summary>
public sealed partial class GateJourneyTests(Browser browser)
{
    private const int Traders = 12;

    /// <summary>Each goes out and comes back this often, every time by the other gate.</summary>
    private const int Rounds = 4;

    private const int Passages = Traders * Rounds * 2;

    /// <summary>A pass without hours and without limit, so that the journey is the same at every time of the day.</summary>
    private const string Rule = "1";

    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task An_hour_of_the_rush_at_two_gates_without_network_loses_nothing()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        var codes = await IssueAsync(director, Traders);
        var before = await PassagesAsync(director);
        var hour = Hour();
        await using var north = await browser.ScannerAsync(director, "北门", Wrong - hour);
        await using var south = await browser.ScannerAsync(director, "南门", -Wrong - hour);
        await north.ShootForGuideAsync("gate-ready");

        await north.Page.Context.SetOfflineAsync(true);
        await south.Page.Context.SetOfflineAsync(true);
        var window = north.Page;
        for (var i = 0; i < Passages; i++)
        {
            // The phones' clocks run through the hour; the queue does not.
            var left = hour * (Passages - 1 - i) / (Passages - 1);
            await window.SetClockAsync(Wrong - left);
            await south.Page.SetClockAsync(-Wrong - left);
            var (round, trader) = (i / Traders, i % Traders);
            await ((round + trader) % 2 == 0 ? window : south.Page).PassAsync(codes[trader]);
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
            }
        }

        await Expect(window.GetByText("断网", new() { Exact = true })).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(false);
        await south.Page.Context.SetOfflineAsync(false);
        await window.SendAllAsync();
        await south.Page.SendAllAsync();

        (await PassagesAsync(director) - before).ShouldBe(Passages);
        await director.ShouldBeSoundAsync();
        await director.ShouldBeGoodAsync("gate-day", guide: true);
        foreach (var gate in new[] { "北门", "南门" })
        {
            await director.GoAsync($"{director.Root}/gates");
            await director.FollowAsync(gate);
            await director.AtAsync(gate);
            await Expect(director.Page.GetByText($"已收到 {Passages / 2} 条")).ToBeVisibleAsync();
            await Expect(director.Page.GetByText(TenMinutes())).ToBeVisibleAsync();
        }

        await ShouldFillTheHourAsync(director, hour);
    }

    [Fact]
    public async Task A_pass_taken_back_is_stopped_at_a_gate_after_its_next_contact()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        var last = (await IssueAsync(director, 1))[^1];
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
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("断网");
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("名单");
        await gate.Page.GetByRole(AriaRole.Button, new() { Name = "已放行，下一个" }).ClickAsync();

        await gate.Page.Context.SetOfflineAsync(false);
        await gate.Page.SendAllAsync();
        await gate.Page.SetClockAsync(TimeSpan.FromMinutes(1)); // as later: the same code at once is the same person
        await gate.Page.ScanAsync(last);
        await Expect(gate.Page.Verdict()).Not.ToHaveTextAsync("放行");
        await gate.ShootForGuideAsync("gate-stopped");
    }

    // The last hour; less where its beginning would be yesterday, whose log is another page.
    private static TimeSpan Hour()
    {
        var sinceMidnight = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).TimeOfDay;
        var longest = TimeSpan.FromHours(1);
        return sinceMidnight < longest ? sinceMidnight : longest;
    }

    // The first and the last passage of the day are as far apart as the hour was long, whatever the phones' clocks said.
    private static async Task ShouldFillTheHourAsync(Screen director, TimeSpan hour)
    {
        await director.GoAsync($"{director.Root}/gates/day");
        var latest = await TimeOfAsync(director.Page.Locator("td[data-label=时间]").First);
        while (await director.Page.GetByRole(AriaRole.Link, new() { Name = "下一页" }).IsVisibleAsync())
        {
            await director.FollowAsync("下一页");
            await director.Page.WaitForLoadStateAsync();
        }

        var earliest = await TimeOfAsync(director.Page.Locator("td[data-label=时间]").Last);
        (latest - earliest).ShouldBeInRange(hour - TimeSpan.FromMinutes(1), hour + TimeSpan.FromMinutes(10));
    }

    private static async Task<TimeSpan> TimeOfAsync(ILocator cell) => TimeSpan.Parse(await cell.InnerTextAsync(), CultureInfo.InvariantCulture);

    private static async Task<int> PassagesAsync(Screen director)
    {
        await director.GoAsync($"{director.Root}/gates/day");
        return await director.FigureAsync("出") + await director.FigureAsync("进");
    }

    // One pass for each of the first households on the list; the codes as their cards show them.
    private static async Task<IReadOnlyList<string>> IssueAsync(Screen director, int count)
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
            // The gates hold the passes of those who stay at home.
            if (await director.Page.GetByText("有人隔离、观察").CountAsync() > 0)
            {
                continue;
            }

            if (!await director.Page.GetByRole(AriaRole.Link, new() { Name = "打印有效的卡" }).IsVisibleAsync())
            {
                await director.Page.GetByLabel("按哪条规则").SelectOptionAsync(new SelectOptionValue { Value = Rule });
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
            }

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
