using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>A visitor writes himself in at the gate, the household says yes on its phone, the gate lets him in and out, once.</summary>
public sealed class VisitJourneyTests(Browser browser)
{
    private const string Building = "41号楼";

    [Fact]
    public async Task From_the_visitors_form_over_the_hosts_yes_to_the_gate_and_out()
    {
        await using var director = await browser.DeskAsync();
        await using var host = await browser.PhoneAsync();
        await using var visitor = await browser.PhoneAsync();
        await director.LoginAsync("yinghua");
        var door = await Doors.HostAsync(director, host, Building);
        var home = host.Path;
        await Doors.ConfirmAsync(director, await Doors.HouseholdAsync(director));
        await using var gate = await browser.ScannerAsync(director, "侧门", TimeSpan.Zero);

        await director.GoAsync($"{director.Root}/visits");
        await director.ShouldBeGoodAsync("visits-empty");
        var form = (await director.Page.Locator("p.text-break").InnerTextAsync()).Trim();
        await AskAsync(visitor, form, door);
        await host.GoAsync(home);
        await Expect(host.Page.GetByText("1 人在等同意")).ToBeVisibleAsync();
        await host.FollowAsync("去看看");
        await host.AtAsync("来访");
        await host.ShouldBeGoodAsync("home-visits", guide: true);
        await host.ShouldBeLargeAsync();
        await host.PressAsync("同意他来");
        await Expect(host.Page.GetByText("已同意").First).ToBeVisibleAsync();

        await visitor.FollowAsync("刷新");
        await visitor.AtAsync("可以进门");
        await visitor.ShouldBeGoodAsync("visit-pass", guide: true);
        await visitor.ShouldBeLargeAsync();
        await gate.Page.SendAllAsync();
        await gate.Page.PassAsync(await CodeAsync(visitor));
        await gate.Page.SendAllAsync();
        await visitor.Page.ReloadAsync();
        await visitor.AtAsync("已进门");
        await director.GoAsync($"{director.Root}/visits?show=inside");
        await Expect(director.Page.GetByText("访客甲").First).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("visits", guide: true);

        var code = await CodeAsync(visitor);
        await gate.Page.PassAsync(code);
        await gate.Page.SendAllAsync();
        await visitor.Page.ReloadAsync();
        await visitor.AtAsync("已离开");
        await Expect(visitor.Page.Locator(".pass-card")).ToHaveCountAsync(0);

        // The code of before opens the gate no more.
        await gate.Page.SetClockAsync(TimeSpan.FromMinutes(1));
        await gate.Page.ScanAsync(code);
        await Expect(gate.Page.Verdict()).Not.ToHaveTextAsync("放行");
        Screen[] all = [director, host, visitor, gate];
        all.SelectMany(s => s.Problems).ShouldBeEmpty();
    }

    private static async Task AskAsync(Screen visitor, string form, string door)
    {
        await visitor.GoAsync(new Uri(form).AbsolutePath);
        await visitor.AtAsync("来访登记");
        await visitor.Page.GetByLabel("来访哪一户").FillAsync(door);
        await visitor.Page.GetByLabel("您的姓名").FillAsync("访客甲");
        await visitor.Page.GetByLabel("身份证号").FillAsync("990000199001010017");
        await visitor.Page.GetByLabel("手机号").FillAsync("14200000099");
        await visitor.Page.GetByLabel("从哪里来").FillAsync("苏州");
        await visitor.Page.GetByLabel("来做什么").FillAsync("修水管");
        await visitor.ShouldBeGoodAsync("visit-ask", guide: true);
        await visitor.ShouldBeLargeAsync();
        await visitor.PressAsync("登记");
        await visitor.AtAsync("等住户同意");
        await visitor.ShouldBeGoodAsync("visit-waits");
        await visitor.ShouldBeLargeAsync();
    }

    // What a scanner sees on the visitor's phone.
    private static async Task<string> CodeAsync(Screen visitor)
    {
        var code = await AtTheGate.ReadCodeAsync(await visitor.Page.PdfAsync(new() { Format = "A5" }));
        code.ShouldStartWith("SI1:");
        return code;
    }
}
