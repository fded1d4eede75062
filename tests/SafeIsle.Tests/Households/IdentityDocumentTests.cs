using SafeIsle.Households;

namespace SafeIsle.Tests.Households;

public sealed class IdentityDocumentTests
{
    private static readonly DateOnly Today = new(2026, 3, 23);

    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("identity-documents").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Numbers_are_read_or_refused_with_the_reason(Case c)
    {
        var hint = c.Hint is null ? (DocumentKind?)null : Enum.Parse<DocumentKind>(c.Hint, ignoreCase: true);
        var read = IdentityDocument.Read(c.Text, hint, Today, c.FromNumber);
        if (c.Is is null)
        {
            read.Refusal.ShouldNotBeNull().ShouldContain(c.Says!);
            read.Refusal.ShouldEndWith("。");
            return;
        }

        read.Refusal.ShouldBeNull();
        read.Value.Kind.ToString().ShouldBe(c.Is.Kind, StringCompareShould.IgnoreCase);
        (read.Value.Number, read.Value.BirthDate, read.Value.Masked).ShouldBe((c.Is.Number, c.Is.BirthDate, c.Is.Masked));
        read.Value.Sex.ToString().ShouldBe(c.Is.Sex, StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void A_refusal_does_not_repeat_the_number()
    {
        foreach (var c in Vectors.Read<Case>("identity-documents").Where(c => c.Is is null && c.Hint is null && c.Text.Length > 8))
        {
            IdentityDocument.Read(c.Text, null, Today, c.FromNumber).Refusal.ShouldNotBeNull().ShouldNotContain(c.Text);
        }
    }

    [Fact]
    public void Born_today_is_possible_and_tomorrow_is_not()
    {
        IdentityDocument.Read(ResidentIdNumber.Complete("99000020260323001"), null, Today).Refused.ShouldBeFalse();
        IdentityDocument.Read(ResidentIdNumber.Complete("99000020260324001"), null, Today).Refused.ShouldBeTrue();
    }

    [Theory]
    [InlineData("990000********1234", true)]
    [InlineData("\uFF19\uFF19\uFF0A\uFF0A\uFF0A\uFF11\uFF12", true)]
    [InlineData("99000019900307123X", false)]
    [InlineData("", false)]
    [InlineData("***", true)]
    public void Masked_numbers_are_known(string text, bool masked) => IdentityDocument.IsMasked(text).ShouldBe(masked);

    [Fact]
    public void The_last_four_are_for_searching() =>
        IdentityDocument.Read("E12345678", null, Today).Value.LastFour.ShouldBe("5678");

    public sealed record Case(string Text, string? Hint, bool FromNumber, Document? Is, string? Says)
    {
        public override string ToString() => $"{Text} {Hint} {Says}";
    }

    public sealed record Document(string Kind, string Number, DateOnly? BirthDate, string Sex, string Masked);
}
