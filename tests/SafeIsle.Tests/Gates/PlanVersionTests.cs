using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Residents;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>A new version of the plan counts for what happens from then on. The class moves the clock.</summary>
public sealed class PlanVersionTests(TestApp app) : IClassFixture<TestApp>
{
    private const int Barred = 3;

    [Fact]
    public async Task What_is_told_late_is_judged_by_the_rules_of_its_time_and_a_rule_that_bars_gets_no_card()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周旧规"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "旧规门"), "旧规平板");
        app.Clock.Advance(TimeSpan.FromHours(1));
        var then = app.Clock.Now();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await PublishAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        var now = app.Clock.Now();
        Dictionary<string, object?>[] told =
        [
            scanner.Scan(then.AddMinutes(-30), "out", pass.Number), scanner.Scan(then.AddMinutes(-20), "in", pass.Number), scanner.Scan(then, "out", pass.Number),
            // By then there is no limit any more.
            scanner.Scan(now.AddMinutes(-9), "in", pass.Number), scanner.Scan(now.AddMinutes(-5), "out", pass.Number),
        ];
        var (status, body) = await scanner.SendAsync([.. told]);
        status.ShouldBe(HttpStatusCode.OK);
        var differs = body.GetProperty("differs").EnumerateArray().ShouldHaveSingleItem();
        differs.GetProperty("reason").GetString().ShouldBe("used");
        differs.GetProperty("id").GetGuid().ShouldBe((Guid)told[2]["id"]!);

        using var later = await app.AsAsync("director");
        await later.OpenAsync($"{Desk}/households/{household}/passes");
        later.Page.QuerySelectorAll("select[name=rule] option").Select(o => o.GetAttribute("value")).ShouldBe([$"{Daily}", $"{Work}"], ignoreOrder: true);
        (await later.PostAsync($"{Desk}/households/{household}/passes", ("rule", $"{Barred}"), ("whom", "all"))).ShouldBe(HttpStatusCode.UnprocessableEntity, later.Text);
        later.Text.ShouldContain("不能出门的规则，不发证");
    }

    private Task<int> PublishAsync() => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var before = await db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "test-gates");
        var body = before.Read();
        db.Add(new ResponsePlan
        {
            CommunityId = Cast.Home, Id = Ids.New(), Code = before.Code, Version = 2, Name = before.Name, PublishedAt = app.Clock.Now(), PublishedBy = "测试",
            Body = (body with
            {
                PassRules =
                [
                    .. body.PassRules.Select(r => r.Key == Daily ? r with { Times = PassRules.NoLimit } : r),
                    new() { Key = Barred, Name = "隔离、居家观察", Subject = PassSubject.Person, Times = PassRules.Barred },
                ],
            }).ToJson(),
        });
        write.Record(Cast.Home, "test.rules", null, "测试");
        await write.CommitAsync();
        return 0;
    });
}
