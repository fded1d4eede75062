namespace SafeIsle.Gates.Shelf;

/// <summary>Limits of the shelf.</summary>
public static class ShelfRules
{
    /// <summary>Characters of a place on the shelf.</summary>
    public const int MostPlace = 10;

    /// <summary>Events of the shelf in one upload.</summary>
    public const int MostDrops = 200;

    /// <summary>Things of one gate that its scanners list, the newest.</summary>
    public const int MostListed = 200;

    /// <summary>What lies longer is marked at the desk.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
}
