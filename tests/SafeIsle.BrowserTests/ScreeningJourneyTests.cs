using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>
/// A campaign over 149 rented homes. What one of the tenants declares does not fit the operators' message: two of the committee decide, he
/// gets no pass, objects on the phone and is answered, a measure is opened of it, and he is fetched. Everybody else is asked, too.
/// </summary>
[Collection(typeof(RentedCommunity))]
public sealed partial class ScreeningJourneyTests(Browser browser, RentedHomes homes)
{
    private const string Building = "25号楼";
    private const string Document = "区防控办〔2020〕12号";
    private const string Sms = "您在前14天内到达或途经：河南省信阳市、河南省驻马店市、河南省南阳市、湖北省武汉市、湖北省宜昌市、湖北省孝感市。中国移动";

    [Fact]
    public async Task Of_149_tenants_one_whose_words_do_not_fit_goes_to_central_observation_and_all_are_asked()
    {
        await using var director = await browser.DeskAsync(homes.Server);
        await using var deputy = await browser.DeskAsync(homes.Server);
        await using var worker = await browser.PhoneAsync(homes.Server);
        await using var resident = await browser.PhoneAsync(homes.Server);
        await director.LoginAsync("yinghua");
        await worker.LoginAsync("wangge");
        var door = await Doors.HostAsync(director, resident, Building);
        var home = resident.Path;
        var household = await Doors.HouseholdAsync(director);
        await Doors.ConfirmAsync(director, household);
        homes.Rent(door);
        var campaign = await BeginAsync(director);
        var target = await AskAsync(worker, campaign, door);

        await director.GoAsync(household + "/travel");
        await director.Page.GetByText("开始核对", new() { Exact = true }).First.ClickAsync();
        await director.Page.Locator("#sms").WaitForAsync();
        var check = director.Path;
        await DeclareAsync(resident, home);
        await director.Page.Locator("#sms").FillAsync(Sms);
        await director.PressAsync("认一认");
        await Expect(director.Page.GetByText("运营商记录到过湖北省武汉市，本人没有申报。")).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("travel-differs", guide: true);
        await director.Page.Locator("select[name=follow]").SelectOptionAsync("CentralIsolation");
        await director.Page.Locator("#basis").FillAsync(Document);
        await director.PressAsync("提出核验结果");
        await Expect(director.Page.GetByText("提出的人不能自己确认")).ToBeVisibleAsync();
        await ContradictAsync(worker, target);

        await deputy.LoginAsync("yinghua2");
        await deputy.GoAsync(check);
        await deputy.PressAsync("复核同意");
        await deputy.PressAsync("确认复核同意");
        await Expect(deputy.Page.GetByText("出入证按预案停用")).ToBeVisibleAsync();
        await NoPassAsync(director, household);
        await ObjectAsync(resident, deputy, home, check);
        await OpenAsync(director, check);
        await ReferAsync(director);
        await FinishAsync(director, worker, campaign, target);
        Screen[] all = [director, deputy, worker, resident];
        all.SelectMany(s => s.Problems).ShouldBeEmpty();
    }

    private static async Task DeclareAsync(Screen resident, string home)
    {
        await resident.GoAsync(home + "/travel");
        await resident.ShouldBeGoodAsync("home-travel");
        await resident.ShouldBeLargeAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date);
        await resident.Page.Locator("[name=place0]").FillAsync("四川");
        await resident.Page.Locator("[name=from0]").FillAsync(today.AddDays(-10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await resident.Page.Locator("[name=to0]").FillAsync(today.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await resident.PressAsync("申报");
        await Expect(resident.Page.GetByText("已申报").First).ToBeVisibleAsync();
    }

    // What the household asks for at the desk is refused with the reason, and nothing of where anybody was.
    private static async Task NoPassAsync(Screen director, string household)
    {
        await director.GoAsync(household + "/passes");
        await director.PressAsync("发证");
        var refused = director.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "按规则不发证" });
        await Expect(refused).ToContainTextAsync("行程没有核清");
        await Expect(director.Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("武汉");
        await director.ShouldBeGoodAsync("no-pass");
    }

    private static async Task ObjectAsync(Screen resident, Screen deputy, string home, string check)
    {
        await resident.GoAsync(home + "/travel");
        await resident.Page.Locator("textarea[name=text]").FillAsync("我只在武汉站换车");
        await resident.ShouldBeGoodAsync("home-travel-finding", guide: true);
        await resident.ShouldBeLargeAsync();
        await resident.PressAsync("提出异议");
        await Expect(resident.Page.GetByText("异议已经收到").First).ToBeVisibleAsync();
        await deputy.GoAsync(check);
        await deputy.Page.Locator("#text").FillAsync("记录是停留四小时以上的城市，维持。");
        await deputy.PressAsync("维持，答复");
        await resident.GoAsync(home + "/travel");
        await Expect(resident.Page.GetByText("停留四小时以上").First).ToBeVisibleAsync();
    }

    private static async Task OpenAsync(Screen director, string check)
    {
        await director.GoAsync(director.Root + "/measures");
        await Expect(director.Page.GetByText("行程核验已复核、还没开措施")).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("measures-waiting", guide: true);
        await director.GoAsync(check);
        await director.ShouldBeGoodAsync("travel-confirmed");
        await director.FollowAsync("开出措施");
        await Expect(director.Page.Locator("#document")).ToHaveValueAsync(Document);
        await director.ShouldBeGoodAsync("measure-of-finding");
        await director.Page.Locator("#authority").FillAsync("普陀区疫情防控指挥部");
        await director.Page.Locator("#place").FillAsync("桃浦集中观察点");
        await director.PressAsync("看看会涉及谁");
        await director.PressAsync("确认开出");
        await Expect(director.Page.GetByText("已开好")).ToBeVisibleAsync();
    }

    private static async Task ReferAsync(Screen director)
    {
        var asked = director.Page.Locator("form[action$='/referrals']");
        await director.Page.Locator("details:has(form[action$='/referrals']) summary").ClickAsync();
        await asked.Locator("[name=referTo]").SelectOptionAsync("Central");
        await asked.Locator("[name=referPlace]").FillAsync("桃浦集中观察点");
        await asked.Locator("[name=referWhy]").FillAsync("照决定送集中观察");
        await asked.Locator("[name=referBy]").FillAsync("居委会");
        await asked.Locator("button").ClickAsync();
        await director.Page.Locator("[name=fetchedBy]").FillAsync("转运车 3号");
        await director.PressAsync("记下离开");
        await Expect(director.Page.GetByText("等消毒")).ToBeVisibleAsync();
        await director.PressAsync("记下到达");
        await Expect(director.Page.GetByText("到达桃浦集中观察点").First).ToBeVisibleAsync();
        await director.ShouldBeGoodAsync("measure-referred");
    }
}
