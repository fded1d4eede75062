using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>A household writes itself in with the code on its door; nothing counts until the director has confirmed it.</summary>
public sealed partial class SelfRegistrationJourneyTests(Browser browser)
{
    private const string Building = "12号楼";

    [Fact]
    public async Task A_household_registers_on_its_phone_and_the_director_confirms_it()
    {
        await using var desk = await browser.DeskAsync();
        await using var phone = await browser.PhoneAsync();
        await desk.LoginAsync("yinghua");
        await desk.FollowAsync("门上告知单");
        await desk.FollowAsync(Building);
        await desk.AtAsync(Building + " 门上告知单");
        await desk.ShootAsync("door-sheets");
        await desk.ShouldBeAccessibleAsync();
        await desk.ShouldBeSoundAsync();
        var code = Code().Match(await desk.PaperAsync("打印", exact: true)).Value;
        code.ShouldNotBeEmpty("the door sheet shows a code");

        var receipt = await FillAsync(phone, code);
        await ConfirmAsync(desk, receipt);
        phone.Problems.ShouldBeEmpty();
    }

    // Answers the receipt's number.
    private static async Task<string> FillAsync(Screen phone, string code)
    {
        await phone.GoAsync("/h");
        await phone.ShouldBeAccessibleAsync();
        await phone.Page.GetByLabel("告知单编码").FillAsync(code.ToLowerInvariant());
        await phone.PressAsync("下一步");
        await phone.AtAsync(Building);
        await phone.Page.GetByLabel("我住在这里").CheckAsync();
        await phone.ShootForGuideAsync("phone-door");
        await SoundAsync(phone);
        await phone.PressAsync("开始填写");
        await phone.Page.GetByLabel("租的").CheckAsync();
        await phone.PressAsync("再加一位家人");
        await MemberAsync(phone, 0, "钱晓明", "14200007001");
        await MemberAsync(phone, 1, "孙丽华", "14200007002");
        await phone.ShootForGuideAsync("phone-form");
        await SoundAsync(phone);
        await phone.PressAsync("提交");
        await phone.AtAsync("已收到，等居委会确认");
        await phone.ShootAsync("phone-received");
        await SoundAsync(phone);
        return (await phone.Page.Locator("p.big").InnerTextAsync()).Trim();
    }

    private static async Task MemberAsync(Screen phone, int member, string name, string number)
    {
        var fields = phone.Page.Locator($"#m{member}");
        await fields.GetByLabel("姓名").FillAsync(name);
        await fields.GetByLabel("电话", new() { Exact = true }).FillAsync(number);
        await fields.GetByLabel("在家", new() { Exact = true }).CheckAsync();
    }

    private static async Task ConfirmAsync(Screen desk, string receipt)
    {
        await desk.FollowAsync("住户自报");
        await desk.AtAsync("住户自报");
        await desk.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = receipt }).GetByRole(AriaRole.Link).ClickAsync();
        await desk.AtAsync("的自报");
        await desk.ShootForGuideAsync("proposal");
        await desk.ShouldBeAccessibleAsync();
        await desk.PressAsync("确认并记为已核实");
        await Expect(desk.Page.GetByText("已写入登记册并记为已核实")).ToBeVisibleAsync();
        await desk.GoAsync(desk.Root + "/search?q=钱晓明");
        await Expect(desk.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(Building);
        await desk.ShouldBeSoundAsync();
    }

    private static async Task SoundAsync(Screen phone)
    {
        await phone.ShouldBeAccessibleAsync();
        await phone.ShouldBeSoundAsync();
    }

    [GeneratedRegex("[0-9A-Z]{5}-[0-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
