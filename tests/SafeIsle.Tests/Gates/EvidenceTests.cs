using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Papers that a rule asks for are seen before a pass is issued, or somebody says why not; who gets none in a batch is listed at any time.</summary>
public sealed class EvidenceTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Papers = "户口簿或者租房合同";

    /// <summary>Key of the rule that asks for papers.</summary>
    private const int Shown = 3;

    private async Task<Guid> HomeAsync(Guid building, string room, bool verified = true)
    {
        await app.RulesAsync();
        await app.InDbAsync(async db =>
        {
            var plans = db.ResponsePlans.Where(p => p.CommunityId == Cast.Home && p.Code == "test-gates");
            if (await plans.CountAsync() > 1)
            {
                return 0;
            }

            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var body = (await plans.SingleAsync()).Read();
            body = body with
            {
                PassRules = [.. body.PassRules, new() { Key = Shown, Name = "凭证采购", Subject = PassSubject.Household, CycleDays = 2, Times = 1, Evidence = Papers, Voids = [PassVoid.Unscreened] }],
            };
            db.Add(new ResponsePlan
            {
                CommunityId = Cast.Home, Id = Ids.New(), Code = "test-gates", Version = 2, Name = "小区封闭管理", Body = body.ToJson(), PublishedAt = app.Clock.Now(), PublishedBy = "测试",
            });
            write.Record(Cast.Home, "test.rules", null, "要材料的规则");
            await write.CommitAsync();
            return 1;
        });
        var (household, _) = await app.SettleAsync(building, 1, room, Tenure.Owner, Groups.Person("证" + room));
        if (verified)
        {
            await app.VerifyAsync(household);
        }

        return household;
    }

    private Task<Pass?> PassOfAsync(Guid home) => app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == home && p.RevokedAt == null).SingleOrDefaultAsync());

    [Fact]
    public async Task A_rule_that_asks_for_papers_gives_no_pass_before_they_were_seen()
    {
        var home = await HomeAsync(app.Cast.Building1, "101");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        director.Text.ShouldContain($"凭证采购：{Papers}");
        (await director.SubmitAsync("/passes", ("rule", $"{Shown}"), ("whom", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain($"按凭证采购发证要看：{Papers}");
        (await PassOfAsync(home)).ShouldBeNull();
        (await director.SubmitAsync("/passes", ("seen", "true"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("已发证");
        director.Text.ShouldContain($"已看过：{Papers}");
        (await PassOfAsync(home))!.Evidence.ShouldBe(Papers);
        (await app.AuditAsync("pass.issue"))[0].ShouldContain("已看过材料");
        await director.SubmitAsync("/reprint");
        (await PassOfAsync(home))!.Evidence.ShouldBe(Papers);
        // A rule without papers asks for no tick, and keeps none.
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        await director.SubmitAsync("/passes", ("rule", $"{Daily}"), ("whom", "all"), ("seen", "true"));
        (await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == home && p.Rule == Daily))).Evidence.ShouldBe("");
    }

    [Fact]
    public async Task Without_papers_the_committee_says_why_and_nobody_else_may()
    {
        var home = await HomeAsync(app.Cast.Building1, "102");
        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync($"{Desk}/households/{home}/passes");
        (await worker.SubmitAsync("/passes", ("rule", $"{Shown}"), ("whom", "all"), ("despite", "证件在外地"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        worker.Text.ShouldContain("只有居委会能破例发证");
        worker.Page.QuerySelector("[name=despite]")!.GetAttribute("value").ShouldBe("证件在外地");
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/households/{home}/passes");
        await director.SubmitAsync("/passes", ("rule", $"{Shown}"), ("whom", "all"), ("despite", "证件在外地"));
        director.Text.ShouldContain("破例：证件在外地");
        var pass = (await PassOfAsync(home))!;
        (pass.Evidence, pass.Despite).ShouldBe(("", "证件在外地"));
        var logged = (await app.AuditAsync("pass.issue"))[0];
        logged.ShouldContain("没有看到要的材料");
        logged.ShouldNotContain("外地");
    }

    [Fact]
    public async Task A_batch_asks_once_for_all_and_its_list_of_those_without_is_there_at_any_time()
    {
        var may = await HomeAsync(app.Cast.Building2, "101");
        var mayNot = await HomeAsync(app.Cast.Building2, "102", verified: false);
        var (building, list) = (app.Cast.Building2, Desk + "/passes/refused");
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk + "/passes/many");
        director.Page.QuerySelector($"a[href='{list}']").ShouldNotBeNull();
        director.Text.ShouldContain($"凭证采购：{Papers}");
        (await director.SubmitAsync("/passes/many", ("where", $"{building}"), ("rule", $"{Shown}"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("每一户都看过了，请勾上");
        (await PassOfAsync(may)).ShouldBeNull();
        await director.SubmitAsync("/passes/many", ("seen", "true"));
        director.Text.ShouldContain("已发 1 张");
        (await PassOfAsync(may))!.Evidence.ShouldBe(Papers);
        var again = director.Page.QuerySelector($"a[href^='{list}?']")!.GetAttribute("href")!;

        (await director.OpenAsync(again)).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("不符合条件 1 户，可以发 0 户，已有同样的证 1 户");
        director.Text.ShouldContain("没有核实过登记");
        director.Page.QuerySelector($"a[href='{Desk}/households/{mayNot}/passes']").ShouldNotBeNull();
        director.Page.QuerySelector($"a[href='{Desk}/households/{may}/passes']").ShouldBeNull();
        director.Page.QuerySelector("button[data-prints]").ShouldNotBeNull();
        // It is worked out anew each time.
        await app.VerifyAsync(mayNot);
        await director.OpenAsync(again);
        director.Text.ShouldContain("不符合条件 0 户，可以发 1 户");

        (await director.OpenAsync($"{list}?where={Ids.New()}&rule={Shown}")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("请选择哪里");
        (await director.OpenAsync($"{list}?where={building.ToString().ToUpperInvariant()}&rule=x")).ShouldBe(HttpStatusCode.OK);
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync(again)).ShouldBe(HttpStatusCode.NotFound);
        await neighbour.OpenAsync($"/desk/{Cast.Next}/passes/refused?where={building}&rule={Shown}");
        neighbour.Text.ShouldNotContain("102室");
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(list)).ShouldBe(HttpStatusCode.Forbidden);
    }
}
