using SafeIsle.Plans;
using SafeIsle.Screening.RiskAreas;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Tests.Screening;

/// <summary>Stays judged by the level on their days, and declared travel beside the operators' record.</summary>
public sealed class TravelRulesTests
{
    private const long Home = 310107103017;
    private const long Wuhan = 420100000000;
    private const long Hongshan = 420111000000;
    private const long Chengdu = 510100000000;

    private static DateOnly Day(int day) => new(2026, 3, day);

    private static Stay At(long code, int from, int to, string name = "某地") => new(code, name, Day(from), Day(to));

    private static RiskSpan Area(long code, string level, int first, int? last) => new(code, "区域", level, Day(first), last is { } day ? Day(day) : null);

    [Theory]
    // First and last days count on both sides; a level that still lasts goes on.
    [InlineData(1, 5, 5, 9, true)]
    [InlineData(1, 4, 5, 9, false)]
    [InlineData(9, 12, 5, 9, true)]
    [InlineData(10, 12, 5, 9, false)]
    [InlineData(10, 12, 5, null, true)]
    public void The_level_of_those_days_counts(int from, int to, int first, int? last, bool hit) =>
        RiskRules.Hits([At(Wuhan, from, to)], [Area(Wuhan, "高风险", first, last)], Day(20)).Count.ShouldBe(hit ? 1 : 0);

    [Fact]
    public void What_lies_below_is_inside_and_what_is_larger_has_to_be_asked()
    {
        var area = Area(Wuhan, "高风险", 1, null);
        RiskRules.Hits([At(Hongshan, 2, 3)], [area], Day(20)).Single().Surely.ShouldBeTrue();
        RiskRules.Hits([At(Wuhan, 2, 3)], [Area(Hongshan, "高风险", 1, null)], Day(20)).Single().Surely.ShouldBeFalse();
        RiskRules.Hits([At(Chengdu, 2, 3)], [area], Day(20)).ShouldBeEmpty();
        RiskRules.Hits([At(Wuhan, 2, 3)], [area], Day(20)).Single().LastDay.ShouldBe(Day(3));
    }

    /// <summary>Levels of the usual plan with what follows, and the days that it lasts.</summary>
    public static TheoryData<string, TravelFollow, int> Follows => new()
    {
        { "高风险", TravelFollow.CentralIsolation, 14 }, { "中风险", TravelFollow.HomeObservation, 14 }, { "低风险", TravelFollow.Monitor, 3 },
    };

    [Theory]
    [MemberData(nameof(Follows))]
    public void Each_level_has_its_measure_and_its_days(string level, TravelFollow follow, int days)
    {
        var judged = Judge([At(Wuhan, 1, 5)], null, Area(Wuhan, level, 1, null));
        judged.Follow.ShouldBe(follow);
        judged.Until.ShouldBe(Day(5 + days));
        judged.Reasons.Single().Text.ShouldContain(level);
        // The day after the last on which it follows, nothing does.
        var within = TravelPlan.Usual.Levels.Single(l => l.Name == level).WithinDays;
        TravelRules.Judge(TravelPlan.Usual, Home, [At(Wuhan, 1, 5)], null, [Area(Wuhan, level, 1, null)], Day(5 + within)).Follow.ShouldBe(follow);
        TravelRules.Judge(TravelPlan.Usual, Home, [At(Wuhan, 1, 5)], null, [Area(Wuhan, level, 1, null)], Day(5 + within + 1)).Follow.ShouldBe(TravelFollow.Free);
    }

    [Fact]
    public void No_level_of_the_usual_plan_is_left_out_and_none_is_milder_than_the_next()
    {
        Follows.Select(f => f.Data.Item1).ShouldBe(TravelPlan.Usual.Levels.Select(l => l.Name));
        TravelPlan.Usual.Levels.Zip(TravelPlan.Usual.Levels.Skip(1)).ShouldAllBe(pair => pair.First.Follow > pair.Second.Follow);
    }

    [Fact]
    public void The_strictest_follows_counted_from_the_last_day_there()
    {
        var judged = Judge([At(Wuhan, 1, 5), At(Chengdu, 6, 8)], null, Area(Wuhan, "高风险", 1, null), Area(Chengdu, "中风险", 1, null));
        judged.Follow.ShouldBe(TravelFollow.CentralIsolation);
        judged.Until.ShouldBe(Day(19));
        judged.Reasons.Count.ShouldBe(2);
    }

    [Fact]
    public void A_level_that_the_plan_does_not_know_counts_as_the_strictest_until_somebody_settles_it()
    {
        var judged = Judge([At(Wuhan, 1, 5)], null, Area(Wuhan, "橙色", 1, null));
        judged.Follow.ShouldBe(TravelFollow.CentralIsolation);
        judged.Until.ShouldBe(Day(19));
        judged.Reasons.Single().Text.ShouldContain("“橙色”区（预案里没有这个等级，等级不明，先按最高的“高风险”处理，请认定）");
        // A place that is larger than the area has to be asked first, whatever the level.
        Judge([At(Wuhan, 1, 5)], null, Area(Hongshan, "橙色", 1, null)).Follow.ShouldBe(TravelFollow.NoPass);
        TravelRules.Judge(TravelPlan.Usual, Home, [At(Wuhan, 1, 5)], null, [Area(Wuhan, "橙色", 1, null)], Day(20)).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void Long_ago_asks_for_nothing()
    {
        TravelRules.Judge(TravelPlan.Usual, Home, [At(Wuhan, 1, 5)], null, [Area(Wuhan, "高风险", 1, null)], Day(20)).Reasons.ShouldBeEmpty();
        TravelRules.Judge(TravelPlan.Usual, Home, [At(Wuhan, 1, 5)], null, [Area(Wuhan, "高风险", 1, null)], Day(19)).Reasons.Count.ShouldBe(1);
    }

    [Fact]
    public void A_larger_place_gives_no_more_than_no_pass_until_it_is_asked()
    {
        var judged = Judge([At(Wuhan, 1, 15)], null, Area(Hongshan, "高风险", 1, null));
        judged.Reasons.Single().Kind.ShouldBe(ReasonKind.PerhapsRisk);
        judged.Follow.ShouldBe(TravelFollow.NoPass);
    }

    [Fact]
    public void Undeclared_weighs_more_than_unproven()
    {
        var judged = Judge([At(Chengdu, 2, 3, "四川省成都市")], Record((Wuhan, "湖北省武汉市")));
        judged.Reasons.Select(r => r.Kind).ShouldBe([ReasonKind.Undeclared, ReasonKind.Unproven]);
        judged.Follow.ShouldBe(TravelFollow.NoPass);
        Judge([At(Chengdu, 2, 3)], Record()).Follow.ShouldBe(TravelFollow.Monitor);
        Judge(null, Record((Wuhan, "湖北省武汉市"))).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void Province_and_city_agree_and_home_is_no_travel()
    {
        Judge([At(420000000000, 2, 3)], Record((Wuhan, "湖北省武汉市"))).Reasons.ShouldBeEmpty();
        Judge([], Record((310000000000, "上海市"))).Reasons.ShouldBeEmpty();
        Judge([], Record((310000000000, "上海市")), Area(310107000000, "高风险", 1, null)).Reasons.ShouldBeEmpty();
        Judge([], Record()).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_place_in_both_the_declared_days_count() =>
        Judge([At(Wuhan, 2, 3)], Record((Wuhan, "湖北省武汉市")), Area(Wuhan, "高风险", 10, null)).Reasons.ShouldBeEmpty();

    private static TravelRecord Record(params (long Code, string Name)[] places) =>
        new("中国移动短信", "", Day(3), Day(16), [.. places.Select(p => new RecordPlace(p.Name, p.Code, p.Name))]);

    private static TravelJudgement Judge(IReadOnlyList<Stay>? declared, TravelRecord? record, params RiskSpan[] areas) =>
        TravelRules.Judge(TravelPlan.Usual, Home, declared, record, areas, Day(16));
}
