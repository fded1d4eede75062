using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>The work that the product is for, as docs/guide tells it: a messy register comes in, a building is closed, watched and opened again.</summary>
public sealed partial class ClosureJourneyTests(Browser browser)
{
    private const string Building = "38号楼";
    private const string Imports = "导入登记表";
    private const int RejectedInSample = 3;
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    [Fact]
    public async Task The_director_imports_a_register_and_closes_a_building()
    {
        await using var desk = await browser.DeskAsync();
        await using var phone = await browser.PhoneAsync();
        await desk.LoginAsync("yinghua");
        await phone.LoginAsync("yinghua2");
        await desk.ShootForGuideAsync("board-of-the-community");
        await SoundOnPhoneAsync(phone, desk, "board-of-the-community");

        await ImportAsync(desk, phone);
        var roster = await RosterAsync(desk, phone);
        await CloseAsync(desk, phone);
        await WorkAsync(desk, phone, roster);
        await EndAsync(desk, phone);
        desk.Problems.ShouldBeEmpty();
    }

    private static async Task ImportAsync(Screen desk, Screen phone)
    {
        await desk.FollowAsync("导入");
        await desk.AtAsync(Imports);
        await SoundOnPhoneAsync(phone, desk, "imports");
        var sample = await desk.FetchAsync("下载示例表");
        await UploadAsync(desk, "示例登记表.xlsx", sample);
        await desk.ShootForGuideAsync("import-columns");
        await desk.ShouldBeAccessibleAsync();
        await SoundOnPhoneAsync(phone, desk, "import-columns");
        var people = await PreviewAsync(desk, RejectedInSample);
        await desk.ShootForGuideAsync("import-preview");
        await desk.ShouldBeAccessibleAsync();
        await SoundOnPhoneAsync(phone, desk, "import-preview");
        await desk.FollowAsync("退回");
        await Expect(desk.Page.GetByText(Hint)).ToBeVisibleAsync();
        await desk.ShootForGuideAsync("import-rejected");
        await ApplyAsync(desk, people);
        await desk.ShootAsync("import-done");

        var (mended, cells) = Workbook.Retype(await desk.FetchAsync("取回退回的行"), Mend);
        cells.ShouldBe(RejectedInSample);
        await desk.FollowAsync("再导入一份");
        await UploadAsync(desk, "退回的行（已改）.xlsx", mended);
        (await PreviewAsync(desk, rejected: 0)).ShouldBe(RejectedInSample);
        await ApplyAsync(desk, RejectedInSample);
        await desk.ShouldBeSoundAsync();
    }

    private const string Hint = "这些行不能写入，不影响其他行。";

    private static async Task UploadAsync(Screen desk, string name, byte[] file)
    {
        await desk.Page.Locator("#file").SetInputFilesAsync(new FilePayload
        {
            Name = name, MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = file,
        });
        await desk.PressAsync("上传并核对列");
        await desk.AtAsync("核对列");
    }

    // Answers how many rows are new, once the new building is agreed to.
    private static async Task<int> PreviewAsync(Screen desk, int rejected)
    {
        await desk.PressAsync("下一步：读取并比对");
        await desk.AtAsync("预览与选择");
        (await desk.FigureAsync("退回")).ShouldBe(rejected);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "新建", Exact = true }).First.ClickAsync();
        await Expect(desk.Page.GetByText("等您决定")).ToHaveCountAsync(0);
        return await desk.FigureAsync("新增");
    }

    private static async Task ApplyAsync(Screen desk, int people)
    {
        await desk.PressAsync("下一步：确认写入");
        await desk.AtAsync("确认写入");
        await desk.ShootAsync("import-confirm");
        await desk.PressAsync("写入登记");
        await desk.AtAsync("导入完成");
        await Expect(desk.Page.GetByRole(AriaRole.Main)).ToContainTextAsync($"新增 {people} 人");
    }

    // The number ruined by the table program, the wrong check character, the door that cannot be read.
    private static string? Mend(string cell) => cell switch
    {
        "9栋门卫旁边平房" => "9-1-603",
        _ when Ruined().IsMatch(cell) => WithCheck(cell[..15] + "10"),
        _ when Number().IsMatch(cell) && WithCheck(cell[..17]) is var right && right != cell => right,
        _ => null,
    };

    /// <summary>GB 11643: the check character over the first 17 digits.</summary>
    private static string WithCheck(string first17) => first17 + "10X98765432"[Weights.Zip(first17, (w, c) => w * (c - '0')).Sum() % 11];

    private static async Task<string> RosterAsync(Screen desk, Screen phone)
    {
        await desk.FollowAsync("三级表");
        await desk.AtAsync("三级表");
        await SoundOnPhoneAsync(phone, desk, "tables");
        await desk.FollowAsync(Building);
        await desk.AtAsync(Building);
        await desk.ShootForGuideAsync("roster");
        await desk.ShouldBeAccessibleAsync();
        await SoundOnPhoneAsync(phone, desk, "roster");
        var roster = await desk.PaperAsync("打印楼组表");
        roster.ShouldContain(Building);
        roster.ShouldContain("101");
        return roster;
    }

    private static async Task CloseAsync(Screen desk, Screen phone)
    {
        await desk.FollowAsync("楼栋封控");
        await desk.AtAsync("楼栋封控");
        await SoundOnPhoneAsync(phone, desk, "closures");
        await desk.FollowAsync("封控楼栋");
        await desk.FollowAsync(Building);
        await desk.AtAsync("封控" + Building);
        await desk.Page.GetByLabel("决定机关").FillAsync("普陀区疫情防控指挥部");
        await desk.Page.GetByLabel("文号").FillAsync("普防控〔2026〕12号");
        await desk.Page.GetByLabel("依据").FillAsync("《中华人民共和国传染病防治法》");
        await desk.ShootForGuideAsync("close-form");
        await desk.ShouldBeAccessibleAsync();
        await SoundOnPhoneAsync(phone, desk, "close-form");
        await desk.PressAsync("看看会涉及谁");
        await desk.AtAsync("确认封控");
        (await desk.FigureAsync("户")).ShouldBeGreaterThan(10);
        await desk.ShootForGuideAsync("close-confirm");
        await desk.ShouldBeAccessibleAsync();
        await desk.ShouldBeSoundAsync();
        await desk.PressAsync("确认封控");
        await desk.AtAsync("封控看板");
    }

    private static async Task WorkAsync(Screen desk, Screen phone, string roster)
    {
        await desk.ShootForGuideAsync("board");
        await desk.ShouldBeAccessibleAsync();
        (await desk.PaperAsync("告知书")).ShouldContain("普防控〔2026〕12号");
        (await desk.PaperAsync("分工表")).ShouldContain(Building);
        roster.ShouldNotBeEmpty();

        // The deputy's phone lies open on the board; what is ticked at the desk appears there by itself.
        await phone.GoAsync(desk.Path);
        await phone.Page.EvaluateAsync("window.neverLoadedAgain = true");
        for (var ticked = 1; ticked <= 2; ticked++)
        {
            await desk.Page.GetByRole(AriaRole.Button, new() { NameRegex = Complete() }).First.ClickAsync();
            await Expect(Done(desk)).ToHaveTextAsync(Ticked(ticked));
            await Expect(Done(phone)).ToHaveTextAsync(Ticked(ticked));
        }

        (await phone.Page.EvaluateAsync<bool>("window.neverLoadedAgain === true")).ShouldBeTrue();
        await SoundOnPhoneAsync(phone, desk, "board", guide: true);
        await phone.ShouldBeAccessibleAsync();
        await desk.FollowAsync("重点照护名单");
        await desk.AtAsync("照护");
        await desk.ShootAsync("care-list");
        await SoundOnPhoneAsync(phone, desk, "care-list");
        await desk.Page.GoBackAsync();
    }

    private static async Task EndAsync(Screen desk, Screen phone)
    {
        await desk.FollowAsync("延长");
        await desk.AtAsync("延长");
        var until = desk.Page.GetByLabel("健康管理到");
        var later = DateTime.Parse(await until.InputValueAsync(), CultureInfo.InvariantCulture).AddDays(2);
        await until.FillAsync(later.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await desk.Page.GetByLabel("延长的原因").FillAsync("第 2 天检出新的感染者");
        await desk.Page.GetByLabel("文号").FillAsync("普防控〔2026〕15号");
        await desk.ShootAsync("extend");
        await SoundOnPhoneAsync(phone, desk, "extend");
        await desk.PressAsync("下一步：核对");
        await desk.PressAsync("确认延长");
        await desk.AtAsync("封控看板");

        await desk.FollowAsync("解除");
        await desk.AtAsync("解除");
        await desk.Page.GetByLabel("提前解除的原因").FillAsync("接指挥部电话通知，排除感染，提前解除（普防控〔2026〕16号）");
        await desk.ShootAsync("lift");
        await SoundOnPhoneAsync(phone, desk, "lift");
        await desk.Page.GetByLabel("解除决定的文号").FillAsync("普防控〔2026〕16号");
        await desk.PressAsync("提前解除");
        await desk.AtAsync("封控看板");
        await Expect(desk.Page.GetByText("解除不能撤回")).ToBeVisibleAsync();
        await desk.ShootAsync("board-lifted");

        await desk.FollowAsync("处置链");
        await desk.AtAsync("处置链");
        await desk.ShootForGuideAsync("chain");
        await desk.ShouldBeAccessibleAsync();
        await SoundOnPhoneAsync(phone, desk, "chain");
        var chain = await desk.PaperAsync("打印");
        chain.ShouldContain("普防控〔2026〕15号");
        chain.ShouldContain("提前解除");
    }

    // The page that stands open at the desk, on the deputy's phone.
    private static async Task SoundOnPhoneAsync(Screen phone, Screen desk, string name, bool guide = false)
    {
        await desk.ShouldBeSoundAsync();
        if (phone.Path != desk.Path)
        {
            await phone.GoAsync(desk.Path);
        }

        await (guide ? phone.ShootForGuideAsync(name + "-phone") : phone.ShootAsync(name));
        await phone.ShouldBeSoundAsync();
    }

    private static ILocator Done(Screen screen) => screen.Page.Locator(".figure:has(span:text-is('项任务完成')) b");

    private static Regex Ticked(int tasks) => new($"^{tasks}/\\d+$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex("^9900[0-9]{11}000$", RegexOptions.None, 1000)]
    private static partial Regex Ruined();

    [GeneratedRegex("^9900[0-9]{13}[0-9X]$", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^完成：", RegexOptions.None, 1000)]
    private static partial Regex Complete();
}
