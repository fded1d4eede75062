using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>The people of the register as a list: filtered, sorted and paged by its address, phones masked.</summary>
internal static class ListPeople
{
    /// <summary>Columns that may be chosen beside the name: key in the address, heading, whether shown unasked.</summary>
    internal static readonly (string Key, string Title, bool Usual)[] Columns =
    [
        ("place", "房屋", true), ("sex", "性别", true), ("age", "年龄", true), ("relation", "关系", true), ("tenure", "居住", true),
        ("phone", "电话", true), ("presence", "在家/外出", true), ("registered", "户籍", false), ("document", "证件", false),
        ("tags", "关怀标签", true), ("verified", "核实", true), ("changed", "修改", false),
    ];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/people", ShowAsync).May(HouseholdsModule.MayRead);

    private static async Task<IResult> ShowAsync(
        long community, string? page, HttpContext http, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var filter = PeopleFilter.From(http.Request.Query);
        var number = Paging.Number(page);
        var people = filter.Of(db, me, community, clock.Now());
        var buildings = await Buildings(db, me, community).ToListAsync(cancel);
        var (total, rows) = filter.Sort == PeopleSort.Place
            ? await ByPlaceAsync(db, people, buildings, within => filter.Of(db, me, community, clock.Now(), within), number, cancel)
            : await SortedAsync(db, people, filter.Sort, number, cancel);
        var chosen = http.Request.Query["col"].Where(c => c is not null).ToHashSet(StringComparer.Ordinal);
        return Page.Of<ListPeoplePage>(new
        {
            Community = community,
            Filter = filter,
            Number = number,
            Total = total,
            Rows = rows,
            Cards = await reader.OpenAsync(rows.ConvertAll(r => r.Person), cancel),
            Buildings = buildings,
            Tags = await TagNames.LoadAsync(db, me, community, cancel),
            Columns = Columns.Where(c => chosen.Count == 0 ? c.Usual : chosen.Contains(c.Key)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal),
            Clock = clock,
            Keeps = me.Keeps(community),
            Reader = me,
        });
    }

    /// <summary>The buildings that the person reaches, in walking order.</summary>
    internal static IQueryable<BuildingChoice> Buildings(Db db, Me me, long community) =>
        from building in db.Buildings.Within(me).Where(b => b.CommunityId == community)
        join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
        orderby compound.SortKey, building.SortKey, building.Id
        select new BuildingChoice(building.Id, compound.Id, compound.Name, building.Label);

    // Sorting 100,000 people to show 50 of them takes a second; the counts of the buildings say in which of them the page lies.
    private static async Task<(int Total, List<PersonPlace> Rows)> ByPlaceAsync(
        Db db, IQueryable<Person> people, List<BuildingChoice> buildings, Func<List<Guid>, IQueryable<Person>> of, int number, CancellationToken cancel)
    {
        var counts = await people.GroupBy(p => p.BuildingId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var skip = (number - 1) * Paging.Size;
        var reached = 0;
        var on = new List<Guid>();
        foreach (var building in buildings)
        {
            var count = counts.GetValueOrDefault(building.Id);
            if (on.Count == 0 && skip >= count)
            {
                skip -= count;
            }
            else if (count > 0 && reached < skip + Paging.Size)
            {
                on.Add(building.Id);
                reached += count;
            }
        }

        var rows = on.Count == 0 ? [] : await of(on).WithPlace(db).InWalkingOrder()
            .Skip(skip).Take(Paging.Size).ToListAsync(cancel);
        return (counts.Values.Sum(), rows);
    }

    private static async Task<(int Total, List<PersonPlace> Rows)> SortedAsync(
        Db db, IQueryable<Person> people, PeopleSort sort, int number, CancellationToken cancel)
    {
        var total = await people.CountAsync(cancel);
        var verified = from person in people
                       join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
                       orderby household.VerifiedAt ?? DateTimeOffset.UnixEpoch, household.Id, person.Position
                       select person;
        var sorted = sort switch
        {
            PeopleSort.Age => people.OrderBy(p => p.BirthDate == null).ThenBy(p => p.BirthDate).ThenBy(p => p.Id),
            PeopleSort.Changed => people.OrderByDescending(p => p.UpdatedAt).ThenBy(p => p.Id),
            PeopleSort.Verified => verified,
            PeopleSort.Place => throw new ArgumentOutOfRangeException(nameof(sort), sort, "Has a way of its own."),
        };

        // Only the rows of the page are joined with their places.
        var ids = await sorted.Page(number).Select(p => p.Id).ToListAsync(cancel);
        var rows = await people.Where(p => ids.Contains(p.Id)).WithPlace(db).ToListAsync(cancel);
        return (total, rows.OrderBy(r => ids.IndexOf(r.Person.Id)).ToList());
    }
}

/// <summary>A building to choose from.</summary>
public sealed record BuildingChoice(Guid Id, Guid CompoundId, string Compound, string Label);
