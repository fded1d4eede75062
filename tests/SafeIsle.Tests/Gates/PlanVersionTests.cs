using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Grids.Todos;
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
        // Two fevers and one who has none, by the rules of then.
        var hot = scanner.Scan(then.AddMinutes(-12), "in", pass.Number, tenths: 385);
        (await scanner.SendAsync(hot, scanner.Scan(then.AddMinutes(-11), "in", pass.Number, tenths: 375))).Status.ShouldBe(HttpStatusCode.OK);
        await scanner.SendAsync(scanner.Scan(then.AddMinutes(-10), "in", tenths: 371));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await PublishAsync(2, body => body with
        {
            FeverCelsius = 38.0m,
            PassRules =
            [
                .. body.PassRules.Select(r => r.Key == Daily ? r with { Times = PassRules.NoLimit } : r),
                new() { Key = Barred, Name = "隔离、居家观察", Subject = PassSubject.Person, Times = PassRules.Barred },
            ],
        });
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

        // The higher one is taken back: the other was a fever by the rules of its time, and is called about still.
        var slip = scanner.Scan(app.Clock.Now(), "in", pass.Number);
        (slip["corrects"], slip["nobody"]) = (hot["id"], true);
        (await scanner.SendAsync(slip)).Status.ShouldBe(HttpStatusCode.OK);
        var call = await app.InDbAsync(db => db.Todos.SingleAsync(t => t.Kind == FeverTodos.Code && t.DwellingId == pass.DwellingId));
        call.ClosedAt.ShouldBeNull();

        // What only the newest plan calls a fever was not called about, and is not said to be.
        await PublishAsync(3, body => body with { FeverCelsius = 37.0m, PassRules = [.. body.PassRules.Select(r => r with { Times = PassRules.Barred })] });
        await later.OpenAsync($"{Desk}/gates/day");
        Fevers().ShouldContain("1件请跟进");
        await app.InDbAsync(db => db.Todos.Where(t => t.Id == call.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, app.Clock.Now())));
        await later.OpenAsync($"{Desk}/gates/day");
        Fevers().ShouldBe("2发热");

        // Where every rule bars, no pass is issued, and those there are keep their rule's name.
        await later.OpenAsync($"{Desk}/households/{household}/passes");
        later.Text.ShouldContain("没有可以发证的规则");
        later.Text.ShouldContain("日常采购");

        string Fevers() => string.Concat(later.Page.QuerySelectorAll(".figure").Single(f => f.TextContent.Contains("发热", StringComparison.Ordinal)).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<int> PublishAsync(int number, Func<PlanBody, PlanBody> change) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var before = await db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "test-gates" && p.Version == number - 1);
        db.Add(new ResponsePlan
        {
            CommunityId = Cast.Home, Id = Ids.New(), Code = before.Code, Version = number, Name = before.Name, PublishedAt = app.Clock.Now(), PublishedBy = "测试",
            Body = change(before.Read()).ToJson(),
        });
        write.Record(Cast.Home, "test.rules", null, "测试");
        await write.CommitAsync();
        return 0;
    });
}
