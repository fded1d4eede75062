using System.Globalization;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Closures;

/// <summary>What a later decision and the test days are called.</summary>
public sealed class ClosureWordsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-21T12:00:00+08:00", CultureInfo.InvariantCulture);

    /// <summary>11月21日、11月22日: the dates that many days after the start.</summary>
    internal static string Days(DateTimeOffset start, params int[] after) =>
        string.Join("、", after.Select(days => start.AddDays(days).Here().ToString("M月d日", CultureInfo.InvariantCulture)));

    [Fact]
    public void Test_days_are_named_by_date_and_past_ones_are_marked()
    {
        var plan = ShippedPlans.For(Cast.Home, Start).Single(p => p.Code == "building-2-12").Read();
        ClosureWords.TestDays(plan, Start).ShouldBe("11月21日、11月22日、11月27日、12月4日");
        ClosureWords.TestDays(plan, Start, Start.AddHours(20)).ShouldBe("11月21日（已过）、11月22日、11月27日、12月4日");
        ClosureWords.TestDays(plan with { TestDays = [] }, Start, Start).ShouldBe("以通知为准");
    }

    [Fact]
    public void Only_ends_that_moved_are_told()
    {
        var extension = new ClosureExtension
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = Ids.New(), OrderId = Ids.New(), At = Start, By = "高主任", Authority = "指挥部",
            DocumentNumber = "电话通知（王科长，11月21日 10:20）", Basis = "传染病防治法", Reason = "待查", OldClosedUntil = Start.AddDays(2), ClosedUntil = Start.AddDays(4),
            OldMonitoredUntil = Start.AddDays(14), MonitoredUntil = Start.AddDays(14), TestDays = [],
        };
        ClosureWords.Ends(extension).ShouldBe(["封控到 11月25日 12:00（原 11月23日 12:00）"]);
        ClosureWords.Decision(extension).ShouldBe("指挥部决定，依据：电话通知（王科长，11月21日 10:20），传染病防治法；原因：待查");
        ClosureWords.Listed(["还有 2 件求助没办完。", "时间未满。"]).ShouldBe("还有 2 件求助没办完；时间未满");
    }
}
