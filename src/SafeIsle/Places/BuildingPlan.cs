namespace SafeIsle.Places;

/// <summary>How doors are numbered within a unit.</summary>
public enum RoomStyle
{
    /// <summary>Floor and door: 501 (also written 0501 or 5-1, which are read as the same door).</summary>
    FloorAndDoor,

    /// <summary>1, 2, 3 … from the lowest floor up.</summary>
    Running,
}

/// <summary>A building as the generator is told it: "2 units × 18 floors × 4, no 4th floor, 6 shops below".</summary>
/// <param name="Units">0: the building is not divided into units.</param>
/// <param name="Floors">The highest number on the lift's buttons.</param>
/// <param name="Doors">Doors of one unit on one floor.</param>
/// <param name="Skipped">Numbers that no floor has, such as 4, 13, 14.</param>
/// <param name="Basements">Inhabited floors below the ground: B101 …</param>
/// <param name="Shops">Shops on the ground floor; with any, the homes begin on the second floor.</param>
public sealed record BuildingPlan(
    BuildingKind Kind, int Units, int Floors, int Doors, IReadOnlySet<int> Skipped, int Basements, int Shops, RoomStyle Rooms)
{
    public const int MostUnits = 30;
    public const int MostFloors = 99;
    public const int MostDoors = 30;
    public const int MostBasements = 5;
    public const int MostShops = 300;
}
