using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// Two days behind the door, lived by six people at once, each on a screen of her own: the director, two residents, a neighbour who helps
/// a third household, the doctor, and the town. The server is theirs alone.
/// </summary>
public sealed partial class LifeJourneyTests(Browser browser)
{
    private const string Building = "38号楼";
    private const string Next = "12号楼";
    private const string OneDay = "41号楼";

    /// <summary>As the 樱花苑 committee had in its group after ten minutes.</summary>
    private const int Members = 33;

    [Fact]
    public async Task Six_people_live_two_days_behind_the_door()
    {
        await using var server = await Server.StartAsync();
        await using var director = await browser.DeskAsync(server);
        await using var wang = await browser.PhoneAsync(server);
        await using var li = await browser.PhoneAsync(server);
        await using var helper = await browser.PhoneAsync(server);
        await using var doctor = await browser.PhoneAsync(server);
        await using var town = await browser.DeskAsync(server);
        await director.LoginAsync("yinghua");
        await doctor.LoginAsync("yisheng");
        await town.LoginAsync("zhen");
        await town.AtAsync("所辖社区");
        await NeverLoadedAgainAsync(town);

        var codes = await CodesAsync(director);
        var order = await CloseAsync(director, Building);
        await Expect(town.Page.GetByRole(AriaRole.Link, new() { Name = "樱花苑居委会" })).ToBeVisibleAsync();
        await JoinAsync(server, director, wang, li, helper, order, codes);
        await AnnounceAsync(director, wang, helper, order);
        await AskAsync(director, li, order);
        await ReportAsync(director, wang, doctor, order);
        await NeedAsync(director, wang, doctor, order);
        await CloseForADayAsync(director);
        await DoTheSameAsync(director, town, order);
        await MonitorAndLiftAsync(director, order);
        await RecordAsync(director, li, town, order);
        await PassAndRestartAsync(director);
        Screen[] all = [director, wang, li, helper, doctor, town];
        all.SelectMany(s => s.Problems).ShouldBeEmpty();
    }

    // All door codes of the building, in the order of its doors.
    private static async Task<IReadOnlyList<string>> CodesAsync(Screen director)
    {
        await director.FollowAsync("门上告知单");
        await director.FollowAsync(Building);
        await director.AtAsync(Building + " 门上告知单");
        var sheets = await director.Page.APIRequest.GetAsync(director.Path + ".pdf");
        return [.. Code().Matches(await Paper.TextAsync(await sheets.BodyAsync())).Select(m => m.Value).Distinct()];
    }

    /// <summary>Answers the path of the board. The order binds since yesterday, so that temperatures were due already.</summary>
    private static async Task<string> CloseAsync(Screen director, string building)
    {
        await director.FollowAsync("楼栋封控");
        await director.FollowAsync("封控楼栋");
        await director.FollowAsync(building);
        await director.AtAsync("封控" + building);
        var starts = director.Page.GetByLabel("从何时起");
        var now = DateTime.Parse(await starts.InputValueAsync(), CultureInfo.InvariantCulture);
        // The form refuses more than a day ago, and takes a moment to fill.
        await starts.FillAsync(now.AddDays(-1).AddMinutes(2).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await director.Page.GetByLabel("决定机关").FillAsync("普陀区疫情防控指挥部");
        await director.Page.GetByLabel("文号").FillAsync("普防控〔2026〕12号");
        await director.Page.GetByLabel("依据").FillAsync("《中华人民共和国传染病防治法》");
        await director.PressAsync("看看会涉及谁");
        await director.PressAsync("确认封控");
        await director.AtAsync("封控看板");
        return director.Path;
    }

    private static async Task JoinAsync(
        Server server, Screen director, Screen wang, Screen li, Screen helper, string order, IReadOnlyList<string> codes)
    {
        await director.FollowAsync("楼组群");
        await director.AtAsync("楼组群");
        await director.ShouldBeGoodAsync("group-empty");
        (await director.PaperAsync("打印海报和名片")).ShouldContain(Building);
        var group = "/g/" + Code().Match(await director.Page.GetByRole(AriaRole.Main).InnerTextAsync()).Value;
        var waits = director.Page.Locator("#missing li");
        var all = await waits.CountAsync();
        await NeverLoadedAgainAsync(director);
        // The first family with a number in the register, one after it, and somebody who lives alone.
        var family = waits.Filter(new() { Has = director.Page.Locator(".masked"), HasText = "、", HasNotText = "独居" });
        var first = await family.First.InnerTextAsync();
        var second = await family.Nth(1).InnerTextAsync();
        var third = await waits.Filter(new() { HasText = "独居" }).First.InnerTextAsync();

        await JoinByGroupAsync(wang, group, first, "王女士", "我住在这里", TailOf(first), "join");
        await Expect(Figure(director, "户已覆盖")).ToHaveTextAsync($"1/{all}");
        await JoinByDoorAsync(li, await CodeOfAsync(server, codes, second));
        await Expect(Figure(director, "户已覆盖")).ToHaveTextAsync($"2/{all}");
        await RefuseAsync(director, helper, group, first);
        await JoinByGroupAsync(helper, group, third, "小孙", "不住这里，帮这家代办（亲属、邻居）", await CodeOfAsync(server, codes, third), "join-proxy");
        await Expect(Figure(director, "户已覆盖")).ToHaveTextAsync($"3/{all}");
        await director.ShootForGuideAsync("life-group");

        // Those of the five parties who have a task are in from the start.
        var inside = int.Parse(await Figure(director, "人在群").InnerTextAsync(), CultureInfo.InvariantCulture);
        await Neighbours.JoinAsync(server, codes.Concat(codes).Take(Members - inside));
        await Expect(Figure(director, "人在群")).ToHaveTextAsync($"{Members}");
        await Expect(Figure(director, "户已覆盖")).ToHaveTextAsync($"{all}/{all}");
        await ShouldNotHaveLoadedAgainAsync(director);
        await director.ShouldBeGoodAsync("group");
        await director.GoAsync(order);
        await Expect(Figure(director, "进群")).ToHaveTextAsync($"{all}/{all}");
        await wang.Page.ReloadAsync();
        await wang.ShouldBeGoodAsync("home", guide: true);
        await wang.ShouldBeLargeAsync();
        await wang.GoAsync(new Uri(wang.Page.Url).AbsolutePath + "/group");
        await wang.AtAsync("谁是谁");
        await wang.ShouldBeGoodAsync("who-is-who", guide: true);
        await wang.ShouldBeLargeAsync();
        await wang.FollowAsync("回首页");
    }

    // Somebody whom nothing proves to live there waits, and hears why she is not let in.
    private static async Task RefuseAsync(Screen director, Screen unknown, string group, string door)
    {
        await unknown.GoAsync(group);
        await FillDoorAsync(unknown, door, "路人", "我住在这里");
        await unknown.Page.GetByText("没有编码，电话也没登记过？").ClickAsync();
        await unknown.PressAsync("请居委会确认");
        await Expect(unknown.Page.GetByText("等居委会确认").First).ToBeVisibleAsync();
        await unknown.ShouldBeGoodAsync("join-waits");
        await unknown.ShouldBeLargeAsync();
        var asked = director.Page.Locator("#waiting");
        await Expect(asked).ToContainTextAsync("路人");
        await ShouldNotHaveLoadedAgainAsync(director);
        var board = director.Path;
        await asked.GetByRole(AriaRole.Link, new() { NameRegex = Checks() }).ClickAsync();
        await director.AtAsync("核对后进群");
        await director.Page.GetByLabel("不同意的原因").FillAsync("打电话核对，不住这一户");
        await director.ShouldBeGoodAsync("join-decide");
        await director.PressAsync("不同意");
        await director.Page.WaitForURLAsync("**" + board);
        await NeverLoadedAgainAsync(director);
        await unknown.Page.ReloadAsync();
        await Expect(unknown.Page.GetByText("打电话核对，不住这一户")).ToBeVisibleAsync();
        await unknown.ShouldBeGoodAsync("join-refused");
    }

    private static async Task FillDoorAsync(Screen phone, string door, string name, string who)
    {
        var (unit, room) = DoorOf(door);
        await phone.Page.GetByLabel("哪个单元").SelectOptionAsync(unit);
        await phone.Page.GetByLabel("门牌号").FillAsync(room);
        await phone.Page.GetByLabel("怎么称呼").FillAsync(name);
        await phone.Page.GetByLabel(who).CheckAsync();
    }

    private static async Task JoinByGroupAsync(Screen phone, string group, string door, string name, string who, string proof, string picture)
    {
        await phone.GoAsync(group);
        await FillDoorAsync(phone, door, name, who);
        await phone.Page.GetByLabel("门上告知单的编码，或登记过的电话后四位").FillAsync(proof);
        await phone.ShouldBeGoodAsync(picture, guide: true);
        await phone.ShouldBeLargeAsync();
        await phone.PressAsync("进群");
        await phone.Page.WaitForURLAsync("**/home/*");
    }

    private static async Task JoinByDoorAsync(Screen phone, string code)
    {
        await phone.GoAsync($"/h/{code}/join");
        await phone.Page.GetByLabel("怎么称呼").FillAsync("老李");
        await phone.Page.GetByLabel("我住在这里").CheckAsync();
        await phone.ShouldBeGoodAsync("join-door");
        await phone.ShouldBeLargeAsync();
        await phone.PressAsync("进入");
        await phone.Page.WaitForURLAsync("**/home/*");
    }

    private static async Task AnnounceAsync(Screen director, Screen wang, Screen helper, string order)
    {
        await director.GoAsync(order + "/notices/new?template=closed");
        await director.ShouldBeGoodAsync("announce", guide: true);
        await director.PressAsync("发出");
        await director.GoAsync(order + "/notices");
        var read = director.Page.Locator("td[data-label=已读]");
        await Expect(read).ToContainTextAsync("0 / ");
        await director.GoAsync(order);
        await NeverLoadedAgainAsync(director);
        var unread = int.Parse(await Figure(director, "未读").InnerTextAsync(), CultureInfo.InvariantCulture);

        await wang.Page.ReloadAsync();
        await wang.ShouldBeGoodAsync("home-unread", guide: true);
        await wang.FollowAsync("看通知");
        await wang.AtAsync("通知");
        await Expect(wang.Page.GetByText("普防控〔2026〕12号")).ToBeVisibleAsync();
        await wang.ShouldBeGoodAsync("notices", guide: true);
        await wang.ShouldBeLargeAsync();
        await Expect(Figure(director, "未读")).ToHaveTextAsync($"{unread - 1}");

        await helper.Page.ReloadAsync();
        await helper.FollowAsync("看通知");
        await helper.ShouldBeGoodAsync("notices-proxy");
        await helper.PressAsync("已经告诉这家人了");
        await Expect(Figure(director, "未读")).ToHaveTextAsync($"{unread - 2}");
        await ShouldNotHaveLoadedAgainAsync(director);
        await director.GoAsync(order + "/notices");
        await Expect(read).ToContainTextAsync("2 / ");
        await director.ShouldBeGoodAsync("posts");
        await director.Page.Locator("td a strong").First.ClickAsync();
        await director.ShouldBeGoodAsync("post", guide: true);
        await director.GoAsync(director.Root + "/notice-calls");
        await director.ShouldBeGoodAsync("notice-calls");
    }

    private static async Task AskAsync(Screen director, Screen li, string order)
    {
        await li.Page.ReloadAsync();
        await li.FollowAsync("问居委会");
        await li.Page.GetByLabel("想问什么").FillAsync("什么时候做核酸？我的电话 14200001234");
        await li.Page.GetByLabel("全楼都能看到").CheckAsync();
        await li.ShouldBeGoodAsync("ask", guide: true);
        await li.ShouldBeLargeAsync();
        await li.PressAsync("提问");
        await Expect(li.Page.GetByText("问过的")).ToBeVisibleAsync();
        await director.GoAsync(order + "/notices");
        await director.Page.Locator("main .list-group a").First.ClickAsync();
        await director.AtAsync("住户提问");
        await director.Page.Locator("#text").FillAsync("明天早上八点，听到通知再下楼。");
        await director.ShouldBeGoodAsync("question");
        await director.PressAsync("发出回答");
        await Expect(director.Page.GetByText("明天早上八点，听到通知再下楼。").First).ToBeVisibleAsync();
        await li.Page.ReloadAsync();
        await Expect(li.Page.GetByText("明天早上八点")).ToBeVisibleAsync();
        await li.ShouldBeGoodAsync("questions");
        await li.ShouldBeLargeAsync();
    }

    private static (string Unit, string Room) DoorOf(string row) => Door().Match(row) is { Success: true } m
        ? (m.Groups["unit"].Value, m.Groups["room"].Value)
        : throw new InvalidOperationException($"No door in: {row}");

    private static string TailOf(string row) => Tail().Match(row).Groups["tail"].Value;

    private static async Task<string> CodeOfAsync(Server server, IReadOnlyList<string> codes, string row)
    {
        var (unit, room) = DoorOf(row);
        foreach (var code in codes)
        {
            if (DoorOf(await Neighbours.DoorAsync(server, code)) == (unit, room))
            {
                return code;
            }
        }
        throw new InvalidOperationException($"None of {codes.Count} codes opens {row}; the last is of {await Neighbours.DoorAsync(server, codes[^1])}");
    }

    private static ILocator Figure(Screen screen, string words) => screen.Page.Locator($".figure:has(span:text-is('{words}')) b");

    private static Task NeverLoadedAgainAsync(Screen screen) => screen.Page.EvaluateAsync("window.neverLoadedAgain = true");

    private static async Task ShouldNotHaveLoadedAgainAsync(Screen screen) =>
        (await screen.Page.EvaluateAsync<bool>("window.neverLoadedAgain === true")).ShouldBeTrue("the page was to change by itself");

    [GeneratedRegex("^核对", RegexOptions.None, 1000)]
    private static partial Regex Checks();

    [GeneratedRegex("[0-9A-Z]{5}-[0-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<unit>[0-9]+)\s*单元\s*(?<room>[0-9]+)|-(?<unit>[0-9]+)-(?<room>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Door();

    [GeneratedRegex(@"142\*+(?<tail>[0-9]{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tail();
}
