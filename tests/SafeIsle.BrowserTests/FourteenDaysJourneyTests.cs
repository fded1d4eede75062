using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// Fourteen days at home of a family of three. On the fourth, one of them has 37.6 in the morning, is brought to the doctor and back, and
/// nobody reports that evening: both rise in the list of whoever answers for the grid. Then it is released and gets its certificate.
/// </summary>
[Collection(typeof(RentedCommunity))]
public sealed partial class FourteenDaysJourneyTests(Browser browser, RentedHomes homes)
{
    private const int Days = 14;
    private const int HardDay = 4;
    private const string Hospital = "普陀区中心医院";
    private const string Document = "普防控〔2022〕20号";

    private static readonly int[] TestDays = [1, 4, 7, 14];

    [Fact]
    public async Task A_family_of_three_through_fourteen_days_with_a_missed_evening_a_fever_and_an_errand()
    {
        await using var director = await browser.DeskAsync(homes.Server);
        await using var worker = await browser.PhoneAsync(homes.Server);
        await using var doctor = await browser.PhoneAsync(homes.Server);
        await using var family = await browser.PhoneAsync(homes.Server);
        await director.LoginAsync("yinghua");
        await worker.LoginAsync("wangge");
        await doctor.LoginAsync("yisheng");
        await ShowAsync(director);
        await SetHoursAsync(director);
        var home = FindFamily();
        await Doors.HostAtAsync(homes.Server, director, family, home.Building, home.Door);
        var front = family.Path;
        await Doors.ConfirmAsync(director, $"{director.Root}/households/{home.Household}");
        var measure = await OpenAsync(director, home);

        for (var day = 1; day <= Days; day++)
        {
            await ReportAsync(family, front, day == HardDay ? "37.6" : "36.6");
            if (TestDays.Contains(day))
            {
                await TestAsync(director, measure, day);
            }

            if (day is 1 or HardDay - 1)
            {
                await CallAsync(worker, measure, day == 1 ? "" : "要一盒降压药");
            }

            if (day == HardDay)
            {
                await Expect(family.Page.GetByText("已报给社区医生").First).ToBeVisibleAsync();
                await ToDoctorAsync(director, family, home, front, measure);
                HalfADayPasses(home);
                await RiseAsync(worker, doctor, home);
                await ReportAsync(family, front, "36.7");
            }
            else
            {
                HalfADayPasses(home);
                await ReportAsync(family, front, "36.5");
            }

            HalfADayPasses(home);
        }

        await ReleaseAsync(director, family, front, measure);
        Screen[] all = [director, worker, doctor, family];
        all.SelectMany(s => s.Problems).ShouldBeEmpty();
    }

    // The two whom the demo has under a measure, as the guide shows them.
    private static async Task ShowAsync(Screen director)
    {
        await director.GoAsync(director.Root + "/measures");
        await director.Page.Locator("td a strong").First.ClickAsync();
        await director.AtAsync("医学观察");
        await director.ShouldBeGoodAsync("measure", guide: true);
    }

    // Answers the path of the file.
    private static async Task<string> OpenAsync(Screen director, Family home)
    {
        await director.GoAsync($"{director.Root}/households/{home.Household}/measures");
        await director.FollowAsync("开措施");
        await director.FollowAsync("居家隔离医学观察");
        await director.Page.Locator("#authority").FillAsync("普陀区疫情防控指挥部");
        await director.Page.Locator("#document").FillAsync("普防控〔2022〕12号");
        await director.Page.Locator("#basis").FillAsync("与确诊病例同乘一车，判定为密切接触者");
        await director.PressAsync("看看会涉及谁");
        await director.PressAsync("确认开出");
        await Expect(director.Page.GetByText("已开好")).ToBeVisibleAsync();
        return director.Path;
    }

    // The first of the family has that temperature, the others none to speak of.
    private static async Task ReportAsync(Screen family, string front, string temperature)
    {
        await family.GoAsync(front + "/report");
        var people = family.Page.GetByLabel("（℃）");
        await people.Nth(0).FillAsync(temperature);
        await people.Nth(1).FillAsync("36.4");
        await people.Nth(2).FillAsync("36.5");
        await family.PressAsync("一起报上");
        await Expect(family.Page.GetByRole(AriaRole.Button, new() { Name = "改报" })).ToBeVisibleAsync();
    }

    private static async Task TestAsync(Screen director, string measure, int day)
    {
        await director.GoAsync(measure);
        // Hers and those of the two who are bound with her.
        var waiting = director.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = $"第 {day} 天，" }).Locator("details[open]")
            .GetByRole(AriaRole.Button, new() { Name = "阴性", Exact = true });
        await Expect(waiting).ToHaveCountAsync(3);
        for (var left = 2; left >= 0; left--)
        {
            await waiting.First.ClickAsync();
            await Expect(waiting).ToHaveCountAsync(left);
        }

        await Expect(director.Page.GetByText($"第 {day} 天的检测已记下")).ToBeVisibleAsync();
    }

    private static async Task CallAsync(Screen worker, string measure, string need)
    {
        await worker.GoAsync(measure);
        await worker.Page.Locator("#callOutcome").SelectOptionAsync("Fine");
        await worker.Page.Locator("#mood").SelectOptionAsync("Calm");
        await worker.Page.Locator("#need").FillAsync(need);
        await worker.Page.Locator("#call button").ClickAsync();
        await Expect(worker.Page.GetByText("已记下").First).ToBeVisibleAsync();
    }

    // Asked on the phone, allowed with who goes along, let out by a slip, and back.
    private static async Task ToDoctorAsync(Screen director, Screen family, Family home, string front, string measure)
    {
        await family.GoAsync(front + "/measures");
        await family.ShouldBeGoodAsync("home-measures");
        await family.ShouldBeLargeAsync();
        await family.Page.GetByText("要出门看病", new() { Exact = true }).ClickAsync();
        await family.Page.GetByLabel("去哪里看").FillAsync(Hospital);
        await family.Page.GetByLabel("为什么要去").FillAsync("发热，医生叫去看");
        await family.PressAsync("申请");
        await Expect(family.Page.GetByText("已收到").First).ToBeVisibleAsync();

        await director.GoAsync(director.Root + "/measures?late=Asks");
        await Expect(director.Page.GetByRole(AriaRole.Link, new() { Name = home.Person })).ToBeVisibleAsync();
        await director.GoAsync(measure);
        await director.Page.Locator("[name=companion]").FillAsync("社区专车 小周");
        await director.PressAsync("同意");
        await Expect(director.Page.GetByText("已同意").First).ToBeVisibleAsync();
        await director.FollowAsync("开外出单");
        await Expect(director.Page.GetByText("居委会已同意")).ToBeVisibleAsync();
        await director.Page.Locator("select[name=person]").SelectOptionAsync(new SelectOptionValue { Label = home.Person });
        await director.Page.Locator("select[name=category]").SelectOptionAsync("Doctor");
        await director.Page.Locator("#where").FillAsync(Hospital);
        await director.Page.Locator("#what").FillAsync("门诊");
        await director.Page.Locator("#companionName").FillAsync("小周");
        await director.Page.Locator("#despite").FillAsync("就医，已批准");
        await director.Page.Locator("#authority").FillAsync("镇防控办");
        await director.PressAsync("开外出单");
        await director.PressAsync("收单");
        await Expect(director.Page.GetByText("已收单").First).ToBeVisibleAsync();
    }

    [GeneratedRegex("没有收到今天的回报|打电话问一问|上门看看", RegexOptions.None, 1_000)]
    private static partial Regex Risen();

    // My list has the call about the fever, the knock that follows it, and the evening's; the doctor looks after the fever, which ends its call.
    private static async Task RiseAsync(Screen worker, Screen doctor, Family home)
    {
        var list = $"/field/{RentedHomes.Community}/todos";
        var mine = worker.Page.Locator(".door", new() { HasText = home.Door }).Locator(".todo").Filter(new() { HasTextRegex = Risen() });
        var fine = worker.Page.GetByRole(AriaRole.Button, new() { Name = "正常", Exact = true });
        var begun = TimeProvider.System.GetTimestamp();
        await worker.GoAsync(list);
        while (await mine.CountAsync() < 3 && TimeProvider.System.GetElapsedTime(begun) < LongestRound)
        {
            await Task.Delay(Again);
            await worker.GoAsync(list);
        }

        await Expect(mine).ToHaveCountAsync(3);
        await worker.ShouldBeGoodAsync("todos-measure", guide: true);
        await worker.GoAsync($"/desk/{RentedHomes.Community}/health/missing");
        await worker.Page.Locator("main .card", new() { HasText = home.Door }).GetByRole(AriaRole.Button, new() { Name = "没人接" }).ClickAsync();
        await Expect(worker.Page.GetByText($"已记下{home.Door}：没人接")).ToBeVisibleAsync();
        await worker.GoAsync(list);
        for (var left = 2; left > 0; left--)
        {
            await worker.Page.Locator(".door", new() { HasText = home.Door }).Locator(".todo:not([data-said])")
                .Filter(new() { HasTextRegex = Risen() }).Filter(new() { Has = fine }).First.Locator("button[value$='.fine']").TapAsync();
            await Expect(worker.Page.Locator(".todo[data-said]")).ToHaveCountAsync(3 - left);
        }

        await doctor.GoAsync($"/desk/{RentedHomes.Community}/health/alerts");
        await Expect(doctor.Page.GetByText("37.6").First).ToBeVisibleAsync();
        await doctor.PressAsync("复测正常");
        await Expect(doctor.Page.GetByText("已记下").First).ToBeVisibleAsync();
        await worker.GoAsync(list);
        await Expect(worker.Page.Locator(".door", new() { HasText = home.Door }).GetByText("有新的上报")).ToHaveCountAsync(0);
    }

    private static async Task ReleaseAsync(Screen director, Screen family, string front, string measure)
    {
        await director.GoAsync(measure + "/release");
        await Expect(director.Page.GetByText("条件满足")).ToBeVisibleAsync();
        await director.Page.Locator("#document").FillAsync(Document);
        await director.Page.Locator("#verified").FillAsync("林医生");
        await director.ShouldBeGoodAsync("measure-release", guide: true);
        await director.PressAsync("解除");
        await Expect(director.Page.GetByText("已解除，出入证恢复")).ToBeVisibleAsync();
        foreach (var word in new[] { "社区专车", $"从{Hospital}回来", "打了电话：没人接", "第 14 天检测：阴性", "林医生核实" })
        {
            await Expect(director.Page.GetByText(word).First).ToBeVisibleAsync();
        }

        (await director.PaperAsync("解除证明")).ShouldContain(Document);
        await family.GoAsync(front);
        await Expect(family.Page.GetByText("已解除").First).ToBeVisibleAsync();
        await Expect(family.Page.GetByText("谢谢这些天的配合").First).ToBeVisibleAsync();
    }
}
