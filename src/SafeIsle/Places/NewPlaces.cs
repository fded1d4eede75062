using SafeIsle.Platform;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Places;

/// <summary>Makes rows of buildings and dwellings from addresses, for the generator, imports and the demo alike.</summary>
public static class NewPlaces
{
    public static Compound Compound(long community, string name, CompoundKind kind, int position) => new()
    {
        CommunityId = community,
        Id = Ids.New(),
        Name = name,
        Kind = kind,
        SortKey = $"{position:D4}",
    };

    /// <param name="key">The building's normal form, <see cref="DwellingAddress.Building"/>.</param>
    public static Building Building(Compound compound, string key, BuildingKind kind) => new()
    {
        CommunityId = compound.CommunityId,
        Id = Ids.New(),
        CompoundId = compound.Id,
        Label = DwellingAddress.BuildingLabel(key),
        Key = key,
        SortKey = DwellingAddress.BuildingSortKey(key),
        Kind = kind,
    };

    /// <param name="address">Unit, floor and room are taken from it; the building is the given one.</param>
    public static Dwelling Dwelling(KeyRing keys, Building building, DwellingAddress address)
    {
        var id = Ids.New();
        return new()
        {
            CommunityId = building.CommunityId,
            Id = id,
            BuildingId = building.Id,
            Unit = address.Unit,
            Floor = address.Floor ?? 0,
            Room = address.Room,
            Label = address.Label,
            SortKey = address.SortKey,
            Kind = address.IsShop ? DwellingKind.Shop : DwellingKind.Home,
            DoorCodeHash = DoorCode.HashOf(keys, building.CommunityId, id, version: 1),
        };
    }
}
