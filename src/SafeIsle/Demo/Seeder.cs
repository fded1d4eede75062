using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Demo;

/// <summary>Writes a demo community: places, households, people, its tags and plans.</summary>
public sealed class Seeder(Db db, Sealer sealer, KeyRing keys, TimeProvider clock, IEnumerable<CommunityStarter> starters)
{
    /// <summary>How many people live twice in the register, as in real ones: they moved and both entries stand.</summary>
    private const int Doubles = 4;

    /// <summary>Days since a household was last verified, drawn from: most of them lately, some long ago, some never (null).</summary>
    private static readonly int?[] VerifiedDaysAgo = [1, 2, 3, 5, 8, 12, 15, 20, 26, 29, 45, 90, null];

    /// <summary>Adds the community within the open write; its people are the same each time.</summary>
    public async Task AddAsync(WriteScope write, DemoCommunity demo, CancellationToken cancel)
    {
        db.Add(new Community { CommunityId = demo.Code, Name = demo.Name, Above = demo.Above, Phone = demo.Phone, CreatedAt = clock.Now() });
        await db.SaveChangesAsync(cancel);
        foreach (var starter in starters)
        {
            db.AddRange(starter(demo.Code));
        }

        await db.SaveChangesAsync(cancel);
        var dwellings = await AddPlacesAsync(demo, cancel);
        var people = await AddPeopleAsync(demo, dwellings, cancel);
        write.Record(demo.Code, "demo.seed", null, $"写入演示数据：{dwellings.Count} 套房屋、{demo.Households} 户、{people} 人（均为虚构）");
    }

    private async Task<List<Dwelling>> AddPlacesAsync(DemoCommunity demo, CancellationToken cancel)
    {
        var compounds = new List<Compound>();
        var buildings = new List<Building>();
        var dwellings = new List<Dwelling>();
        foreach (var phase in demo.Compounds)
        {
            var compound = NewPlace.Compound(demo.Code, phase.Name, phase.Kind);
            compounds.Add(compound);
            foreach (var plan in phase.Buildings)
            {
                for (var number = plan.First; number < plan.First + plan.Count; number++)
                {
                    var key = plan.Kind == BuildingKind.Villa ? $"{number}别墅" : $"{number}";
                    var building = NewPlace.Building(demo.Code, compound.Id, key, plan.Kind);
                    buildings.Add(building);
                    dwellings.AddRange(Doors(plan, key).Select(address => NewPlace.Dwelling(keys, demo.Code, building.Id, address)));
                }
            }
        }

        await db.BulkInsertAsync(compounds, cancel);
        await db.BulkInsertAsync(buildings, cancel);
        await db.BulkInsertAsync(dwellings, cancel);
        return dwellings;
    }

    private static IEnumerable<DwellingAddress> Doors(DemoBuildings plan, string key)
    {
        if (plan.Kind == BuildingKind.Villa)
        {
            return [new(null, key, 0, null, "")];
        }

        return
            from unit in Enumerable.Range(1, plan.Units)
            from floor in Enumerable.Range(1, plan.Floors)
            from door in Enumerable.Range(1, plan.Doors)
            select new DwellingAddress(null, key, plan.Units > 1 ? unit : 0, floor, $"{floor}{door:D2}");
    }

    private async Task<int> AddPeopleAsync(DemoCommunity demo, List<Dwelling> dwellings, CancellationToken cancel)
    {
        var random = new Random(demo.Seed);
        var make = new PeopleGenerator(demo.Seed, clock.Today());
        var batch = new RegisterBatch(sealer, keys, clock, demo.Code, new Actor(null, "演示数据"), RegisterSource.Import);
        var sizes = Sizes(demo, random);
        var chosen = dwellings.ToArray();
        random.Shuffle(chosen);
        var people = 0;
        PersonFacts? twice = null;
        for (var i = 0; i < demo.Households; i++)
        {
            // More households than dwellings: the last ones are tenants beside their landlords.
            var tenure = i >= chosen.Length || random.NextDouble() < 0.15 ? Tenure.Tenant : Tenure.Owner;
            var household = batch.AddHousehold(chosen[i % chosen.Length], tenure);
            Verify(household, random, demo);
            var members = make.Household(sizes[i], tenure, demo.AtHome);
            for (var k = 0; k < members.Count; k++)
            {
                var facts = members[k];
                if (twice is not null && k == members.Count - 1 && k > 0)
                {
                    facts = twice with { Relation = "其他", Presence = Presence.Away, AwayWhere = "已搬走，待核实" };
                    twice = null;
                }

                batch.AddPerson(household, facts, k);
                people++;
            }

            if (demo == DemoCommunity.Longhu && i % (demo.Households / Doubles) == 100)
            {
                twice = members[0];
            }
        }

        await batch.SaveAsync(db, cancel);
        return people;
    }

    private void Verify(Household household, Random random, DemoCommunity demo)
    {
        if (VerifiedDaysAgo[random.Next(VerifiedDaysAgo.Length)] is { } days && demo.Staff.Count > 0)
        {
            household.VerifiedAt = clock.Now().AddDays(-days);
            household.VerifiedBy = demo.Staff[random.Next(Math.Min(3, demo.Staff.Count))].Name;
        }
    }

    /// <summary>Household sizes that add up to the community's people, where their number is given.</summary>
    private static int[] Sizes(DemoCommunity demo, Random random)
    {
        int[] shares = [1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5];
        var sizes = Enumerable.Range(0, demo.Households).Select(_ => shares[random.Next(shares.Length)]).ToArray();
        if (demo.People is { } wanted)
        {
            for (var difference = wanted - sizes.Sum(); difference != 0;)
            {
                var i = random.Next(sizes.Length);
                var step = Math.Sign(difference);
                if (sizes[i] + step is >= 1 and <= 6)
                {
                    sizes[i] += step;
                    difference -= step;
                }
            }
        }

        return sizes;
    }
}
