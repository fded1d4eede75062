using SafeIsle.Platform;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Places;

/// <summary>Makes rows of this module from normal forms, so that whoever brings them in (generator, form, import) makes equal ones.</summary>
public static class NewPlace
{
    public static Compound Compound(long community, string name, CompoundKind kind) => new()
    {
        CommunityId = community, Id = Ids.New(), Name = name, Kind = kind, SortKey = CompoundRules.SortKey(name),
    };

    /// <param name="key">The building's normal form, see <see cref="DwellingAddress.Building"/>.</param>
    public static Building Building(long community, Guid compound, string key, BuildingKind kind) => new()
    {
        CommunityId = community,
        Id = Ids.New(),
        CompoundId = compound,
        Label = DwellingAddress.BuildingLabel(key),
        Key = key,
        SortKey = DwellingAddress.BuildingSortKey(key),
        Kind = kind,
    };

    /// <param name="address">Must have a room, or be a whole villa.</param>
    public static Dwelling Dwelling(KeyRing keys, long community, Guid building, DwellingAddress address)
    {
        var id = Ids.New();
        var dwelling = new Dwelling
        {
            CommunityId = community,
            Id = id,
            BuildingId = building,
            Unit = 0,
            Floor = 0,
            Room = "",
            Label = "",
            SortKey = "",
            DoorCodeHash = DoorCode.HashOf(keys, community, id, 1),
        };
        dwelling.Name(address);
        return dwelling;
    }

    /// <summary>Gives a dwelling that address: unit, floor, room, label, order and kind follow from it.</summary>
    public static void Name(this Dwelling dwelling, DwellingAddress address)
    {
        dwelling.Unit = address.Unit;
        dwelling.Floor = address.Floor ?? 0;
        dwelling.Room = address.Room;
        dwelling.Label = address.Label;
        dwelling.SortKey = address.SortKey;
        dwelling.Kind = address.IsShop ? DwellingKind.Shop : DwellingKind.Home;
    }

    /// <summary>The address that a stored dwelling of that building has.</summary>
    public static DwellingAddress AddressOf(Building building, Dwelling dwelling) =>
        new(null, building.Key, dwelling.Unit, dwelling.Floor == 0 ? null : dwelling.Floor, dwelling.Room);
}
