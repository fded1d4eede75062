using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Notices;
using SafeIsle.Tests.Notices;

namespace SafeIsle.Tests.BuildingGroups;

/// <summary>Short messages to who has not read, without a provider; and a call that was noted by mistake. The class moves the clock.</summary>
public sealed class OutsideNoticeTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Closed Closed, string Path, Announcement Post)> SentAsync(Browser director, string label)
    {
        var closed = await Closed.MakeAsync(app, director, label);
        await director.OpenAsync(closed.Path + "/notices/new?template=closed");
        await director.SubmitAsync("/notices", ("do", "send"), ("repeat", "10"));
        var post = await app.InDbAsync(db => db.Announcements.SingleAsync(a => a.OrderId == closed.Order));
        return (closed, $"{closed.Path}/notices/{post.Id}", post);
    }

    [Fact]
    public async Task Once_in_each_round_to_the_first_number_of_each_household_and_the_notice_stays()
    {
        using var director = await app.AsAsync("director");
        var (_, path, post) = await SentAsync(director, "131号楼");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(path);
        worker.Page.QuerySelector("form[action$='/text']").ShouldBeNull();
        (await worker.PostAsync(path + "/text")).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await app.AsAsync("stranger");
        await stranger.OpenAsync("/login");
        (await stranger.PostAsync(path + "/text")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync(path);
        director.Page.QuerySelector("form[action$='/text'] button")!.TextContent.ShouldContain("给没看的 2 户发短信");
        await director.SubmitAsync("/text");
        director.Text.ShouldContain("已给 2 户排队发短信");
        director.Text.ShouldContain("另有 1 户没有电话，请上门");
        director.Page.QuerySelector("form[action$='/text']").ShouldBeNull();
        await director.PostAsync(path + "/text");
        director.Text.ShouldContain("第 1 遍的短信已经发过了");

        // Without a provider they wait for a person; the notice is where it was.
        for (var i = 0; i < 100 && await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.State == OutsideState.ByHand && m.About == post.Title)) < 2; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await director.OpenAsync($"/desk/{Cast.Home}/outside");
        director.Text.ShouldContain("131号楼1单元101室 王*");
        director.Text.ShouldContain("请手工告知");
        director.Text.ShouldNotContain("14200138001");
        await director.OpenAsync(path);
        director.Text.ShouldContain("131号楼封控告知");

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using var later = await app.AsAsync("director");
        await later.OpenAsync(path);
        await later.SubmitAsync("/text");
        later.Text.ShouldContain("已给 2 户排队发短信");
        (await app.InDbAsync(db => db.OutsideMessages.CountAsync(m => m.About == post.Title))).ShouldBe(4);
        await later.OpenAsync(path.Split("/notices")[0] + "/group");
        later.Text.ShouldNotContain("企业微信");
        (await later.PostAsync(path.Split("/notices")[0] + "/group/wecom")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_mistaken_told_is_taken_back_and_both_stay_in_the_history()
    {
        using var director = await app.AsAsync("director");
        var (closed, path, post) = await SentAsync(director, "132号楼");
        await director.OpenAsync(path);
        await director.SubmitAsync("/notices/calls", ("outcome", "Told"));
        var household = (await app.InDbAsync(db => db.PostReads.SingleAsync(r => r.PostId == post.Id))).HouseholdId;
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(path);
        worker.Page.QuerySelector("form[action$='/calls/back']").ShouldBeNull();
        await worker.PostAsync($"{closed.Path}/notices/calls/back", ("household", household.ToString()), ("seen", "1"));
        worker.Text.ShouldContain("请由高主任或居委会撤回");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync(path);
        await deputy.SubmitAsync("/calls/back");
        deputy.Text.ShouldContain("已撤回“已告知”，记录还在");
        (await app.InDbAsync(db => db.PostReads.CountAsync(r => r.PostId == post.Id))).ShouldBe(0);
        (await app.InDbAsync(db => db.PostCalls.Where(c => c.HouseholdId == household).OrderBy(c => c.Number).ToListAsync()))
            .Select(c => (c.Outcome, c.ByName)).ShouldBe([(CallOutcome.Told, "高主任"), (CallOutcome.TakenBack, "陈副主任")]);
        deputy.Text.ShouldContain("撤回上一条");
        await deputy.PostAsync($"{closed.Path}/notices/calls/back", ("household", household.ToString()), ("seen", "2"));
        deputy.Text.ShouldContain("已经撤回过了");
    }
}

/// <summary>With WeCom set up, the group's page leads to its picture.</summary>
public sealed class WeComGroupTests(OutsideApp app) : IClassFixture<OutsideApp>
{
    [Fact]
    public async Task The_committee_fetches_the_picture_of_the_chat_group()
    {
        using var director = await app.AsAsync("director");
        var closed = await Closed.MakeAsync(app, director, "133号楼");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(closed.Path + "/group");
        worker.Text.ShouldNotContain("企业微信群二维码");
        (await worker.PostAsync(closed.Path + "/group/wecom")).ShouldBe(HttpStatusCode.Forbidden);
        await director.OpenAsync(closed.Path + "/group");
        await director.SubmitAsync("/wecom");
        director.Page.QuerySelector("a[href='https://example.invalid/qr/way-1']").ShouldNotBeNull();
    }
}
