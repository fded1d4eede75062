using SafeIsle.Households;

namespace SafeIsle.Tests.Households;

public sealed class PhoneNumberTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("phones").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cells_give_all_their_numbers(Case c)
    {
        var cell = PhoneNumber.ReadAll(c.Text);
        cell.Numbers.Select(n => n.Text).ShouldBe(c.Numbers);
        cell.Masked.ShouldBe(c.Masked);
        cell.Problems.Count.ShouldBe(c.Problems);
        (cell.Words, cell.SaysNone).ShouldBe((c.Words, c.SaysNone));
    }

    [Fact]
    public void Normal_forms_read_back_as_themselves()
    {
        foreach (var number in Vectors.Read<Case>("phones").SelectMany(c => c.Numbers))
        {
            PhoneNumber.ReadAll(number).Numbers.Single().Text.ShouldBe(number);
            PhoneNumber.ReadAll(new PhoneNumber(number).Masked).Masked.Count.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("14200138000", "142****8000", "8000")]
    [InlineData("0552-3012345", "0552-***2345", "2345")]
    [InlineData("0552-3012345-801", "0552-***2345", "2345")]
    [InlineData("3012345", "***2345", "2345")]
    [InlineData("400-800-1234", "400-****1234", "1234")]
    public void Masks_keep_head_and_tail(string number, string masked, string last)
    {
        new PhoneNumber(number).Masked.ShouldBe(masked);
        new PhoneNumber(number).LastFour.ShouldBe(last);
    }

    [Theory]
    [InlineData("14200138000", "142********")]
    [InlineData("0552-3012345-801", "0552-*******")]
    [InlineData("3012345", "*******")]
    public void Who_only_watches_is_shown_no_tail(string number, string masked)
    {
        new PhoneNumber(number).HeadOnly.ShouldBe(masked);
        new PhoneNumber(number).MaskedFor(calls: false).ShouldBe(masked);
        new PhoneNumber(number).MaskedFor(calls: true).ShouldBe(new PhoneNumber(number).Masked);
    }

    [Theory]
    [InlineData("1420013800", "共 10 位")]
    [InlineData("12345", "共 5 位")]
    public void A_wrong_number_is_told_by_its_length(string text, string says) =>
        PhoneNumber.ReadAll(text).Problems.Single().ShouldContain(says);

    public sealed record Case(string Text, IReadOnlyList<string> Numbers, IReadOnlyList<string> Masked, int Problems, string Words, bool SaysNone)
    {
        public override string ToString() => Text;
    }
}
