using SafeIsle.Screening.Lists;

namespace SafeIsle.Tests.Screening.Lists;

/// <summary>Who is taken for whom, on what grounds, and where a person has to choose.</summary>
public sealed class MatchRulesTests
{
    private static readonly Guid Door = new("018f0000-0000-7000-8000-0000000000d1");
    private static readonly Guid House = new("018f0000-0000-7000-8000-0000000000b1");
    private static readonly Guid Elsewhere = new("018f0000-0000-7000-8000-0000000000d2");

    private static int made;

    private static Wanted Row(string name = "", long? document = null, string? phone = null, string? mask = null, Guid? door = null, Guid? building = null) => new(
        MatchRules.NameKey(name), document, phone is null ? [] : [phone], mask is null ? [] : [mask],
        door is { } d ? new HashSet<Guid> { d } : [], building is { } b ? new HashSet<Guid> { b } : []);

    private static Known Person(string name, long? document = null, string? phone = null, Guid? door = null, Guid? building = null, bool here = true, string? number = null)
    {
        string[] phones = phone is null ? [] : [phone];
        return new(
            new Guid(++made, 0, 0, new byte[8]), Guid.Empty, door ?? Elsewhere, building ?? Guid.Empty, MatchRules.NameKey(name), document, phones,
            number is null ? phones : [.. phones, number], here);
    }

    public static TheoryData<string, MatchBasis, SentOutcome> Grounds => new()
    {
        { "document and name", MatchBasis.DocumentAndName, SentOutcome.Found },
        { "document", MatchBasis.Document, SentOutcome.Found },
        { "phone and name", MatchBasis.PhoneAndName, SentOutcome.Found },
        { "mask and name", MatchBasis.MaskedAndName, SentOutcome.Found },
        { "name and door", MatchBasis.NameAndDoor, SentOutcome.Found },
        { "other document", MatchBasis.OtherDocument, SentOutcome.Several },
        { "name and building", MatchBasis.NameAndBuilding, SentOutcome.Several },
        { "phone", MatchBasis.Phone, SentOutcome.Several },
        { "name", MatchBasis.Name, SentOutcome.Several },
        { "namesake", MatchBasis.None, SentOutcome.Unknown },
        { "nobody", MatchBasis.None, SentOutcome.Unknown },
        { "nothing", MatchBasis.None, SentOutcome.Unreadable },
    };

    [Theory]
    [MemberData(nameof(Grounds))]
    public void Each_ground_decides_as_much_as_it_is_worth(string ground, MatchBasis basis, SentOutcome outcome)
    {
        var (row, person) = ground switch
        {
            "document and name" => (Row("王 芳", 1, "14200000009"), Person("王芳", 1, "14200000001")),
            "document" => (Row("王方", 1), Person("王芳", 1)),
            "phone and name" => (Row("王芳", null, "14200000001"), Person("王芳", 1, "14200000001")),
            "mask and name" => (Row("王芳", mask: "990000********1234"), Person("王芳", 1, number: "990000199001011234")),
            "name and door" => (Row("王芳", door: Door), Person("王芳", 1, door: Door)),
            "other document" => (Row("王芳", 2, door: Door), Person("王芳", 1, door: Door)),
            "name and building" => (Row("王芳", building: House), Person("王芳", building: House)),
            "phone" => (Row("王大伟", null, "14200000001"), Person("王芳", null, "14200000001")),
            "name" => (Row("王芳"), Person("王芳")),
            "namesake" => (Row("王芳", 2), Person("王芳", 1)),
            "nobody" => (Row("王芳", 2), Person("李芳", 1)),
            _ => (Row(), Person("王芳")),
        };
        var judged = MatchRules.Judge(row, [person]);
        judged.Outcome.ShouldBe(outcome);
        judged.Basis.ShouldBe(basis);
        judged.Candidates.Count.ShouldBe(outcome is SentOutcome.Unknown or SentOutcome.Unreadable ? 0 : 1);
    }

    [Fact]
    public void Two_of_one_ground_are_chosen_by_hand_and_one_human_at_two_doors_is_one()
    {
        var row = Row("王芳", door: Door);
        MatchRules.Judge(row, [Person("王芳", 1, door: Door), Person("王芳", 2, door: Door)]).Outcome.ShouldBe(SentOutcome.Several);
        MatchRules.Judge(row, [Person("王芳", door: Door), Person("王芳", door: Door)]).Outcome.ShouldBe(SentOutcome.Several);
        var twice = MatchRules.Judge(Row("王芳", 1), [Person("王芳", 1, door: Door), Person("王芳", 1)]);
        twice.Outcome.ShouldBe(SentOutcome.Found);
        twice.Candidates.Count.ShouldBe(2);
    }

    [Fact]
    public void A_surer_one_wins_and_weaker_ones_are_not_shown()
    {
        var right = Person("王芳", 1);
        var judged = MatchRules.Judge(Row("王芳", 1, "14200000001", door: Door), [Person("王芳"), Person("王大伟", null, "14200000001"), right]);
        judged.Outcome.ShouldBe(SentOutcome.Found);
        judged.Candidates.ShouldHaveSingleItem().Person.ShouldBe(right);
    }

    [Fact]
    public void Who_left_is_told_unless_she_is_here_again()
    {
        var (gone, here) = (Person("王芳", 1, here: false), Person("王芳", 1));
        MatchRules.Judge(Row("王芳", 1), [gone]).Outcome.ShouldBe(SentOutcome.Moved);
        MatchRules.Judge(Row("王芳", 1), [gone, here]).Outcome.ShouldBe(SentOutcome.Found);
        MatchRules.Judge(Row("王芳", 1), [gone, Person("王芳")]).Outcome.ShouldBe(SentOutcome.Moved);
        MatchRules.Judge(Row("王芳"), [Person("王芳", here: false)]).Outcome.ShouldBe(SentOutcome.Unknown);
    }

    [Fact]
    public void A_common_name_offers_no_more_than_a_page()
    {
        var judged = MatchRules.Judge(Row("王伟"), Enumerable.Range(0, 100).Select(_ => Person("王伟")));
        judged.Outcome.ShouldBe(SentOutcome.Several);
        judged.Candidates.Count.ShouldBe(MatchRules.MostCandidates);
    }

    [Theory]
    [InlineData("142****0001", "14200000001", true)]
    [InlineData("142****0001", "14200000002", false)]
    [InlineData("142****0001", "142000000010", false)]
    [InlineData("***********", "14200000001", false)]
    public void A_mask_fits_what_it_hides(string mask, string number, bool fits) => MatchRules.Fits(mask, number).ShouldBe(fits);
}
