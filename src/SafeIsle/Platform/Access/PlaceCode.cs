namespace SafeIsle.Platform.Access;

/// <summary>
/// The 12-digit statistical division code (统计用区划代码): 2 digits province, 2 city, 2 area, 3 street, 3 village or community.
/// A place is its code padded with zeros; 0 is the whole country. Everything below a place is one range of numbers.
/// </summary>
public static class PlaceCode
{
    public const long Country = 0;

    /// <summary>How many codes a place spans, its own included: 1 for a community, 1,000 for a street …</summary>
    public static long Span(long place) => place switch
    {
        Country => 1_000_000_000_000,
        _ when place % 1_000 != 0 => 1,
        _ when place % 1_000_000 != 0 => 1_000,
        _ when place % 100_000_000 != 0 => 1_000_000,
        _ when place % 10_000_000_000 != 0 => 100_000_000,
        _ => 10_000_000_000,
    };

    /// <summary>Whether the place is, or contains, the code.</summary>
    public static bool Covers(long place, long code) => code >= place && code < place + Span(place);

    /// <summary>The community itself and each place above it, up to the country: where a grant reaches it from.</summary>
    public static IReadOnlyList<long> UpFrom(long community) =>
    [
        Country, community - (community % 10_000_000_000), community - (community % 100_000_000), community - (community % 1_000_000),
        community - (community % 1_000), community,
    ];

    public static bool IsCommunity(long code) => code % 1_000 != 0;
}
