using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>One household with all that its page and its paper (一户一小表) show.</summary>
public sealed record HouseholdView(Household Household, Dwelling Dwelling, Building Building, Compound Compound, TagNames Tags)
{
    public required IReadOnlyList<PersonCard> Members { get; init; }

    /// <summary>Who moved away, died or was merged, the latest first.</summary>
    public required IReadOnlyList<Person> Gone { get; init; }

    /// <summary>The other open households behind the same door.</summary>
    public required IReadOnlyList<DoorHousehold> Neighbours { get; init; }

    /// <summary>Member → where else the same document stands.</summary>
    public required ILookup<Guid, (Guid Household, string Label)> Elsewhere { get; init; }

    /// <summary>Whether the reader calls people here; otherwise names and numbers are masked.</summary>
    public required bool MayCall { get; init; }

    public string Address => Dwelling.Label;

    /// <summary>A member's name as the reader may see it.</summary>
    public string NameOf(Person person) => MayCall ? person.Name : RegisterWords.MaskedName(person.Name);

    /// <summary>Null: not there, or out of this person's reach.</summary>
    public static async Task<HouseholdView?> LoadAsync(
        Db db, Me me, RegisterReader reader, long community, Guid id, CancellationToken cancel)
    {
        var place = await (
            from household in db.Households.Within(me).Where(h => h.CommunityId == community && h.Id == id)
            join dwelling in db.Dwellings on new { household.CommunityId, Id = household.DwellingId } equals new { dwelling.CommunityId, dwelling.Id }
            join building in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { building.CommunityId, building.Id }
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            select new { household, dwelling, building, compound }).SingleOrDefaultAsync(cancel);
        if (place is null)
        {
            return null;
        }

        var mayCall = me.Calls(community, place.building.Id);
        var people = db.People.Where(p => p.CommunityId == community && p.HouseholdId == id);
        var members = await reader.OpenAsync(people.Where(p => p.ClosedAt == null).OrderBy(p => p.Position).ThenBy(p => p.Id), cancel);
        return new(place.household, place.dwelling, place.building, place.compound, await TagNames.LoadAsync(db, me, community, cancel))
        {
            Members = members,
            Gone = await people.Where(p => p.ClosedAt != null).OrderByDescending(p => p.ClosedAt).Take(50).ToListAsync(cancel),
            MayCall = mayCall,
            Neighbours = await DoorHousehold.ListAsync(db, community, place.dwelling.Id, mayCall, cancel, except: id),
            Elsewhere = await ElsewhereAsync(db, me, community, members, cancel),
        };
    }

    // The same human being in two dwellings is shown, never silently merged.
    private static async Task<ILookup<Guid, (Guid Household, string Label)>> ElsewhereAsync(
        Db db, Me me, long community, IReadOnlyList<PersonCard> members, CancellationToken cancel)
    {
        var hashes = members.Where(m => m.Row.DocumentHash is not null).Select(m => m.Row.DocumentHash).Distinct().ToList();
        var ids = members.Select(m => m.Row.Id).ToList();
        var rows = hashes.Count == 0 ? [] : await (
            from place in db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null && hashes.Contains(p.DocumentHash) && !ids.Contains(p.Id)).WithPlace(db)
            orderby place.Dwelling.Label, place.Household.Id
            select new { place.Person.DocumentHash, place.Household.Id, place.Dwelling.Label }).Take(100).ToListAsync(cancel);
        return (from member in members
                join row in rows on member.Row.DocumentHash equals row.DocumentHash
                select (Member: member.Row.Id, Place: (row.Id, row.Label))).ToLookup(r => r.Member, r => r.Place);
    }
}

/// <summary>A household as its door's page lists it.</summary>
public sealed record DoorHousehold(Guid Id, Tenure Tenure, string Number, string? Head, int People, DateTimeOffset? VerifiedAt, string VerifiedBy)
{
    /// <summary>The open households behind a door, owners first.</summary>
    /// <param name="mayCall">Whether the reader calls people here; otherwise their names are masked.</param>
    public static async Task<IReadOnlyList<DoorHousehold>> ListAsync(
        Db db, long community, Guid dwelling, bool mayCall, CancellationToken cancel, Guid? except = null)
    {
        var open = db.People.Where(p => p.CommunityId == community && p.ClosedAt == null);
        var rows = await (
            from household in db.Households.Where(h => h.CommunityId == community && h.DwellingId == dwelling && h.ClosedAt == null && h.Id != except)
            orderby household.Tenure == Tenure.Owner ? 0 : 1, household.CreatedAt, household.Id
            select new DoorHousehold(
                household.Id, household.Tenure, household.Number,
                open.Where(p => p.HouseholdId == household.Id).OrderBy(p => p.Position).ThenBy(p => p.Id).Select(p => p.Name).FirstOrDefault(),
                open.Count(p => p.HouseholdId == household.Id), household.VerifiedAt, household.VerifiedBy)).ToListAsync(cancel);
        return mayCall ? rows : rows.ConvertAll(row => row with { Head = row.Head is { } name ? RegisterWords.MaskedName(name) : null });
    }
}
