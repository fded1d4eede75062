using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>Homes of the demo that journeys speak for.</summary>
internal static partial class Doors
{
    /// <summary>
    /// The first door of the building behind which one household lives, as people say it. The phone stands on its home then, the director on
    /// the door's page.
    /// </summary>
    public static async Task<string> HostAsync(Screen director, Screen host, string building)
    {
        foreach (var code in await CodesAsync(director, building))
        {
            await EnterAsync(host, code);
            var home = host.Path;
            await host.GoAsync(home + "/visits");
            var door = (await host.Page.Locator(".phone-head a").InnerTextAsync()).TrimStart('‹', ' ');
            await host.GoAsync(home);
            if (await OneFamilyAsync(director, door))
            {
                return door;
            }
        }

        throw new InvalidOperationException($"Nobody lives in {building}.");
    }

    /// <summary>That door: the phone stands on its home then.</summary>
    public static async Task HostAtAsync(Server server, Screen director, Screen host, string building, string door)
    {
        foreach (var code in await CodesAsync(director, building))
        {
            if (await Neighbours.DoorAsync(server, code) == door)
            {
                await EnterAsync(host, code);
                return;
            }
        }

        throw new InvalidOperationException($"No sheet is for {door}.");
    }

    /// <summary>The path of the first household's page on the door's page, on which the director stands.</summary>
    public static Task<string> HouseholdAsync(Screen director) => director.Page.EvaluateAsync<string>(
        "[...document.querySelectorAll('main a')].map(a => a.pathname).find(p => /\\/households\\/[0-9a-f-]{36}$/.test(p))");

    /// <summary>The director confirms at the desk that the phone which stands at that household's door is theirs, as after a call.</summary>
    /// <param name="household">The path of its page.</param>
    public static async Task ConfirmAsync(Screen director, string household)
    {
        await director.GoAsync(household + "/phones");
        await director.ShouldBeGoodAsync("household-phones");
        await director.PressAsync("确认这台手机");
        await Expect(director.Page.GetByText("已确认“周阿姨”的手机")).ToBeVisibleAsync();
    }

    // As the sheets for its doors show them.
    private static async Task<IEnumerable<string>> CodesAsync(Screen director, string building)
    {
        await director.FollowAsync("门上告知单");
        await director.FollowAsync(building);
        await director.AtAsync(building + " 门上告知单");
        var sheets = await director.Page.APIRequest.GetAsync(director.Path + ".pdf");
        return Code().Matches(await Paper.TextAsync(await sheets.BodyAsync())).Select(m => m.Value).Distinct();
    }

    private static async Task EnterAsync(Screen host, string code)
    {
        await host.GoAsync($"/h/{code}/join");
        await host.Page.GetByLabel("怎么称呼").FillAsync("周阿姨");
        await host.Page.GetByLabel("我住在这里").CheckAsync();
        await host.PressAsync("进入");
        await host.Page.WaitForURLAsync("**/home/*");
    }

    private static async Task<bool> OneFamilyAsync(Screen director, string door)
    {
        await director.GoAsync($"{director.Root}/search?q={Uri.EscapeDataString(door)}");
        await director.FollowAsync(door);
        await director.AtAsync(door);
        return await director.Page.EvaluateAsync<int>(
            "new Set([...document.querySelectorAll('main a')].map(a => a.pathname).filter(p => /\\/households\\/[0-9a-f-]{36}$/.test(p))).size") == 1;
    }

    [GeneratedRegex("[0-9A-Z]{5}-[0-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
