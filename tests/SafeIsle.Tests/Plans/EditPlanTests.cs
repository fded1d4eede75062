using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;

namespace SafeIsle.Tests.Plans;

/// <summary>Reading plans and publishing the next version.</summary>
public sealed class EditPlanTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private Task<ResponsePlan> NewestAsync(string code) => app.InDbAsync(db => db.ResponsePlans
        .Where(p => p.CommunityId == Cast.Home && p.Code == code).OrderByDescending(p => p.Version).FirstAsync());

    [Fact]
    public void What_is_shipped_satisfies_the_rules()
    {
        var plans = ShippedPlans.For(Cast.Home, DateTimeOffset.UnixEpoch).ToList();
        plans.Select(p => p.Code).ShouldBe(["building-2-12", "compound-closed", "home-14"]);
        foreach (var plan in plans)
        {
            var body = plan.Read();
            PlanRules.Check(body).ShouldBeEmpty();
            PlanBody.FromJson(body.ToJson()).ToJson().ShouldBe(plan.Body);
            body.Groups.SelectMany(g => g.Tags).ShouldBeSubsetOf(SafeIsle.Households.CareTags.For(Cast.Home).Select(t => t.Code));
        }
    }

    [Fact]
    public async Task Who_may_not_edit_is_told_so()
    {
        var plan = await NewestAsync("home-14");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"/desk/{Cast.Far}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.OK);
        (await town.OpenAsync($"{Desk}/plans/{plan.Id}/edit")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_unknown_placeholder_is_refused_and_nothing_typed_is_lost()
    {
        var plan = await NewestAsync("home-14");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        var status = await director.SubmitAsync(
            "/edit", ("liftingNotice", "{楼栋}于{解封时刻}解除"), ("doorNotice", "封了"), ("testDays", "1、99"), ("windowFrom0", "09:00"), ("task0", "改过的任务"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("{解封时刻} 不认识");
        director.Text.ShouldContain("封控告知书必须写明");
        director.Text.ShouldContain("第 99 天不在");
        director.Text.ShouldContain("开始要早于结束");
        director.Page.QuerySelector("input[name=task0]")!.GetAttribute("value").ShouldBe("改过的任务");
        (await NewestAsync("home-14")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task How_long_records_are_kept_is_the_plans_and_plans_of_before_mean_a_month()
    {
        var old = System.Text.Json.Nodes.JsonNode.Parse((await NewestAsync("home-14")).Body)!.AsObject();
        old.Remove("gateRecordDays").ShouldBeTrue();
        PlanBody.FromJson(old.ToJsonString()).GateRecordDays.ShouldBe(30);

        var plan = await NewestAsync("compound-closed");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}");
        director.Text.ShouldContain("当天之后保留 30 天");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        foreach (var wrong in new[] { "", "6", "181", "半年" })
        {
            (await director.SubmitAsync("/edit", ("gateRecordDays", wrong))).ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
            director.Page.QuerySelector("input[name=gateRecordDays]")!.GetAttribute("value").ShouldBe(wrong);
        }

        director.Text.ShouldContain("7 到 180 之间");
        (await director.SubmitAsync("/edit", ("gateRecordDays", "7"), ("ruleCycle0", "14"), ("ruleTimes0", "1"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("周期是 14 天，保留天数不能比它少");
        await director.SubmitAsync("/edit", ("gateRecordDays", "21"));
        (await NewestAsync("compound-closed")).Read().GateRecordDays.ShouldBe(21);
    }

    [Fact]
    public async Task Saving_publishes_the_next_version_and_leaves_the_old_as_it_was()
    {
        var plan = await NewestAsync("building-2-12");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit");
        director.Text.ShouldContain("内容没有变化");

        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        using var deputy = await app.AsAsync("deputy");
        await deputy.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit", ("closedDays", "3"), ("name", "楼栋闭环 3+12"), ("task1", ""), ("below2", "6"));
        director.Text.ShouldContain("第 2 版已发布");
        var next = await NewestAsync("building-2-12");
        next.Version.ShouldBe(2);
        var (body, old) = (next.Read(), plan.Read());
        body.ClosedDays.ShouldBe(3);
        body.RunSheet.Count.ShouldBe(old.RunSheet.Count - 1);
        body.Groups[2].AgeBelow.ShouldBe(6);
        body.Templates.ShouldBe(old.Templates);
        (await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.Id == plan.Id))).Body.ShouldBe(plan.Body);

        (await deputy.SubmitAsync("/edit", ("closedDays", "4"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        deputy.Text.ShouldContain("别人刚发布了第 2 版");
        (await deputy.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.OK);
        deputy.Text.ShouldContain("这是旧版");
    }

    [Fact]
    public void Due_times_read_as_people_say_them()
    {
        static string Due(StepClock clock, int minutes, int? target = null) => PlanWords.Due(new(Stage.Before, "", "", clock, minutes, target));
        Due(StepClock.Order, 0, 60).ShouldBe("下令后 60 秒");
        Due(StepClock.Order, 90).ShouldBe("下令后 1 小时 30 分钟");
        Due(StepClock.TestDay, 0, 7200).ShouldBe("每个检测日开始后 2 小时");
        Due(StepClock.End, -240).ShouldBe("管理期满前 4 小时");
        Due(StepClock.ClosedEnd, 30).ShouldBe("封控期满后 30 分钟");
        Due(StepClock.End, 0).ShouldBe("管理期满时");
    }
}
