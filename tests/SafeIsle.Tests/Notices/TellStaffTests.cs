using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Health;

namespace SafeIsle.Tests.Notices;

/// <summary>Staff who entered their WeCom account are told there of what waits for them in the product.</summary>
public sealed class TellStaffTests(OutsideApp app) : IClassFixture<OutsideApp>
{
    [Fact]
    public async Task Whoever_entered_her_wecom_account_is_told_of_a_fever_and_of_a_task_and_nobody_is_named()
    {
        using var doctor = await ClosedHome.DoctorAsync(app);
        await EnterAsync(doctor, "lin.doctor");
        using var neighbour = await app.AsAsync("neighbour");
        await EnterAsync(neighbour, "far-away");
        using var worker = await app.AsAsync("worker");
        await EnterAsync(worker, "field-1");
        var home = await ClosedHome.MakeAsync(app, "81号楼", [new PersonFacts { Name = "王发热" }]);
        using var phone = await home.FormAsync(app);
        var person = (await home.PeopleAsync(app)).Single();
        await phone.SubmitAsync("/report", (ClosedHome.T(person), "36.5"));
        await phone.SubmitAsync("/report", (ClosedHome.T(person), "37.8"));
        phone.Text.ShouldContain("已报给社区医生");
        (await SentAsync(1)).ShouldBe([("lin.doctor", "81号楼有新的体温异常，请看名单。")]);

        using var director = await app.AsAsync("director");
        var task = await app.InDbAsync(db => db.ClosureTasks.Where(t => t.BuildingId == home.Building).OrderBy(t => t.Position).FirstAsync());
        await director.OpenAsync($"{home.Order}/tasks/{task.Id}/owner");
        await director.SubmitAsync("/owner", ("owner", app.Cast.Accounts["doctor"].ToString()));
        director.Text.ShouldContain("现在由林医生负责");
        (await SentAsync(2))[1].ShouldBe(("lin.doctor", $"81号楼：高主任改派任务给您，{task.Title}。请看任务表。"));
    }

    [Theory]
    [InlineData("@all")]
    [InlineData("one|two")]
    [InlineData("林医生")]
    public async Task Only_one_account_of_wecom_is_taken(string user)
    {
        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync("/account");
        (await stranger.SubmitAsync("/account/wecom", ("wecom", user))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        stranger.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldContain("由字母、数字");
        await EnterAsync(stranger, "xu");
        await EnterAsync(stranger, "");
        stranger.Text.ShouldContain("不再发到企业微信");
    }

    private static async Task EnterAsync(Browser browser, string user)
    {
        await browser.OpenAsync("/account");
        (await browser.SubmitAsync("/account/wecom", ("wecom", user))).ShouldBe(HttpStatusCode.OK);
        browser.Page.QuerySelector("input[name=wecom]")!.GetAttribute("value").ShouldBe(user);
    }

    private async Task<List<(string To, string Text)>> SentAsync(int count)
    {
        for (var i = 0; i < 200 && app.Provider.WeCom.Count < count; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return [.. app.Provider.WeCom.Select(m => (m.GetProperty("touser").GetString()!, m.GetProperty("text").GetProperty("content").GetString()!))];
    }
}
