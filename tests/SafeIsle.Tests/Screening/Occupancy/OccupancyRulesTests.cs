using SafeIsle.Screening.Occupancy;

namespace SafeIsle.Tests.Screening.Occupancy;

/// <summary>Whether somebody lives there, by the stated rules.</summary>
public sealed class OccupancyRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // On the n-th day.
    private static Piece P(int day, EvidenceKind kind, EvidenceSign sign = EvidenceSign.Absent, OccupancyState? decided = null) =>
        new(kind, sign, Start.AddDays(day), decided, decided is null ? "" : "房东说的");

    private static Inference? Infer(params Piece[] pieces) => OccupancyRules.Infer(pieces);

    [Fact]
    public void Nothing_says_nothing()
    {
        Infer().ShouldBeNull();
        Infer(P(0, EvidenceKind.Notice, EvidenceSign.Nothing)).ShouldBeNull();
    }

    [Fact]
    public void Somebody_who_is_seen_lives_there_since_then()
    {
        var seen = Infer(P(0, EvidenceKind.Seen, EvidenceSign.Present), P(3, EvidenceKind.Light, EvidenceSign.Present))!;
        (seen.State, seen.Since).ShouldBe((OccupancyState.LivedIn, Start));
        seen.Reason.ShouldContain("晚上亮着灯");
    }

    [Fact]
    public void One_call_without_answer_leaves_it_lived_in_two_signs_make_it_unsure_three_of_two_kinds_empty()
    {
        var seen = P(0, EvidenceKind.Seen, EvidenceSign.Present);
        Infer(seen, P(1, EvidenceKind.Call))!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(P(1, EvidenceKind.Call))!.State.ShouldBe(OccupancyState.Unsure);
        Infer(seen, P(1, EvidenceKind.Call), P(2, EvidenceKind.Knock))!.State.ShouldBe(OccupancyState.Unsure);
        var empty = Infer(seen, P(1, EvidenceKind.Call), P(2, EvidenceKind.Knock), P(2, EvidenceKind.Light))!;
        (empty.State, empty.Since).ShouldBe((OccupancyState.Empty, Start.AddDays(1)));
        empty.Reason.ShouldContain("打电话、晚上看灯、敲门");
    }

    [Fact]
    public void Ringing_often_is_no_more_than_ringing()
    {
        Infer(P(0, EvidenceKind.Call), P(0, EvidenceKind.Call), P(0, EvidenceKind.Call))!.State.ShouldBe(OccupancyState.Unsure);
        Infer(P(0, EvidenceKind.Call), P(1, EvidenceKind.Call), P(2, EvidenceKind.Call))!.State.ShouldBe(OccupancyState.Unsure);
        Infer(P(0, EvidenceKind.Call), P(1, EvidenceKind.Call), P(2, EvidenceKind.Knock))!.State.ShouldBe(OccupancyState.Empty);
    }

    [Fact]
    public void A_meter_alone_suffices_both_ways()
    {
        Infer(P(0, EvidenceKind.Meter))!.State.ShouldBe(OccupancyState.Empty);
        Infer(P(0, EvidenceKind.Call), P(1, EvidenceKind.Knock), P(2, EvidenceKind.Light), P(3, EvidenceKind.Meter, EvidenceSign.Present))!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(P(0, EvidenceKind.Meter), P(1, EvidenceKind.Meter, EvidenceSign.Nothing))!.State.ShouldBe(OccupancyState.Empty);
    }

    [Fact]
    public void What_a_person_decided_holds_until_stronger_evidence()
    {
        var left = P(0, EvidenceKind.Override, EvidenceSign.Nothing, OccupancyState.Empty);
        var decided = Infer(left, P(1, EvidenceKind.Light, EvidenceSign.Present))!;
        decided.State.ShouldBe(OccupancyState.Empty);
        decided.Reason.ShouldContain("人工认定：房东说的");
        Infer(left, P(1, EvidenceKind.Seen, EvidenceSign.Present))!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(left, P(1, EvidenceKind.Answered, EvidenceSign.Present))!.State.ShouldBe(OccupancyState.LivedIn);
        var lives = P(0, EvidenceKind.Override, EvidenceSign.Nothing, OccupancyState.LivedIn);
        Infer(lives, P(1, EvidenceKind.Call), P(2, EvidenceKind.Knock), P(3, EvidenceKind.Light))!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(lives, P(1, EvidenceKind.Meter))!.State.ShouldBe(OccupancyState.Empty);
        Infer(P(0, EvidenceKind.Meter), P(1, EvidenceKind.Override, EvidenceSign.Nothing, OccupancyState.LivedIn))!.State.ShouldBe(OccupancyState.LivedIn);
    }

    [Fact]
    public void An_answer_by_the_doors_code_makes_an_empty_dwelling_unsure_and_undoes_no_decision()
    {
        var scanned = P(3, EvidenceKind.Scanned, EvidenceSign.Present);
        Infer(scanned)!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(P(0, EvidenceKind.Call), scanned)!.State.ShouldBe(OccupancyState.LivedIn);
        var unsure = Infer(P(0, EvidenceKind.Call), P(1, EvidenceKind.Knock), P(2, EvidenceKind.Light), scanned, P(4, EvidenceKind.Scanned, EvidenceSign.Present))!;
        unsure.State.ShouldBe(OccupancyState.Unsure);
        unsure.Reason.ShouldContain("有人扫门上的码");
        Infer(P(0, EvidenceKind.Meter), scanned, P(4, EvidenceKind.Call))!.State.ShouldNotBe(OccupancyState.LivedIn);
        Infer(P(0, EvidenceKind.Meter), P(3, EvidenceKind.Answered, EvidenceSign.Present))!.State.ShouldBe(OccupancyState.LivedIn);
        Infer(P(0, EvidenceKind.Override, EvidenceSign.Nothing, OccupancyState.Empty), scanned)!.State.ShouldBe(OccupancyState.Empty);
    }

    [Fact]
    public void The_order_of_entering_does_not_matter()
    {
        Piece[] pieces = [P(0, EvidenceKind.Seen, EvidenceSign.Present), P(1, EvidenceKind.Call), P(2, EvidenceKind.Knock), P(3, EvidenceKind.Light), P(4, EvidenceKind.Meter, EvidenceSign.Present)];
        var expected = OccupancyRules.Infer(pieces);
        OccupancyRules.Infer([.. pieces.Reverse()]).ShouldBe(expected);
        OccupancyRules.Infer([pieces[3], pieces[0], pieces[4], pieces[2], pieces[1]]).ShouldBe(expected);
    }

    [Theory]
    [InlineData(MeterKind.Electricity, 3, 6200, EvidenceSign.Present)]
    [InlineData(MeterKind.Electricity, 3, 900, EvidenceSign.Absent)]
    [InlineData(MeterKind.Electricity, 3, 2000, EvidenceSign.Nothing)]
    [InlineData(MeterKind.Water, 2, 60, EvidenceSign.Present)]
    [InlineData(MeterKind.Gas, 10, 0, EvidenceSign.Absent)]
    public void Two_readings_give_use(MeterKind kind, int days, long used, EvidenceSign sign) =>
        MeterRules.Use(kind, new(2026, 3, 1), 1000, new DateOnly(2026, 3, 1).AddDays(days), 1000 + used)!.Sign.ShouldBe(sign);

    [Fact]
    public void Readings_that_say_nothing_and_those_that_are_none()
    {
        MeterRules.Use(MeterKind.Gas, new(2026, 3, 1), 5, new(2026, 3, 1), 9).ShouldBeNull();
        MeterRules.Use(MeterKind.Gas, new(2026, 1, 1), 5, new(2026, 3, 1), 9).ShouldBeNull();
        MeterRules.Use(MeterKind.Electricity, new(2026, 3, 1), 0, new(2026, 3, 4), 6200)!.Words.ShouldBe("电表 3 天用 6.2 度");
        MeterRules.Read("１,234.5").ShouldBe(1_234_500);
        foreach (var wrong in new[] { "", "-1", "1.2345", "坏了", "99999999999" })
        {
            MeterRules.Read(wrong).ShouldBeNull(wrong);
        }
    }
}
