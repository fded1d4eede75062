using SafeIsle.Health.Measures;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>What is decided without a database.</summary>
public sealed class MeasureRulesTests
{
    private static readonly DateTimeOffset Night = Clock.FromHere(new(2022, 3, 20, 23, 50, 0));

    [Fact]
    public void Days_are_24_hours_and_test_days_are_dates()
    {
        MeasureRules.End(Night, 14).ShouldBe(Clock.FromHere(new(2022, 4, 3, 23, 50, 0)));
        MeasureRules.DateOf(Night, 1).ShouldBe(new(2022, 3, 20));
        MeasureRules.DateOf(Night, 14).ShouldBe(new(2022, 4, 2));
    }

    [Fact]
    public void Release_needs_days_tests_and_no_open_alert()
    {
        var until = MeasureRules.End(Night, 7);
        MeasureRules.Against(until, Her, [Test(1, true), Test(7, true)], 0, until).ShouldBeEmpty();
        MeasureRules.Against(until, Her, [Test(1, true), Test(7, null)], 1, until.AddSeconds(-1)).Count().ShouldBe(3);
        MeasureRules.Against(until, Her, [Test(7, false)], 0, until).ShouldHaveSingleItem().ShouldContain("不是阴性");
        MeasureRules.Against(until, Her, [], 0, until.AddMinutes(-1)).ShouldHaveSingleItem().ShouldContain("还没有期满");
        // Of two who live with her, one was not sampled on both days.
        var (mother, child) = (Ids.New(), Ids.New());
        MeasureRules.Against(until, Her, [Test(1, true), Test(7, true), Test(1, null, mother), Test(7, null, mother), Test(7, null, child)], 0, until)
            .ShouldBe(["同住的人第 1、7 天的检测没有结果。"]);
    }

    [Fact]
    public void Spot_days_come_about_as_often_as_asked_and_never_when_not()
    {
        var id = Guid.Parse("0190a000-0000-7000-8000-000000000001");
        var days = Enumerable.Range(0, 300).Select(i => new DateOnly(2022, 1, 1).AddDays(i)).ToList();
        days.Count(d => MeasureRules.IsSpotDay(id, d, 3)).ShouldBeInRange(70, 130);
        days.ShouldAllBe(d => !MeasureRules.IsSpotDay(id, d, 0));
        days.ShouldAllBe(d => MeasureRules.IsSpotDay(id, d, 1));
    }

    [Fact]
    public void The_shipped_ladder_holds_and_an_older_plan_has_it()
    {
        var plans = ShippedPlans.For(310107103017, Night).ToList();
        plans.ShouldAllBe(p => !PlanRules.Check(p.Read()).Any());
        plans.Single(p => p.Code == "home-14").Read().Ladder.Single(r => r.Kind == MeasureKind.HomeIsolation).Days.ShouldBe(14);
        var old = System.Text.Json.Nodes.JsonNode.Parse(plans[0].Body)!.AsObject();
        old.Remove("ladder");
        old.Remove("chase");
        old.Remove("measureShownDays");
        var read = PlanBody.FromJson(old.ToJsonString());
        read.Ladder.Select(r => r.Kind).ShouldBe(Enum.GetValues<MeasureKind>());
        read.MeasureShownDays.ShouldBe(14);
        PlanRules.Check(read with { Ladder = [.. read.Ladder.Skip(1)] }).ShouldContain(w => w.Field == "ladder");
        PlanRules.Check(read with { Chase = new(60, 30) }).ShouldContain(w => w.Field == "chaseKnock");
        PlanRules.Check(read with { Chase = new(10, 30, 10) }).ShouldContain(w => w.Field == "chaseCall");
        PlanRules.Check(read with { Ladder = [read.Ladder[0] with { TestDays = [1, 8] }, .. read.Ladder.Skip(1)] }).ShouldContain(w => w.Field == "measureTests0");
    }

    private static readonly Guid Her = Ids.New();

    private static MeasureTest Test(int day, bool? negative, Guid? other = null) => new()
    {
        CommunityId = 1, Id = Ids.New(), BuildingId = Ids.New(), MeasureId = Ids.New(), PersonId = other ?? Her, Day = day, OnDate = MeasureRules.DateOf(Night, day), Negative = negative,
    };
}
