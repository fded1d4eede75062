using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>A person's row with where she lives, as lists show it.</summary>
public sealed class PersonPlace
{
    public required Person Person { get; init; }
    public required Household Household { get; init; }
    public required Dwelling Dwelling { get; init; }
    public required Building Building { get; init; }
    public required Compound Compound { get; init; }
}

/// <summary>Joins people with their places.</summary>
public static class PersonPlaces
{
    public static IQueryable<PersonPlace> WithPlace(this IQueryable<Person> people, Db db) =>
        from person in people
        join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
        join dwelling in db.Dwellings on new { household.CommunityId, Id = household.DwellingId } equals new { dwelling.CommunityId, dwelling.Id }
        join building in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { building.CommunityId, building.Id }
        join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
        select new PersonPlace { Person = person, Household = household, Dwelling = dwelling, Building = building, Compound = compound };

    /// <summary>As people walk: compound, building, unit, floor, room; owners before their tenants; the head of household first.</summary>
    public static IOrderedQueryable<PersonPlace> InWalkingOrder(this IQueryable<PersonPlace> rows) =>
        rows.OrderBy(r => r.Compound.SortKey).ThenBy(r => r.Building.SortKey).ThenBy(r => r.Dwelling.SortKey)
            .ThenBy(r => r.Household.Tenure == Tenure.Owner ? 0 : 1).ThenBy(r => r.Household.CreatedAt).ThenBy(r => r.Household.Id)
            .ThenBy(r => r.Person.Position).ThenBy(r => r.Person.Id);
}
