using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Plans;

/// <summary>The pass rules and the curfew in the plan's form and on its page.</summary>
public sealed class EditPassRulesTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Desk = "/desk/310107103017";

    private Task<ResponsePlan> NewestAsync(string code) => app.InDbAsync(db => db.ResponsePlans
        .Where(p => p.CommunityId == Cast.Home && p.Code == code).OrderByDescending(p => p.Version).FirstAsync());

    // Its own plan for each test, so that versions do not get in the way.
    private async Task<ResponsePlan> PlanAsync(string code, Func<PlanBody, string>? body = null)
    {
        var shipped = ShippedPlans.For(Cast.Home, app.Clock.GetUtcNow()).Single(p => p.Code == "compound-closed");
        var plan = new ResponsePlan
        {
            CommunityId = Cast.Home, Id = shipped.Id, Code = code, Version = 1, Name = shipped.Name,
            Body = body is null ? shipped.Body : body(shipped.Read()), PublishedAt = shipped.PublishedAt, PublishedBy = shipped.PublishedBy,
        };
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.Add(plan);
            write.Record(Cast.Home, "plan.publish", plan.Id, "一份试用的预案");
            await write.CommitAsync(default);
            return plan;
        });
        return plan;
    }

    [Fact]
    public void Every_shipped_plan_has_rules_and_a_key_means_the_same_in_all()
    {
        var plans = ShippedPlans.For(Cast.Home, DateTimeOffset.UnixEpoch).Select(p => p.Read()).ToList();
        foreach (var plan in plans)
        {
            plan.PassRules.ShouldNotBeEmpty();
            plan.Curfew.ShouldBe(new(new(22, 30), new(6, 30)));
            plan.PassRules.ShouldContain(r => r.Times == PassRules.Barred);
        }

        foreach (var same in plans.SelectMany(p => p.PassRules).GroupBy(r => r.Key))
        {
            same.Select(r => (r.Subject, r.CycleDays, r.Times, r.Days, r.LongestMinutes, r.Exempt)).Distinct().ShouldHaveSingleItem();
        }

        // While a building is closed, nobody of it goes out but to the doctor with those who bring them.
        plans[0].PassRules.Where(r => r.Times != PassRules.Barred && !r.Voids.Contains(PassVoid.Closed)).Select(r => r.Name).ShouldBe(["就医专车"]);
    }

    /// <summary>
    /// The examples that real quarters gave: one of a household every two days, at most three hours (江都、杨陵); the four kinds of pass with
    /// their papers (徐州); a car once a day with its driver alone (安海); odd and even afternoons (嘉鱼); nobody of those who are isolated
    /// (江都); a curfew (银川), which each plan has.
    /// </summary>
    [Theory]
    [InlineData("compound-closed", new[]
    {
        "1 城市保障 Person 1:0 Any  - exempt 单位证明、身份证、48 小时内核酸阴性证明",
        "2 疫情防控 Person 1:0 Any  - exempt 防控办或单位的证明、身份证、48 小时内核酸阴性证明",
        "3 市民生活必需 Household 2:1 Any 06:30-22:30 180 户内一人的身份证，48 小时内核酸阴性证明",
        "4 特殊需求 Person 1:0 Any  - exempt 就医、丧事等，由居委会开证明并登记去处",
        "5 车辆 Person 1:1 Any  - 行驶证、驾驶证；车上只坐驾驶员",
        "6 隔离、居家观察 Person 1:-1 Any  - ",
        "7 单日下午采购 Household 2:1 Odd 13:00-17:00 180 户内一人的身份证",
        "8 双日下午采购 Household 2:1 Even 13:00-17:00 180 户内一人的身份证",
        "9 就医专车 Person 1:0 Any  - exempt 社区医生和居委会开的就医单；专车接送，有人陪同",
    })]
    [InlineData("building-2-12", new[]
    {
        "1 城市保障 Person 1:0 Any  - exempt 单位证明、身份证、48 小时内核酸阴性证明",
        "2 疫情防控 Person 1:0 Any  - exempt 防控办或单位的证明、身份证、48 小时内核酸阴性证明",
        "3 市民生活必需 Household 2:1 Any 06:30-22:30 180 户内一人的身份证，48 小时内核酸阴性证明",
        "4 特殊需求 Person 1:0 Any  - exempt 就医、丧事等，由居委会开证明并登记去处",
        "5 车辆 Person 1:1 Any  - 行驶证、驾驶证；车上只坐驾驶员",
        "6 封控、隔离人员 Person 1:-1 Any  - ",
        "9 就医专车 Person 1:0 Any  - exempt 社区医生和居委会开的就医单；专车接送，有人陪同",
    })]
    [InlineData("home-14", new[]
    {
        "6 隔离、居家观察 Person 1:-1 Any  - ",
        "9 就医专车 Person 1:0 Any  - exempt 社区医生和居委会开的就医单；专车接送，有人陪同",
    })]
    public void The_shipped_rules_are_those_that_real_quarters_had(string code, string[] rules)
    {
        var plan = ShippedPlans.For(Cast.Home, DateTimeOffset.UnixEpoch).Single(p => p.Code == code).Read();
        plan.PassRules.Select(Line).ShouldBe(rules);
        plan.Curfew.ShouldBe(new(new(22, 30), new(6, 30)));

        static string Line(PassRule r) => string.Create(CultureInfo.InvariantCulture,
            $"{r.Key} {r.Name} {r.Subject} {r.CycleDays}:{r.Times} {r.Days} {string.Join('、', r.Hours.Select(h => $"{h.From:HH:mm}-{h.To:HH:mm}"))} {(r.LongestMinutes is { } most ? $"{most}" : "-")} {(r.Exempt ? "exempt " : "")}{r.Evidence}");
    }

    [Fact]
    public async Task Who_may_not_edit_is_told_so()
    {
        var plan = await NewestAsync("compound-closed");
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync($"{Desk}/plans/{plan.Id}/edit")).ShouldBe(HttpStatusCode.NotFound);
        using var town = await app.AsAsync("town");
        (await town.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.OK);
        town.Text.ShouldContain("夜间限制出入：22:30–06:30");
        town.Text.ShouldContain("每户每 2 天 1 次");
        (await town.OpenAsync($"{Desk}/plans/{plan.Id}/edit")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        using var blind = await director.PostBlindAsync($"{Desk}/plans/{plan.Id}/edit", ("rule0", "不许进"));
        blind.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await NewestAsync("compound-closed")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_beside_its_field_and_nothing_typed_is_lost()
    {
        var plan = await PlanAsync("rules-refused");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        var spare = plan.Read().PassRules.Count;
        var status = await director.SubmitAsync(
            "/edit", ("curfewTo", ""), ("rule0", "城市保障队"), ("ruleHours0", "下午"), ("ruleCycle1", "31"), ("ruleTimes2", "99"), ("ruleLongest3", "0"),
            ("ruleSubject4", "Everybody"), ($"rule{spare}", "新的"), ($"ruleHours{spare}", "25:00-26:00"), ($"ruleVoid{spare}", "Closed"), ($"ruleExempt{spare}", "1"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("起止时间没有写全");
        director.Text.ShouldContain("“城市保障队”的时段要写成");
        director.Text.ShouldContain("“疫情防控”的周期天数要填 1 到 30");
        director.Text.ShouldContain("“市民生活必需”的次数要填 -1 到 10");
        director.Text.ShouldContain("“特殊需求”的最长分钟数要填 1 到 1440");
        director.Text.ShouldContain("怎么计数的选项不对");
        director.Text.ShouldContain("“新的”的时段要写成");
        Value("curfewFrom").ShouldBe("22:30");
        Value("ruleHours0").ShouldBe("下午");
        Value("ruleCycle1").ShouldBe("31");
        Value($"rule{spare}").ShouldBe("新的");
        director.Page.QuerySelectorAll($"input[name=ruleVoid{spare}][checked]").Select(b => b.GetAttribute("value")).ShouldBe(["Closed"]);
        director.Page.QuerySelectorAll($"input[name=ruleExempt{spare}][checked]").Length.ShouldBe(1);
        director.Page.QuerySelectorAll("fieldset.pass-rule").Length.ShouldBe(spare + PassRuleForm.SpareRules);

        (await director.SubmitAsync(
            "/edit", ("curfewFrom", "08:00"), ("curfewTo", "08:00"), ("rule0", "城市保障"), ("ruleHours0", ""), ("ruleCycle1", "1"), ("ruleTimes2", "1"), ("ruleLongest3", ""),
            ("ruleSubject4", "Person"), ("rule5", "城市保障"), ($"rule{spare}", "夜里"), ($"ruleHours{spare}", "23:00-05:00"), ($"ruleExempt{spare}", null)))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("开始和结束不能相同");
        director.Text.ShouldContain("通行规则“城市保障”写了两条");
        (await NewestAsync("rules-refused")).Version.ShouldBe(1);

        string? Value(string name) => director.Page.QuerySelector($"input[name={name}]")!.GetAttribute("value");
    }

    [Fact]
    public async Task Saving_publishes_the_rules_and_each_keeps_its_key()
    {
        var plan = await PlanAsync("rules-saved");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit");
        director.Text.ShouldContain("内容没有变化");

        var old = plan.Read();
        var spare = old.PassRules.Count;
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync(
            "/edit", ("curfewFrom", ""), ("curfewTo", ""), ("rule1", ""), ("rule2", "买菜"), ("ruleTimes2", "2"), ("ruleHours2", "６：30 ～ 9：00，17.00—24:00"),
            ("ruleVoid2", "Closed"), ("ruleVoid2", "Returnee"), ($"rule{spare}", "遛狗"), ($"ruleDays{spare}", "Even"), ($"ruleSubject{spare}", "Household"),
            ($"ruleCycle{spare}", "３"), ($"ruleTimes{spare}", "1"), ($"ruleLongest{spare}", "30"), ($"ruleExempt{spare}", "1"), ($"rule{spare + 1}", "散步"));
        director.Text.ShouldContain("第 2 版已发布");
        director.Text.ShouldContain("夜间不限制出入");
        director.Text.ShouldContain("每户每 3 天 1 次");
        director.Text.ShouldContain("双号日全天");
        director.Text.ShouldContain("30 分钟");
        director.Text.ShouldContain("06:30–09:00、17:00–00:00");

        var body = (await NewestAsync("rules-saved")).Read();
        body.Curfew.ShouldBeNull();
        body.PassRules.Select(r => r.Name).ShouldBe(["城市保障", "买菜", .. old.PassRules.Skip(3).Select(r => r.Name), "遛狗", "散步"]);
        body.PassRules.Select(r => r.Key).ShouldBe([1, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        body.PassRules[1].Voids.ShouldBe([PassVoid.Returnee, PassVoid.Closed]);
        body.PassRules[1].Hours.ShouldBe([new(new(6, 30), new(9, 0)), new(new(17, 0), new(0, 0))]);
        var dog = body.PassRules[^2];
        (dog.Subject, dog.CycleDays, dog.Times, dog.Days, dog.LongestMinutes, dog.Exempt).ShouldBe((PassSubject.Household, 3, 1, PassDays.Even, 30, true));
        var walk = body.PassRules[^1];
        (walk.Subject, walk.CycleDays, walk.Times, walk.Days, walk.LongestMinutes, walk.Exempt).ShouldBe((PassSubject.Person, 1, 0, PassDays.Any, null, false));
        (await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.Id == plan.Id))).Body.ShouldBe(plan.Body);
    }

    [Fact]
    public async Task A_plan_of_before_there_were_rules_is_shown_and_edited()
    {
        var plan = await PlanAsync("rules-old", body =>
        {
            var json = JsonNode.Parse(body.ToJson())!.AsObject();
            json.Remove("passRules");
            json.Remove("curfew");
            return json.ToJsonString();
        });
        using var director = await app.AsAsync("director");
        (await director.OpenAsync($"{Desk}/plans/{plan.Id}")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("没有规则，不凭证出入");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit");
        director.Text.ShouldContain("内容没有变化");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit", ("rule1", "买菜"));
        director.Text.ShouldContain("第 2 版已发布");
        (await NewestAsync("rules-old")).Read().PassRules.ShouldHaveSingleItem().Key.ShouldBe(1);
    }
}
