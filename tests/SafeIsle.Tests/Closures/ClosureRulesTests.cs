using SafeIsle.Closures;

namespace SafeIsle.Tests.Closures;

/// <summary>Where an order stands, when it may start, be extended and be lifted.</summary>
public sealed class ClosureRulesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2022-03-09T21:40:00+08:00", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly ClosureSpan Span = ClosureSpan.From(Start, 2, 12);

    public sealed record PhaseCase(
        string Name, DateTimeOffset StartsAt, int ClosedDays, int MonitoredDays, DateTimeOffset At, string Phase, int Day, int Of,
        DateTimeOffset? EndsAt, DateTimeOffset? ClosedUntil, DateTimeOffset? MonitoredUntil, DateTimeOffset? LiftedAt);

    [Fact]
    public void Phases_are_as_the_vectors_say()
    {
        var cases = Vectors.Read<PhaseCase>("closure-phase");
        cases.Count.ShouldBeGreaterThanOrEqualTo(30);
        foreach (var c in cases)
        {
            var span = ClosureSpan.From(c.StartsAt, c.ClosedDays, c.MonitoredDays);
            span = span with { ClosedUntil = c.ClosedUntil ?? span.ClosedUntil, MonitoredUntil = c.MonitoredUntil ?? span.MonitoredUntil };
            ClosureRules.PhaseAt(span, c.LiftedAt, c.At).ShouldBe(new Phase(Enum.Parse<PhaseKind>(c.Phase), c.Day, c.Of, c.EndsAt), c.Name);
        }
    }

    [Fact]
    public void An_extension_is_later_never_earlier()
    {
        var now = Start.AddHours(5);
        ClosureRules.Extend(Span, Span.ClosedUntil.AddDays(1), Span.MonitoredUntil.AddDays(1), now).Value.ClosedUntil.ShouldBe(Span.ClosedUntil.AddDays(1));
        ClosureRules.Extend(Span, Span.ClosedUntil, Span.MonitoredUntil.AddHours(1), now).Refused.ShouldBeFalse();
        ClosureRules.Extend(Span, Span.ClosedUntil.AddMinutes(-1), Span.MonitoredUntil.AddDays(1), now).Refusal!.ShouldContain("只能延后");
        ClosureRules.Extend(Span, Span.ClosedUntil, Span.MonitoredUntil.AddSeconds(-1), now).Refusal!.ShouldContain("只能延后");
        ClosureRules.Extend(Span, Span.ClosedUntil, Span.MonitoredUntil, now).Refusal!.ShouldContain("没有延长");
        ClosureRules.Extend(Span, Span.MonitoredUntil.AddDays(2), Span.MonitoredUntil.AddDays(1), now).Refusal!.ShouldContain("不能早于封控结束");
        ClosureRules.Extend(Span, Span.ClosedUntil, Span.MonitoredUntil.AddDays(61), now).Refusal!.ShouldContain("60 天");
        ClosureRules.Extend(Span, Span.ClosedUntil, Span.MonitoredUntil.AddDays(1), Span.MonitoredUntil.AddDays(5)).Refusal!.ShouldContain("已经过去");
    }

    [Fact]
    public void Lifting_names_what_is_open()
    {
        LiftTask[] tasks = [new("第1轮核酸", true), new("登记解除通知", false)];
        ClosureRules.OpenBeforeLifting(Span, tasks, Span.MonitoredUntil.AddMilliseconds(-1)).Count.ShouldBe(2);
        ClosureRules.OpenBeforeLifting(Span, tasks, Span.MonitoredUntil).ShouldBe(["没有完成：登记解除通知。"]);
        ClosureRules.OpenBeforeLifting(Span, [new("第1轮核酸", true)], Span.MonitoredUntil).ShouldBeEmpty();
    }

    [Fact]
    public void A_start_far_from_now_is_a_slip()
    {
        ClosureRules.StartRefusal(Start, Start).ShouldBeNull();
        ClosureRules.StartRefusal(Start, Start.AddDays(1)).ShouldBeNull();
        ClosureRules.StartRefusal(Start, Start.AddDays(-1)).ShouldBeNull();
        ClosureRules.StartRefusal(Start, Start.AddDays(1).AddMinutes(1))!.ShouldContain("早一天以上");
        ClosureRules.StartRefusal(Start, Start.AddDays(-1).AddMinutes(-1))!.ShouldContain("晚一天以上");
    }

    [Theory]
    [InlineData("樱花苑居委会")]
    [InlineData("桃浦镇樱花苑居民委员会")]
    public void A_committee_is_no_authority(string name) => ClosureRules.AuthorityRefusal(name)!.ShouldContain("协助落实");

    [Theory]
    [InlineData("普陀区疫情防控指挥部")]
    [InlineData("桃浦镇人民政府")]
    public void A_government_is(string name) => ClosureRules.AuthorityRefusal(name).ShouldBeNull();
}
