using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Tests.Screening.Campaigns;

/// <summary>A script is changed as a new version; campaigns that run keep theirs.</summary>
public sealed class EditScriptsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Scripts = "/desk/310107103017/scripts";

    private Task<List<ScriptVersion>> VersionsAsync(string code) =>
        app.InDbAsync(db => db.ScriptVersions.Where(s => s.CommunityId == Cast.Home && s.Code == code).OrderBy(s => s.Version).ToListAsync());

    [Fact]
    public async Task Others_do_not_find_them_and_a_worker_changes_none()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Scripts)).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Scripts + "/three")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Scripts)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("十清晰");
        (await director.OpenAsync(Scripts + "/none")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_running_campaign_keeps_its_version_and_a_stale_form_is_refused()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var campaign = await app.CampaignAsync("用第一版", "three", households);
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync(Scripts + "/three");
        await deputy.OpenAsync(Scripts + "/three");
        (await director.SubmitAsync("/three", ("text-0", "家里几口人？"), ("is-2", "也许"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("什么时候问");
        director.Page.QuerySelector("input[name=text-0]")!.GetAttribute("value").ShouldBe("家里几口人？");
        await director.SubmitAsync("/three", ("is-2", "是"));
        director.Text.ShouldContain("已保存为第 2 版");
        var versions = await VersionsAsync("three");
        versions.Select(v => v.Version).ShouldBe([1, 2]);
        Script.Parse(versions[1].Body).Questions[0].Text.ShouldBe("家里几口人？");
        Script.Parse(versions[1].Body).Questions[2].When!.Is.ShouldBe(["yes"]);
        (await deputy.SubmitAsync("/three", ("text-0", "晚了一步"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("刚被别人改过");
        deputy.Page.QuerySelector("input[name=text-0]")!.GetAttribute("value").ShouldBe("晚了一步");
        var target = await app.TargetAsync(campaign, households[0]);
        await director.OpenAsync($"/desk/310107103017/screening/{target.Id}");
        director.Text.ShouldContain("家里现在住着几个人");
        await director.OpenAsync(Scripts + "/three");
        await director.SubmitAsync("/three");
        director.Text.ShouldContain("没有改动");
    }

    [Fact]
    public async Task A_new_script_is_made_question_by_question_and_once()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Scripts + "/new");
        (await director.SubmitAsync("/new", ("name", "登革热两问"), ("text-0", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("话术要有");
        await director.OpenAsync(Scripts + "/new");
        await director.SubmitAsync("/new", ("name", "登革热两问"), ("text-0", "家里有积水吗？"), ("required-0", "true"), ("add", "1"));
        director.Status.ShouldBe(HttpStatusCode.OK);
        await director.SubmitAsync("/new", ("text-1", "在哪里？"), ("kind-1", "Text"), ("of-1", "q1"), ("is-1", "是"), ("place-1", "9"));
        director.Text.ShouldContain("已保存为第 1 版");
        var made = await app.InDbAsync(db => db.ScriptVersions.SingleAsync(s => s.Name == "登革热两问"));
        var questions = Script.Parse(made.Body).Questions;
        questions.Select(q => (q.Text, q.Required, q.When?.Of)).ShouldBe([("家里有积水吗？", true, null), ("在哪里？", false, "q1")]);
    }

    [Fact]
    public async Task Answers_go_when_the_days_are_over_and_that_it_was_asked_stays()
    {
        var (_, _, households) = await app.GroundAsync(Tenure.Owner, 1);
        var target = await app.TargetAsync(await app.CampaignAsync("会忘记", "ten", households), households[0]);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(new(null, "测试员"), default);
            db.Add(new ScreeningAnswer
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = target.BuildingId, TargetId = target.Id, Version = 1, Channel = AnswerChannel.Door, At = app.Clock.Now(),
                EnteredBy = "小周", ContentSealed = [1],
            });
            write.Record(Cast.Home, "test.answer", null, "测试回答");
            await write.CommitAsync();
            await ForgetAnswers.ForgetOldAsync(db, Cast.Home, app.Clock.Now().AddDays(-1), default);
            (await db.ScreeningAnswers.CountAsync(a => a.TargetId == target.Id)).ShouldBe(1);
            await ForgetAnswers.ForgetOldAsync(db, Cast.Home, app.Clock.Now().AddDays(1), default);
            (await db.ScreeningAnswers.CountAsync(a => a.TargetId == target.Id)).ShouldBe(0);
        }

        (await app.TargetAsync(target.CampaignId, households[0])).Id.ShouldBe(target.Id);
    }
}
