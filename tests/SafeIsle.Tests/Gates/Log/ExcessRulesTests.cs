using SafeIsle.Gates.Log;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>超次 as all gates together recorded it: whatever arrives when, the same.</summary>
public sealed class ExcessRulesTests
{
    private static readonly Guid North = Ids.New();
    private static readonly Guid South = Ids.New();
    private static readonly DateOnly Day = new(2026, 3, 23);
    private static readonly PassRule Household = new() { Key = 1, Name = "日常采购", Subject = PassSubject.Household, CycleDays = 2, Times = 1 };
    private static readonly PassRule Twice = new() { Key = 2, Name = "遛狗", CycleDays = 1, Times = 2 };
    private static readonly PassRule Free = new() { Key = 3, Name = "上班" };
    private static readonly PassRule Barred = new() { Key = 4, Name = "不出门", Times = PassRules.Barred };

    private static CountedOut Out(string at, Guid gate, PassRule rule, int counter = 7, int number = 7) =>
        new(counter, Clock.FromHere(DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), gate, rule, number, Ids.New(), "38号楼2单元501室", "");

    [Theory]
    [InlineData("2026-03-23 08:00", 1)]
    [InlineData("2026-03-22 00:00", 1)] // the first minute of the cycle of two natural days
    [InlineData("2026-03-21 23:59", 0)]
    [InlineData("2026-03-24 00:00", 0)] // the day after is another day's affair
    public void The_cycle_has_natural_days(string other, int excess) =>
        ExcessRules.Of([Out(other, North, Household), Out("2026-03-23 09:00", South, Household)], Day).Count.ShouldBe(excess);

    [Fact]
    public void Times_and_gates_are_told_whatever_came_first()
    {
        var (a, b, c) = (Out("2026-03-22 07:10", North, Household), Out("2026-03-23 09:00", South, Household), Out("2026-03-23 18:30", North, Household, number: 8));
        foreach (var order in new[] { new[] { a, b, c }, [c, b, a], [b, c, a], [b, a, c] })
        {
            var one = ExcessRules.Of(order, Day).ShouldHaveSingleItem();
            one.Cycle.ShouldBe([a, b, c]);
            (one.Last, one.Allowed).ShouldBe((c, 1));
        }

        ExcessRules.Of([b, c], Day).ShouldHaveSingleItem().Cycle.ShouldBe([b, c]);
        ExcessRules.Of([a, b], Day).ShouldHaveSingleItem().Last.ShouldBe(b);
        ExcessRules.Of([b], Day).ShouldBeEmpty();
        // On the day before there was one out, which was the first.
        ExcessRules.Of([a, b, c], Day.AddDays(-1)).ShouldBeEmpty();
    }

    [Fact]
    public void One_out_that_was_told_twice_is_one_and_no_limit_is_never_too_often()
    {
        var once = Out("2026-03-23 09:00", South, Household);
        ExcessRules.Of([once, once with { GateId = North }], Day).ShouldBeEmpty();
        ExcessRules.Of([Out("2026-03-23 09:00", South, Free), Out("2026-03-23 10:00", North, Free)], Day).ShouldBeEmpty();
        ExcessRules.Of([Out("2026-03-23 09:00", South, Barred), Out("2026-03-23 10:00", North, Barred)], Day).ShouldBeEmpty();
        // But it uses up what the household's other pass counts.
        ExcessRules.Of([Out("2026-03-23 09:00", South, Free), Out("2026-03-23 10:00", North, Household)], Day).ShouldHaveSingleItem();
    }

    [Fact]
    public void Households_are_counted_by_themselves() =>
        ExcessRules.Of([Out("2026-03-23 09:00", South, Household), Out("2026-03-23 10:00", North, Household, counter: 8)], Day).ShouldBeEmpty();

    [Fact]
    public void The_third_of_two_a_day_is_too_many_and_those_of_yesterday_do_not_count()
    {
        CountedOut[] outs =
        [
            Out("2026-03-22 10:00", North, Twice), Out("2026-03-23 07:00", North, Twice), Out("2026-03-23 12:00", South, Twice), Out("2026-03-23 19:00", North, Twice),
        ];
        ExcessRules.Of(outs[..3], Day).ShouldBeEmpty();
        ExcessRules.Of(outs, Day).ShouldHaveSingleItem().Cycle.ShouldBe(outs[1..]);
    }

    [Fact]
    public void It_is_what_the_gates_would_have_said_knowing_all()
    {
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var rule = new PassRule { Key = 1, Name = "", CycleDays = random.Next(1, 5), Times = random.Next(1, 4) };
            var outs = Enumerable.Range(0, random.Next(1, 9))
                .Select(_ => Out("2026-03-23", North, rule) with { At = Clock.Midnight(Day).AddMinutes(random.Next(-4 * 1440, 1440)) })
                .DistinctBy(o => o.At).OrderBy(o => o.At).ToList();
            var told = outs.Where((o, n) => o.At.DateHere() == Day && PassRules.Judge(
                rule, null, new() { Direction = PassDirection.Out, Outs = [.. outs.Take(n).Select(e => e.At)] }, o.At).Reason == PassReason.Used).ToList();
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(outs));
            ExcessRules.Of(outs, Day).SingleOrDefault()?.Last.ShouldBe(told[^1]);
            ExcessRules.Of(outs, Day).Count.ShouldBe(told.Count > 0 ? 1 : 0);
        }
    }
}
