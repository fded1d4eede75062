using SafeIsle.Health;
using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Health;

public sealed class TemperatureRulesTests
{
    // 2026-03-23 is a day like any other.
    private static readonly DateTimeOffset Start = Clock.FromHere(new(2026, 3, 23, 8, 0, 0));

    private static readonly ReportDuty Duty = new(
        Guid.Empty, 1, Guid.Empty, "38号楼", "", null, Start, null,
        [new("早", new(6, 30), new(9, 0)), new("晚", new(17, 0), new(20, 0))], 373);

    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("temperatures").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_people_type_is_understood_or_refused_in_a_sentence(Case c)
    {
        var reading = TemperatureRules.Read(c.Text);
        (reading.Kind.ToString(), reading.Tenths).ShouldBe((c.Kind, c.Tenths));
        reading.Sentence.ShouldContain(c.Says);
        (reading.Sentence.Length > 0).ShouldBe(reading.Kind is ReadingKind.Ask or ReadingKind.Wrong);
    }

    [Theory]
    [InlineData("03-23 08:10", "03-23", "早")]
    [InlineData("03-23 09:00", "03-23", "早")]
    [InlineData("03-23 12:59", "03-23", "早")]
    [InlineData("03-23 16:59", "03-23", "早")]
    [InlineData("03-23 17:00", "03-23", "晚")]
    [InlineData("03-24 01:16", "03-23", "晚")]
    [InlineData("03-24 06:29", "03-23", "晚")]
    [InlineData("03-24 06:30", "03-24", "早")]
    public void Out_of_window_goes_to_the_last_never_to_one_ahead(string now, string day, string window)
    {
        var slot = ReportTimes.Nearest(Duty, At(now));
        (slot.Day, slot.Window.Name).ShouldBe((DateOnly.Parse("2026-" + day, null), window));
    }

    [Fact]
    public void Before_the_order_nothing_is_asked_and_its_first_minutes_are_no_window()
    {
        // The order leaves an hour of that morning: it counts; half an hour would not.
        ReportTimes.OpenOrLast(Duty, At("03-23 08:10"))!.Window.Name.ShouldBe("早");
        var later = Duty with { From = Start.AddMinutes(31) };
        ReportTimes.OpenOrLast(later, At("03-23 08:40")).ShouldBeNull();
        ReportTimes.OpenOrLast(later, At("03-23 16:00")).ShouldBeNull();
        ReportTimes.Next(later, At("03-23 16:00"))!.Window.Name.ShouldBe("晚");
        // Begun at noon: what is measured at 12:30 goes to the morning, which is not asked for, and the evening is asked all the same.
        var noon = Duty with { From = At("03-23 12:00") };
        var early = ReportTimes.Nearest(noon, At("03-23 12:30"));
        (early.Window.Name, ReportTimes.Counts(noon, early)).ShouldBe(("早", false));
        ReportTimes.Early(noon).ShouldBe(early);
        ReportTimes.Early(Duty).ShouldBeNull();
        ReportTimes.OpenOrLast(noon, At("03-23 17:00"))!.Window.Name.ShouldBe("晚");
    }

    [Fact]
    public void After_the_lifting_no_window_is_asked()
    {
        var over = Duty with { Until = At("03-24 12:00") };
        ReportTimes.Past(over, At("03-26 12:00")).Select(s => s.Words).ShouldBe(["3月24日早上", "3月23日晚上", "3月23日早上"]);
        ReportTimes.Find(over, "2026-03-24.早", At("03-26 12:00")).ShouldNotBeNull();
        ReportTimes.Find(over, "2026-03-24.晚", At("03-26 12:00")).ShouldBeNull();
        ReportTimes.Find(Duty, "2026-03-24.晚", At("03-24 12:00")).ShouldBeNull();
    }

    [Fact]
    public void Symptoms_are_kept_in_the_order_of_the_form_and_unknown_ones_dropped()
    {
        Symptoms.Joined(["throat", "cough", "throat", "'; DROP"]).ShouldBe("cough throat");
        Symptoms.Of("cough throat").ShouldBe("干咳、咽痛");
        TemperatureRules.Alarms(null, "cough", 373).ShouldBeTrue();
        TemperatureRules.Alarms(373, "", 373).ShouldBeTrue();
        TemperatureRules.Alarms(372, "", 373).ShouldBeFalse();
    }

    private static DateTimeOffset At(string at) => Clock.FromHere(DateTime.ParseExact("2026-" + at, "yyyy-MM-dd HH:mm", null));

    public sealed record Case(string Text, string Kind, int Tenths = 0, string Says = "")
    {
        public override string ToString() => Text;
    }
}
