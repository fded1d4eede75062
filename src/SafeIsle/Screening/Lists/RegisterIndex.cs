using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Screening.Lists;

/// <summary>
/// Those of the register who share a name or a number with some row of a list, former ones too. One pass over the community's people:
/// phones are sealed and have no full lookup, so there is no shorter way to them.
/// </summary>
internal sealed class RegisterIndex
{
    private readonly ILookup<string, Known> byName;
    private readonly ILookup<long, Known> byDocument;
    private readonly ILookup<string, Known> byPhone;

    private RegisterIndex(List<Known> people)
    {
        byName = people.ToLookup(p => p.Name, StringComparer.Ordinal);
        byDocument = people.Where(p => p.Document is not null).ToLookup(p => p.Document!.Value);
        byPhone = people.SelectMany(p => p.Phones.Select(n => (Phone: n, Person: p))).ToLookup(p => p.Phone, p => p.Person, StringComparer.Ordinal);
    }

    public static async Task<RegisterIndex> LoadAsync(Db db, Sealer sealer, long community, IReadOnlyCollection<Wanted> wanted, CancellationToken cancel)
    {
        var names = wanted.Select(w => w.Name).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        var documents = wanted.Where(w => w.Document is not null).Select(w => w.Document!.Value).ToHashSet();
        var phones = wanted.SelectMany(w => w.Phones).ToHashSet(StringComparer.Ordinal);
        var masked = wanted.Any(w => w.Masks.Count > 0);
        var rows =
            from person in db.People
            join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
            where person.CommunityId == community && person.MergedInto == null
            select new
            {
                person.Id, person.HouseholdId, person.BuildingId, household.DwellingId, person.Name, person.DocumentHash, person.PhonesSealed,
                DocumentSealed = masked ? person.DocumentSealed : null, person.ClosedAt,
            };
        var people = new List<Known>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var name = MatchRules.NameKey(row.Name);
            var named = names.Contains(name);
            var meant = named || (row.DocumentHash is { } hash && documents.Contains(hash));
            if (row.PhonesSealed is null ? !meant : !meant && phones.Count == 0)
            {
                continue;
            }

            var own = sealer.PhonesOf(row.Id, row.PhonesSealed);
            if (!meant && !own.Any(phones.Contains))
            {
                continue;
            }

            var document = named && masked ? sealer.Open(SealedColumn.PersonDocument, row.Id, row.DocumentSealed) : null;
            people.Add(new(
                row.Id, row.HouseholdId, row.DwellingId, row.BuildingId, name, row.DocumentHash, own, document is null ? own : [.. own, document], row.ClosedAt is null));
        }

        return new(people);
    }

    /// <summary>Everybody whom the row may mean.</summary>
    public IEnumerable<Known> Near(Wanted wanted) =>
    [
        .. wanted.Document is { } document ? byDocument[document] : [],
        .. wanted.Phones.SelectMany(p => byPhone[p]),
        .. wanted.Name.Length > 0 ? byName[wanted.Name] : [],
    ];
}

/// <summary>The doors of a community, to be found by what an address says.</summary>
internal sealed class DoorIndex
{
    private readonly ILookup<(string, string), (Guid Dwelling, Guid Building, int Unit, string Compound)> doors;
    private readonly ILookup<string, (Guid Building, string Compound)> buildings;

    private DoorIndex(List<(Guid Dwelling, Guid Building, string Key, int Unit, string Room, string Compound)> rows)
    {
        doors = rows.ToLookup(r => (r.Key, r.Room), r => (r.Dwelling, r.Building, r.Unit, r.Compound));
        buildings = rows.Select(r => (r.Key, r.Building, r.Compound)).Distinct().ToLookup(r => r.Key, r => (r.Building, r.Compound), StringComparer.Ordinal);
    }

    public static async Task<DoorIndex> LoadAsync(Db db, long community, CancellationToken cancel)
    {
        var rows = await (
            from dwelling in db.Dwellings
            join building in db.Buildings on new { dwelling.CommunityId, Id = dwelling.BuildingId } equals new { building.CommunityId, building.Id }
            join compound in db.Compounds on new { building.CommunityId, Id = building.CompoundId } equals new { compound.CommunityId, compound.Id }
            where dwelling.CommunityId == community
            select new { dwelling.Id, dwelling.BuildingId, building.Key, dwelling.Unit, dwelling.Room, compound.Name }).ToListAsync(cancel);
        return new(rows.ConvertAll(r => (r.Id, r.BuildingId, r.Key, r.Unit, r.Room, r.Name)));
    }

    /// <summary>The doors that are meant: several where the address leaves the unit or the compound open.</summary>
    public IReadOnlySet<Guid> Doors(DwellingAddress? address) => address is null
        ? new HashSet<Guid>()
        : InCompound(doors[(address.Building, address.Room)].Where(d => address.Unit == 0 || d.Unit == address.Unit).ToList(), address, d => d.Compound).Select(d => d.Dwelling).ToHashSet();

    public IReadOnlySet<Guid> Buildings(DwellingAddress? address) => address is null
        ? new HashSet<Guid>()
        : InCompound(buildings[address.Building].ToList(), address, b => b.Compound).Select(b => b.Building).ToHashSet();

    // Of compounds that number their buildings alike the named one, if it is one of ours.
    private static List<T> InCompound<T>(List<T> found, DwellingAddress address, Func<T, string> compound) =>
        address.Compound is { } named && found.FindAll(f => named.Contains(compound(f), StringComparison.Ordinal)) is { Count: > 0 } there ? there : found;
}
