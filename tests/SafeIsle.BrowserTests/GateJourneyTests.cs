using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// A gate without network: two phones with clocks ten minutes wrong, one ahead and one behind, take the morning's people, one is killed in
/// the middle; when the network is back, every passage is there once and by the true time.
/// </summary>
public sealed partial class GateJourneyTests(Browser browser)
{
    private const int Passes = 3;
    private const int Rounds = 4;

    /// <summary>A pass without hours and without limit, so that the journey is the same at every time of the day.</summary>
    private const string Rule = "城市保障";

    [Fact]
    public async Task Two_gates_without_network_lose_nothing()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        var codes = await IssueAsync(director);
        var before = await PassagesAsync(director);
        await using var north = await ScannerAsync(director, "北门", TimeSpan.FromMinutes(10));
        await using var south = await ScannerAsync(director, "南门", TimeSpan.FromMinutes(-10));
        await north.ShootForGuideAsync("gate-ready");

        await north.Page.Context.SetOfflineAsync(true);
        await south.Page.Context.SetOfflineAsync(true);
        var window = north.Page;
        for (var round = 0; round < Rounds; round++)
        {
            await window.WaitForTimeoutAsync(SamePerson);
            foreach (var code in codes)
            {
                await PassAsync(window, code);
                await PassAsync(south.Page, code);
            }

            if (round == 1)
            {
                // The tab dies; the page opens again without network, from what the phone keeps.
                var context = window.Context;
                await window.CloseAsync();
                window = await context.NewPageAsync();
                await window.GotoAsync("/gate");
                await Expect(window.GetByText("待传")).ToContainTextAsync($"待传 {2 * Passes}");
            }
        }

        await Expect(window.GetByText("断网", new() { Exact = true })).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(false);
        await south.Page.Context.SetOfflineAsync(false);
        foreach (var page in new[] { window, south.Page })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "更新名单" }).ClickAsync();
            await Expect(page.GetByText("待传")).ToContainTextAsync("待传 0");
        }

        (await PassagesAsync(director) - before).ShouldBe(2 * Passes * Rounds);
        await director.ShouldBeSoundAsync();
        await director.ShouldBeGoodAsync("gate-day", guide: true);
        foreach (var gate in new[] { "北门", "南门" })
        {
            await director.GoAsync($"{director.Root}/gates");
            await director.FollowAsync(gate);
            await director.AtAsync(gate);
            await Expect(director.Page.GetByText($"已收到 {Passes * Rounds} 条")).ToBeVisibleAsync();
            await Expect(director.Page.GetByText(TenMinutes())).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_pass_taken_back_is_stopped_at_a_gate_after_its_next_contact()
    {
        await using var director = await browser.DeskAsync();
        await director.LoginAsync("yinghua");
        var last = (await IssueAsync(director))[^1];
        var household = director.Path; // the last one stands open: its card is void in a moment
        await using var gate = await ScannerAsync(director, "东门", TimeSpan.Zero);
        await gate.Page.Context.SetOfflineAsync(true);
        await director.GoAsync(household);
        await director.Page.GetByLabel("为什么作废").First.FillAsync("丢失");
        await director.PressAsync("作废");
        await Expect(director.Page.GetByText("没有网络的门岗下次联网才知道")).ToBeVisibleAsync();

        // Without network the gate does not know, and says how old its list is.
        await ScanAsync(gate.Page, last);
        await Expect(Verdict(gate.Page)).ToHaveTextAsync("放行");
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("断网");
        await Expect(gate.Page.Locator(".bar")).ToContainTextAsync("名单");
        await gate.Page.GetByRole(AriaRole.Button, new() { Name = "已放行，下一个" }).ClickAsync();

        await gate.Page.Context.SetOfflineAsync(false);
        await gate.Page.GetByRole(AriaRole.Button, new() { Name = "更新名单" }).ClickAsync();
        await Expect(gate.Page.GetByText("待传")).ToContainTextAsync("待传 0");
        await gate.Page.WaitForTimeoutAsync(SamePerson);
        await ScanAsync(gate.Page, last);
        await Expect(Verdict(gate.Page)).Not.ToHaveTextAsync("放行");
        await gate.ShootForGuideAsync("gate-stopped");
    }

    /// <summary>Milliseconds in which the same code is one person.</summary>
    private const int SamePerson = 3_000;

    private static async Task<int> PassagesAsync(Screen director)
    {
        await director.GoAsync($"{director.Root}/gates/day");
        return await director.FigureAsync("出") + await director.FigureAsync("进");
    }

    // One pass for each of the first households on the list; the codes as their cards show them.
    private static async Task<IReadOnlyList<string>> IssueAsync(Screen director)
    {
        await director.GoAsync($"{director.Root}/people");
        var homes = await director.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('a[href*=\"/households/\"]')].map(a => new URL(a.href).pathname))]");
        var codes = new List<string>();
        foreach (var home in homes.Take(Passes))
        {
            await director.GoAsync(home + "/passes");
            if (!await director.Page.GetByRole(AriaRole.Link, new() { Name = "打印有效的卡" }).IsVisibleAsync())
            {
                await director.Page.GetByLabel("按哪条规则").SelectOptionAsync(new SelectOptionValue { Value = "1" });
                await director.Page.GetByLabel("发给谁").SelectOptionAsync(new SelectOptionValue { Index = 1 });
                if (await director.Page.GetByLabel("为什么仍要发").IsVisibleAsync())
                {
                    await director.Page.GetByLabel("为什么仍要发").FillAsync("保障人员");
                }

                await director.PressAsync("发证");
                await Expect(director.Page.GetByText("已发证")).ToBeVisibleAsync();
            }

            await director.ShouldBeSoundAsync();
            codes.Add(await ReadAsync(await director.FetchAsync("打印有效的卡")));
        }

        await director.ShouldBeGoodAsync("passes", guide: true);
        return codes;
    }

    private async Task<Screen> ScannerAsync(Screen director, string gate, TimeSpan ahead)
    {
        await director.GoAsync($"{director.Root}/gates/new");
        await director.Page.GetByLabel("名称").FillAsync(gate);
        await director.Page.GetByLabel("小区").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await director.PressAsync("添加");
        await director.AtAsync(gate);
        await director.Page.GetByLabel("设备名称").FillAsync(gate + "手机");
        await director.PressAsync("取登记码");
        var code = (await director.Page.Locator(".display-5").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        var phone = await browser.PhoneAsync();
        await phone.Page.Context.AddInitScriptAsync(
            $"{{ const D = Date, by = {(long)ahead.TotalMilliseconds}; Date = class extends D {{ constructor(...a) {{ if (a.length) super(...a); else super(D.now() + by); }} static now() {{ return D.now() + by; }} }}; }}");
        await phone.GoAsync("/gate");
        await phone.AtAsync("登记这台设备");
        await phone.Page.Keyboard.TypeAsync(code, new() { Delay = 150 });
        await Expect(phone.Page.GetByText($"{gate} · {gate}手机")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".bar")).ToContainTextAsync("名单 刚刚");
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
        return phone;
    }

    // Scanned, let through, next.
    private static async Task PassAsync(IPage gate, string code)
    {
        await ScanAsync(gate, code);
        await gate.Locator(".act-main, .act-go").First.ClickAsync();
        await Expect(Verdict(gate)).ToHaveCountAsync(0);
    }

    private static async Task ScanAsync(IPage gate, string code)
    {
        // As quick as a scanner types, however busy this machine is.
        await gate.EvaluateAsync(
            "code => { for (const key of [...code, 'Enter']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }", code);
        await Expect(Verdict(gate)).ToBeVisibleAsync();
    }

    private static ILocator Verdict(IPage gate) => gate.Locator(".verdict h1");

    // As a scanner at 300 dpi sees the card.
    private static async Task<string> ReadAsync(byte[] pdf)
    {
        var picture = await RunAsync("pdftoppm", ["-r", "300", "-gray", "-f", "1", "-l", "1", "-"], pdf);
        return System.Text.Encoding.ASCII.GetString(await RunAsync("node", [Path.Combine(Places.Repository, "tests/read-qr.mjs")], picture));
    }

    private static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var read = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await read;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, program);
        return output.ToArray();
    }

    [GeneratedRegex("[快慢] (?:9|10|11) 分钟，已换算", RegexOptions.None, 1000)]
    private static partial Regex TenMinutes();
}
