using SafeIsle.Platform.Data;

namespace SafeIsle.Places;

/// <summary>Finds dwellings by how somebody wrote their address.</summary>
public static class DwellingsAt
{
    /// <summary>The open ones among these that the address may mean: several where it names no unit, or where compounds have buildings of one number.</summary>
    /// <param name="address">With a room.</param>
    public static IQueryable<Dwelling> At(this IQueryable<Dwelling> dwellings, Db db, long community, DwellingAddress address)
    {
        var (key, room, unit) = (address.Building, address.Room, address.Unit);
        var buildings = db.Buildings.Where(b => b.CommunityId == community && b.Key == key);
        return dwellings.Where(d => d.CommunityId == community && d.Room == room && (unit == 0 || d.Unit == unit) && d.ClosedAt == null
            && buildings.Any(b => b.Id == d.BuildingId));
    }
}
