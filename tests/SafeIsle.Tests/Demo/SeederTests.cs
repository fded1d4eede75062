using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace SafeIsle.Tests.Demo;

/// <summary>The demo communities have the numbers of the field reports, the same people each time, and nobody real.</summary>
public sealed class SeederTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_large_community_has_its_numbers()
    {
        var longhu = DemoCommunity.Longhu with { Code = 990101001701 };
        // After a small one, whose plans of checking foreign keys PostgreSQL must not keep for the large one.
        await SeedVerb.SeedAsync(app.Services, [DemoCommunity.Tiny with { Code = 990101001705 }, longhu], default);
        (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.CommunityId == longhu.Code))).ShouldBe(156);
        (await app.InDbAsync(db => db.Compounds.CountAsync(c => c.CommunityId == longhu.Code))).ShouldBe(4);
        (await app.InDbAsync(db => db.Households.CountAsync(h => h.CommunityId == longhu.Code))).ShouldBe(5725);
        (await app.InDbAsync(db => db.People.CountAsync(p => p.CommunityId == longhu.Code))).ShouldBeInRange(14_500, 15_500);
        (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.CommunityId == longhu.Code && b.Kind == BuildingKind.Villa))).ShouldBe(36);
    }

    [Fact]
    public async Task The_four_closed_buildings_have_their_numbers()
    {
        var yinghua = DemoCommunity.Yinghua with { Code = 990101001702 };
        await SeedVerb.SeedAsync(app.Services, [yinghua], default);
        (await app.InDbAsync(db => db.Buildings.CountAsync(b => b.CommunityId == yinghua.Code))).ShouldBe(4);
        (await app.InDbAsync(db => db.Households.CountAsync(h => h.CommunityId == yinghua.Code))).ShouldBe(86);
        (await app.InDbAsync(db => db.People.CountAsync(p => p.CommunityId == yinghua.Code))).ShouldBe(174);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_people_and_none_of_them_exists()
    {
        var (one, two) = (DemoCommunity.Tiny with { Code = 990101001703 }, DemoCommunity.Tiny with { Code = 990101001704 });
        await SeedVerb.SeedAsync(app.Services, [one, two], default);
        var (first, second) = (await PeopleAsync(one.Code), await PeopleAsync(two.Code));
        first.ShouldNotBeEmpty();
        first.ShouldBe(second);
        first.ShouldAllBe(p => p.Document.StartsWith("990000", StringComparison.Ordinal));
        first.SelectMany(p => p.Phones.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldAllBe(p => p.StartsWith("142", StringComparison.Ordinal));
    }

    [Fact]
    public void A_couple_is_a_man_and_a_woman_and_every_name_fits_its_bearer()
    {
        var make = new PeopleGenerator(7, new(2022, 3, 9));
        string[] men = [.. PeopleGenerator.OlderMen, .. PeopleGenerator.YoungerMen];
        string[] women = [.. PeopleGenerator.OlderWomen, .. PeopleGenerator.YoungerWomen];
        men.Intersect(women).ShouldBeEmpty();
        foreach (var household in Enumerable.Range(0, 300).Select(i => make.Household((i % 6) + 1, i % 5 == 0 ? Tenure.Tenant : Tenure.Owner, 0.9)))
        {
            if (household.Count > 1)
            {
                (household[0].Relation, household[1].Relation).ShouldBe(("户主", "配偶"));
                (household[0].Sex, household[1].Sex).ShouldBeOneOf((Sex.Male, Sex.Female), (Sex.Female, Sex.Male));
            }

            foreach (var person in household)
            {
                (person.Sex == Sex.Male ? men : women).Any(given => person.Name.EndsWith(given, StringComparison.Ordinal)).ShouldBeTrue(person.Name);
                // The last but one digit of an ID number is odd for men (GB 11643).
                ((person.DocumentNumber![16] - '0') % 2 == 1).ShouldBe(person.Sex == Sex.Male);
                (person.Relation is not ("子" or "女" or "母亲") || (person.Relation == "子") == (person.Sex == Sex.Male)).ShouldBeTrue(person.Relation);
            }
        }
    }

    [Fact]
    public void A_city_has_as_many_people_as_asked_for() =>
        SeedVerb.Communities("city", 12_345).Sum(c => c.People!.Value).ShouldBe(12_345);

    private async Task<List<(string Name, string Document, string Phones)>> PeopleAsync(long community)
    {
        var sealer = app.Services.GetRequiredService<Sealer>();
        var people = await app.InDbAsync(db => db.People.Where(p => p.CommunityId == community).ToListAsync());
        return
        [
            .. people.Select(p => (
                p.Name,
                sealer.Open(SealedColumn.PersonDocument, p.Id, p.DocumentSealed)!,
                sealer.Open(SealedColumn.PersonPhones, p.Id, p.PhonesSealed) ?? "")).Order(),
        ];
    }
}
