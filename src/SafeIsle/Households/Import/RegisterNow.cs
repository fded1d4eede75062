using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>The community's places, and its register in the buildings that a file touches, in memory: thousands of rows are compared without a query each.</summary>
internal sealed class RegisterNow
{
    private readonly List<Compound> compounds;
    private readonly Dictionary<(Guid Compound, string Key), Building> buildings;
    private ILookup<(Guid Building, string Room), Dwelling> dwellings = Enumerable.Empty<Dwelling>().ToLookup(d => (d.BuildingId, d.Room));
    private ILookup<Guid, Household> households = Enumerable.Empty<Household>().ToLookup(h => h.DwellingId);
    private ILookup<Guid, PersonCard> people = Enumerable.Empty<PersonCard>().ToLookup(p => p.Row.Id);
    private Dictionary<Guid, Household> byId = [];
    private ILookup<long, Twin> documents = Enumerable.Empty<Twin>().ToLookup(t => 0L);

    private RegisterNow(List<Compound> compounds, List<Building> buildings)
    {
        this.compounds = compounds;
        this.buildings = buildings.ToDictionary(b => (b.CompoundId, b.Key));
    }

    /// <summary>Whether the community has no building yet.</summary>
    internal bool IsEmpty => buildings.Count == 0;

    internal string CompoundNames => string.Join('、', compounds.Select(c => c.Name));

    /// <param name="addresses">All that the file names; only their buildings are loaded.</param>
    /// <param name="take">Takes the rows of their households until the end of the write, as the desk does for one (see RegisterLocks).</param>
    internal static async Task<RegisterNow> LoadAsync(
        Db db, RegisterReader reader, long community, IEnumerable<DwellingAddress> addresses, bool take, CancellationToken cancel)
    {
        var now = new RegisterNow(
            await db.Compounds.Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel),
            await db.Buildings.Where(b => b.CommunityId == community).ToListAsync(cancel));
        var touched = addresses.Select(a => (a.Compound, a.Building)).Distinct()
            .SelectMany(a => now.BuildingsOf(a.Compound, a.Building)).Select(b => b.Id).Distinct().ToList();
        if (take)
        {
            await db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null && touched.Contains(h.BuildingId))
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number), cancel);
        }

        now.dwellings = (await db.Dwellings.Where(d => d.CommunityId == community && d.ClosedAt == null && touched.Contains(d.BuildingId)).ToListAsync(cancel))
            .ToLookup(d => (d.BuildingId, d.Room));
        var open = await db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null && touched.Contains(h.BuildingId))
            .OrderBy(h => h.Id).ToListAsync(cancel);
        now.households = open.ToLookup(h => h.DwellingId);
        now.byId = open.ToDictionary(h => h.Id);
        var cards = await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && touched.Contains(p.BuildingId)), cancel);
        now.people = cards.Where(c => now.byId.ContainsKey(c.Row.HouseholdId)).ToLookup(c => now.byId[c.Row.HouseholdId].DwellingId);
        now.documents = (await (
            from person in db.People
            where person.CommunityId == community && person.ClosedAt == null && person.DocumentHash != null
            join household in db.Households on new { person.CommunityId, Id = person.HouseholdId } equals new { household.CommunityId, household.Id }
            join dwelling in db.Dwellings on new { household.CommunityId, Id = household.DwellingId } equals new { dwelling.CommunityId, dwelling.Id }
            select new Twin(person.Id, person.DocumentHash!.Value, dwelling.Id, dwelling.Label)).ToListAsync(cancel))
            .ToLookup(t => t.Hash);
        return now;
    }

    /// <summary>Where an address lies in the community, as far as it is known there.</summary>
    internal Place Locate(DwellingAddress address)
    {
        if (address.Compound is null && compounds.Count != 1)
        {
            var same = BuildingsOf(null, address.Building).ToList();
            return same.Count == 1
                ? LocateDoor(compounds.First(c => c.Id == same[0].CompoundId), same[0], address)
                : new(null, null, null, compounds.Count == 0
                    ? "没写是哪个小区，请在“核对列”里为这张工作表填上小区。"
                    : $"没写是哪个小区，这里有{CompoundNames}；请写出来，或在“核对列”里为这张工作表选定。");
        }

        var compound = address.Compound is null ? compounds[0] : CompoundOf(address.Compound);
        return compound is null ? default
            : buildings.TryGetValue((compound.Id, address.Building), out var building) ? LocateDoor(compound, building, address)
            : new(compound, null, null, null);
    }

    internal IEnumerable<PersonCard> PeopleAt(Guid dwelling) => people[dwelling];

    internal Household? HouseholdOf(Guid id) => byId.GetValueOrDefault(id);

    /// <summary>
    /// The household of that tenure and number at the door. A row without a number goes to the first of its tenure; one with a number
    /// that nobody there has makes a new household.
    /// </summary>
    internal Household? FindHousehold(Guid dwelling, Tenure tenure, string number) =>
        households[dwelling].FirstOrDefault(h => h.Tenure == tenure && h.Number == number)
        ?? (number.Length == 0 ? households[dwelling].FirstOrDefault(h => h.Tenure == tenure) : null);

    /// <summary>Where else in the community the document stands.</summary>
    internal IEnumerable<Twin> Elsewhere(long hash, Guid? dwelling) => documents[hash].Where(t => t.Dwelling != dwelling);

    private Compound? CompoundOf(string written)
    {
        var key = ChineseText.Key(written);
        return compounds.Find(c => ChineseText.Key(c.Name) == key)
            ?? (compounds.Where(c => key.EndsWith(ChineseText.Key(c.Name), StringComparison.Ordinal)).ToList() is [var only] ? only : null);
    }

    private IEnumerable<Building> BuildingsOf(string? compound, string key)
    {
        var among = compound is null ? compounds : CompoundOf(compound) is { } one ? [one] : [];
        return among.Where(c => buildings.ContainsKey((c.Id, key))).Select(c => buildings[(c.Id, key)]);
    }

    // A building with one entrance is written with and without 1单元; the register holds one of both.
    private Place LocateDoor(Compound compound, Building building, DwellingAddress address)
    {
        var doors = dwellings[(building.Id, address.Room)].ToList();
        if (doors.Find(d => d.Unit == address.Unit) is { } exact)
        {
            return new(compound, building, exact, null);
        }

        if (address.Unit == 0 && doors.Count > 1)
        {
            return new(compound, building, null, $"没写单元，{building.Label}有 {doors.Count} 个单元都有{address.Room}室，请写出单元。");
        }

        return new(compound, building, address.Unit == 0 || (doors.Count == 1 && doors[0].Unit == 0) ? doors.FirstOrDefault() : null, null);
    }
}

/// <summary>What of an address is known in the community.</summary>
/// <param name="Problem">Why it cannot be said, in one Chinese sentence.</param>
internal readonly record struct Place(Compound? Compound, Building? Building, Dwelling? Dwelling, string? Problem)
{
    internal MissingPlace Missing =>
        Compound is null ? MissingPlace.Compound : Building is null ? MissingPlace.Building : Dwelling is null ? MissingPlace.Dwelling : MissingPlace.None;
}

/// <summary>A person whose document is looked for at other doors.</summary>
internal sealed record Twin(Guid Person, long Hash, Guid Dwelling, string Label);
