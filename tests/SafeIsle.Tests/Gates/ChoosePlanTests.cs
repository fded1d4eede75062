using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Plans;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>The plan that is chosen at the desk, in its newest version, is what the gates judge by.</summary>
public sealed class ChoosePlanTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Choose = Desk + "/gates/plan";

    [Fact]
    public async Task The_gates_follow_the_chosen_plan_and_its_newest_version()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "预案门");
        using var scanner = await app.ScannerAsync(director, gate, "预案平板");
        await director.OpenAsync(Choose);
        await director.SubmitAsync("/gates/plan", ("plan", "home-14"));
        director.Text.ShouldContain("已改按“");
        var first = await SnapshotAsync(scanner);
        Names(first).ShouldBe(["隔离、居家观察", "就医专车"]);
        var since = first.GetProperty("seq").GetInt64();

        await director.SubmitAsync("/gates/plan", ("plan", "compound-closed"));
        director.Text.ShouldContain("已改按“");
        (await app.AuditAsync("gate.plan"))[0].ShouldContain("通行规则");
        (await app.InDbAsync(db => db.Set<GateSetting>().SingleAsync(s => s.CommunityId == Cast.Home))).PlanCode.ShouldBe("compound-closed");
        var second = await SnapshotAsync(scanner, since);
        Names(second).ShouldContain("市民生活必需");
        Names(second).ShouldNotContain("买菜");
        Curfew(second).ShouldBe(("22:30", "06:30"));
        second.GetProperty("fever").GetInt32().ShouldBe(373);

        var plan = await app.InDbAsync(db => db.ResponsePlans.SingleAsync(p => p.CommunityId == Cast.Home && p.Code == "compound-closed"));
        var at = plan.Read().PassRules.ToList().FindIndex(r => r.Name == "市民生活必需");
        await director.OpenAsync($"{Desk}/plans/{plan.Id}/edit");
        await director.SubmitAsync("/edit", ("curfewFrom", "21:00"), ("curfewTo", "05:00"), ("fever", "37.5"), ($"rule{at}", "买菜"), ($"ruleLongest{at}", "90"));
        director.Text.ShouldContain("第 2 版已发布");
        var third = await SnapshotAsync(scanner, since);
        Names(third).ShouldContain("买菜");
        Names(third).ShouldNotContain("市民生活必需");
        third.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "买菜").GetProperty("longestMinutes").GetInt32().ShouldBe(90);
        Curfew(third).ShouldBe(("21:00", "05:00"));
        third.GetProperty("fever").GetInt32().ShouldBe(375);
        await director.OpenAsync(Choose);
        director.Text.ShouldContain("第 2 版");
        director.Text.ShouldContain("每天 21:00—05:00 限制出入");
    }

    [Fact]
    public async Task What_is_no_plan_of_the_community_is_refused_and_only_the_committee_chooses()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Choose);
        var before = await ChosenAsync();
        foreach (var none in new[] { "", "no-such-plan" })
        {
            await director.SubmitAsync("/gates/plan", ("plan", none));
            director.Text.ShouldContain("请选择一个有通行规则的预案");
        }

        using var worker = await app.AsAsync("worker");
        await worker.OpenAsync(Desk + "/gates");
        (await worker.PostAsync(Choose, ("plan", "compound-closed"))).ShouldBe(HttpStatusCode.Forbidden);
        (await ChosenAsync()).ShouldBe(before);

        Task<List<string>> ChosenAsync() => app.InDbAsync(db => db.Set<GateSetting>().Select(s => s.PlanCode).ToListAsync());
    }

    private static async Task<JsonElement> SnapshotAsync(Scanner scanner, long? since = null)
    {
        var (status, body) = await scanner.SnapshotAsync(since);
        status.ShouldBe(HttpStatusCode.OK);
        return body;
    }

    // Without those that are the same in every plan.
    private static List<string?> Names(JsonElement snapshot) =>
        [.. snapshot.GetProperty("rules").EnumerateArray().Where(r => GatePlan.Fixed.All(f => f.Key != r.GetProperty("key").GetInt32())).Select(r => r.GetProperty("name").GetString())];

    private static (string? From, string? To) Curfew(JsonElement snapshot) =>
        (snapshot.GetProperty("curfew").GetProperty("from").GetString(), snapshot.GetProperty("curfew").GetProperty("to").GetString());
}
