using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SafeIsle.BrowserTests;

/// <summary>The campaign around it: opened, asked at the doors, looked over, ended.</summary>
public sealed partial class ScreeningJourneyTests
{
    private const string Name = "出租房排查";

    /// <summary>Doors at which a colleague was before the worker goes on: those who answered, and those where nobody opened.</summary>
    private const int AskedBefore = 100, NobodyBefore = 12;

    /// <summary>Doors of the worker's own grid: somebody answers, nobody opens.</summary>
    private const string Near = "61号楼1单元101室", Shut = "61号楼1单元102室";

    /// <summary>Answers the path of the campaign, in which much is asked already.</summary>
    private async Task<string> BeginAsync(Screen director)
    {
        await director.GoAsync(director.Root + "/campaigns/new");
        await director.Page.GetByLabel("名称").FillAsync(Name);
        await director.Page.Locator("select[name=who]").SelectOptionAsync("rented");
        await director.Page.Locator("select[name=script]").SelectOptionAsync("three");
        await director.ShouldBeGoodAsync("campaign-new");
        await director.PressAsync("看看问到谁");
        await director.ShouldBeGoodAsync("campaign-confirm");
        await director.PressAsync("确认开始");
        await Expect(director.Page.GetByText($"共 {RentedHomes.All} 户").First).ToBeVisibleAsync();
        SetOthers("Done", AskedBefore);
        SetOthers("NobodyHome", NobodyBefore);
        return director.Path;
    }

    // What a colleague noted at so many of the doors that are left, the last ones first.
    private void SetOthers(string state, int count) => Rows.Change(
        homes.Server,
        """
        UPDATE screening_target SET state = $state, state_at = $now, state_by = '陈副主任' WHERE id IN (
            SELECT t.id FROM screening_target t JOIN campaign c ON c.community_id = t.community_id AND c.id = t.campaign_id
            WHERE c.name = $name AND t.state NOT IN ('Done', 'Contradicts') ORDER BY t.state DESC, t.sort_key DESC, t.id LIMIT $count);
        UPDATE todo SET closed_at = $now WHERE closed_at IS NULL AND source_id IN (SELECT id FROM screening_target WHERE state = 'Done')
        """,
        ("$state", state), ("$now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()), ("$name", Name), ("$count", count));

    // Three doors: the tenant, who says Sichuan, one that says no to all, one where nobody opens. Answers the tenant's page.
    private static async Task<string> AskAsync(Screen worker, string campaign, string door)
    {
        await ToDoorAsync(worker, campaign, Near);
        await worker.ShouldBeGoodAsync("screening-door", guide: true);
        await SayAsync(worker, "电话里问好了", people: "2", travelled: "no");
        await Expect(worker.Page.GetByText("这一户问好了")).ToBeVisibleAsync();
        await ToDoorAsync(worker, campaign, Shut);
        await worker.PressAsync("敲门没人");
        await ToDoorAsync(worker, campaign, Shut);
        await Expect(worker.Page.GetByText("下一步：")).ToBeVisibleAsync();

        await ToDoorAsync(worker, campaign, door);
        var target = worker.Path;
        await SayAsync(worker, "上门问好了", people: "1", travelled: "yes");
        await Expect(worker.Page.GetByText("还要问 2 个问题")).ToBeVisibleAsync();
        await worker.Page.Locator("[name=q-where]").FillAsync("四川成都");
        await worker.Page.Locator("[name=q-arrived]").FillAsync(
            TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await worker.ShouldBeGoodAsync("screening-asks-on");
        await worker.PressAsync("上门问好了");
        await Expect(worker.Page.GetByText("这一户问好了")).ToBeVisibleAsync();
        return target;
    }

    private static async Task ToDoorAsync(Screen worker, string campaign, string door)
    {
        await worker.GoAsync(campaign);
        await worker.FollowAsync(door[..(door.IndexOf('楼', StringComparison.Ordinal) + 1)]);
        await worker.FollowAsync(door);
        await worker.AtAsync(door);
    }

    private static async Task SayAsync(Screen worker, string how, string people, string travelled)
    {
        await worker.Page.Locator("[name=q-people]").FillAsync(people);
        await worker.Page.Locator($"[name=q-travelled][value={travelled}]").CheckAsync();
        await worker.Page.Locator("[name=q-ill][value=no]").CheckAsync();
        await worker.PressAsync(how);
    }

    // What the finding says against his words stands at his door of the campaign, for whoever asks there.
    private static async Task ContradictAsync(Screen worker, string target)
    {
        await worker.GoAsync(target);
        await Expect(worker.Page.GetByText("对不上，要核对")).ToBeVisibleAsync();
        await Expect(worker.Page.GetByText("湖北省武汉市").First).ToBeVisibleAsync();
        await worker.ShouldBeGoodAsync("screening-differs", guide: true);
    }

    // The last doors; what did not fit is looked into; the numbers are told.
    private async Task FinishAsync(Screen director, Screen worker, string campaign, string target)
    {
        const int reached = AskedBefore + 2;
        await director.GoAsync(campaign);
        await Expect(director.Page.GetByText($"问到（{reached} / {RentedHomes.All} 户）")).ToBeVisibleAsync();
        (await director.FigureAsync("还没问到")).ShouldBe(RentedHomes.All - reached);
        (await director.FigureAsync("对不上")).ShouldBe(1);
        await director.ShouldBeGoodAsync("campaign", guide: true);
        await worker.GoAsync(target);
        await worker.Page.Locator("[name=why]").FillAsync("本人承认到过武汉，已送集中观察");
        await worker.PressAsync("核对过了");
        SetOthers("Done", RentedHomes.All);
        await director.GoAsync(campaign);
        await Expect(director.Page.GetByText($"问到（{RentedHomes.All} / {RentedHomes.All} 户）")).ToBeVisibleAsync();
        (await director.FigureAsync("对不上")).ShouldBe(0);
        (await director.PaperAsync("打印进度")).ShouldContain($"{RentedHomes.All}");
        await director.PressAsync("结束这次排查");
        await Expect(director.Page.GetByText("由高主任结束")).ToBeVisibleAsync();
    }
}
