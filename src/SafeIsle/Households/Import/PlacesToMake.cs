using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households.Import;

/// <summary>Compounds, buildings and dwellings that the chosen rows need and the community does not have yet; each is made once.</summary>
internal sealed class PlacesToMake(Db db, KeyRing keys, long community)
{
    private readonly Dictionary<string, Compound> compounds = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid, string), Building> buildings = [];
    private readonly Dictionary<(Guid, int, string), Dwelling> dwellings = [];

    internal int Buildings => buildings.Count;

    internal int Dwellings => dwellings.Count;

    /// <summary>The dwelling at the address.</summary>
    /// <param name="place">What of it is there already.</param>
    internal Dwelling Make(Place place, DwellingAddress address)
    {
        var compound = place.Compound ?? CompoundOf(address.Compound!);
        var building = place.Building ?? BuildingOf(compound, address);
        var key = (building.Id, address.Unit, address.Room);
        if (!dwellings.TryGetValue(key, out var dwelling))
        {
            dwellings[key] = dwelling = NewPlace.Dwelling(keys, community, building.Id, address);
        }

        return dwelling;
    }

    internal async Task SaveAsync(CancellationToken cancel)
    {
        await db.BulkInsertAsync(compounds.Values, cancel);
        await db.BulkInsertAsync(buildings.Values, cancel);
        await db.BulkInsertAsync(dwellings.Values, cancel);
    }

    private Compound CompoundOf(string name)
    {
        if (!compounds.TryGetValue(name, out var compound))
        {
            // Which kind it is, the committee says on its page.
            compounds[name] = compound = NewPlace.Compound(community, name, CompoundKind.Gated);
        }

        return compound;
    }

    private Building BuildingOf(Compound compound, DwellingAddress address)
    {
        if (!buildings.TryGetValue((compound.Id, address.Building), out var building))
        {
            buildings[(compound.Id, address.Building)] = building = NewPlace.Building(community, compound.Id, address.Building, address.BuildingKind);
        }

        return building;
    }
}
