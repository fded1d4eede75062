using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// A grid worker's morning of a hundred calls, one tap each on one screen: half of them without network, with the tab killed in the middle
/// of those. Nothing is lost, nothing counts twice, and nothing that is done is asked for again.
/// </summary>
public sealed class CallsJourneyTests(Browser browser)
{
    private const int Calls = 100;

    /// <summary>Pressed before the network goes.</summary>
    private const int Online = Calls / 2;

    /// <summary>Pressed when the tab dies.</summary>
    private const int Killed = Calls * 3 / 4;

    private const string Worker = "wangge";
    private const string Title = "打电话问一问：早上";
    private const string Outcome = "正常";

    [Fact]
    public async Task A_morning_of_a_hundred_calls_half_of_them_without_network_is_kept_whole()
    {
        // A server of its own: what else there is to do is put away.
        await using var server = await Server.StartAsync();
        await using var phone = await browser.PhoneAsync(server);
        Prepare(server);
        await phone.LoginAsync(Worker);
        var list = "/field/" + phone.Root.Split('/')[2] + "/todos";
        await phone.GoAsync(list);
        await Expect(phone.Page.Locator(".todo")).ToHaveCountAsync(Calls);
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
        await phone.ShouldBeGoodAsync("calls", guide: true);

        var window = phone.Page;
        var context = window.Context;
        await window.EvaluateAsync("window.sameScreen = true");
        await PressAsync(window, Online);
        await Expect(Bar(window)).ToContainTextAsync("都已上传");
        await context.SetOfflineAsync(true);
        await PressAsync(window, Killed - Online);
        (await window.EvaluateAsync<bool>("window.sameScreen === true")).ShouldBeTrue("a press led to another page");
        await Expect(Bar(window)).ToContainTextAsync($"{Killed - Online} 条还没上传");
        await window.EvaluateAsync("scrollTo(0, 0)");
        await phone.ShootForGuideAsync("calls-offline");

        await window.CloseAsync();
        window = await context.NewPageAsync();
        window.SetDefaultTimeout(Screen.LongestWait);
        await window.GotoAsync(list);
        // What was sent and what waits both stand as done: nobody is called twice.
        await Expect(window.Locator(".todo[data-said]")).ToHaveCountAsync(Killed);
        await Expect(Bar(window)).ToContainTextAsync($"{Killed - Online} 条还没上传");
        await window.EvaluateAsync("window.sameScreen = true");
        await PressAsync(window, Calls - Killed);
        await Expect(Bar(window)).ToContainTextAsync($"{Calls - Online} 条还没上传");
        await Expect(Bar(window)).ToContainTextAsync("没有网络");
        Tries(server).ShouldBe((Online, Online));

        await context.SetOfflineAsync(false);
        await Expect(Bar(window)).ToContainTextAsync("都已上传");
        (await window.EvaluateAsync<bool>("window.sameScreen === true")).ShouldBeTrue("a press led to another page");
        context.Pages.Count.ShouldBe(1);
        Tries(server).ShouldBe((Calls, Calls));

        await window.ReloadAsync();
        await Expect(window.Locator(".todo", new() { HasText = Title })).ToHaveCountAsync(0);
        await window.GetByRole(AriaRole.Link, new() { Name = $"今天做了 {Calls}" }).TapAsync();
        await Expect(window.Locator(".todo", new() { HasText = Outcome })).ToHaveCountAsync(Calls);
        phone.Problems.Where(p => !p.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // One tap for each of the next rows that nothing was pressed in.
    private static async Task PressAsync(IPage window, int count)
    {
        var said = await window.Locator(".todo[data-said]").CountAsync();
        for (var i = 1; i <= count; i++)
        {
            await window.Locator(".todo:not([data-said])").First.GetByRole(AriaRole.Button, new() { Name = Outcome, Exact = true }).TapAsync();
            await Expect(window.Locator(".todo[data-said]")).ToHaveCountAsync(said + i);
        }
    }

    private static ILocator Bar(IPage window) => window.Locator(".todo-bar");

    // Calls to people of the worker's own grids, who are under no measure, so that nothing else follows from them.
    private static void Prepare(Server server)
    {
        var now = TimeProvider.System.GetUtcNow();
        Rows.Change(server, """
            UPDATE todo SET closed_at = $now WHERE closed_at IS NULL;
            INSERT INTO todo (community_id, id, building_id, unit, dwelling_id, dwelling, sort_key, household_id, person_id, kind, source_id, title, due_at, asked_at, tries, last_outcome)
            SELECT d.community_id, randomblob(16), d.building_id, d.unit, d.id, d.label, b.sort_key || ' ' || d.sort_key, h.id, p.id, 'measure-ask', randomblob(16), $title, $due, $now, 0, ''
            FROM account a
            JOIN grid_duty g ON g.account_id = a.id AND g.ended_at IS NULL
            JOIN grid_part q ON q.community_id = g.community_id AND q.grid_id = g.grid_id
            JOIN dwelling d ON d.community_id = q.community_id AND d.building_id = q.building_id AND (q.unit IS NULL OR q.unit = d.unit)
            JOIN building b ON b.community_id = d.community_id AND b.id = d.building_id
            JOIN household h ON h.community_id = d.community_id AND h.dwelling_id = d.id AND h.closed_at IS NULL
            JOIN person p ON p.community_id = h.community_id AND p.household_id = h.id AND p.closed_at IS NULL
            WHERE a.user_name = $worker AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.community_id = p.community_id AND m.person_id = p.id)
            ORDER BY b.sort_key, d.sort_key, p.position LIMIT $calls
            """,
            ("$now", now.ToUnixTimeMilliseconds()), ("$due", now.AddHours(3).ToUnixTimeMilliseconds()), ("$title", Title), ("$worker", Worker), ("$calls", Calls));
    }

    // How many tries the database holds of these calls, and of how many calls that are done.
    private static (int Tries, int Done) Tries(Server server)
    {
        var counts = Rows.Ask(server, """
            SELECT count(*), count(DISTINCT t.id)
            FROM todo_try a JOIN todo t ON t.community_id = a.community_id AND t.id = a.todo_id AND t.closed_at IS NOT NULL
            WHERE t.title = $title AND a.too_late = 0
            """, ("$title", Title))[0];
        return (int.Parse(counts[0], CultureInfo.InvariantCulture), int.Parse(counts[1], CultureInfo.InvariantCulture));
    }
}
