using SafeIsle.Gates.Passes;
using SafeIsle.Gates;

namespace SafeIsle.Tests.Gates;

public sealed class PassNumberTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("pass-numbers").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_tired_guard_types_is_understood_or_refused_in_a_sentence(Case c)
    {
        var read = PassNumber.Read(c.Typed);
        read.Refusal.ShouldBe(c.Says);
        (read.Refused ? null : (int?)read.Value).ShouldBe(c.Number);
    }

    [Fact]
    public void A_number_is_printed_as_it_is_read()
    {
        PassNumber.Text(1234567).ShouldBe("1234 5674");
        PassNumber.Text(5).ShouldBe("0000 0059");
        for (var number = 0; number <= PassNumber.Most; number += 997)
        {
            PassNumber.Read(PassNumber.Text(number)).Value.ShouldBe(number);
        }
    }

    [Fact]
    public void Every_wrong_digit_is_found()
    {
        const string right = "12345674";
        for (var at = 0; at < right.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                PassNumber.Read($"{right[..at]}{digit}{right[(at + 1)..]}").Refused.ShouldBe(digit != right[at]);
            }
        }
    }

    public sealed record Case(string Typed, int? Number = null, string? Says = null)
    {
        public override string ToString() => Typed;
    }
}
