namespace SafeIsle.Platform.Print;

/// <summary>Which way the sheet lies.</summary>
public enum Orientation
{
    /// <summary>210 mm wide, 297 mm high.</summary>
    Portrait,

    /// <summary>297 mm wide, 210 mm high.</summary>
    Landscape,

    /// <summary>A3: 420 mm wide, 297 mm high.</summary>
    A3Landscape,
}

/// <summary>The sheet (ISO 216 A4) and its margins. Everything is printed black on white in points (1/72 inch).</summary>
internal static class A4
{
    /// <summary>Points in one millimetre.</summary>
    internal const double Mm = 72 / 25.4;

    /// <summary>White space on all sides; office printers reach no closer than 5 mm.</summary>
    internal const double Margin = 16 * Mm;

    /// <summary>From the lowest line of the footer to the edge of the sheet.</summary>
    internal const double FooterMargin = 9 * Mm;

    private const double Short = 210 * Mm;
    private const double Long = 297 * Mm;

    private const double Longest = 420 * Mm;

    internal static double Width(Orientation orientation) => orientation switch
    {
        Orientation.Portrait => Short,
        Orientation.Landscape => Long,
        Orientation.A3Landscape => Longest,
    };

    internal static double Height(Orientation orientation) => orientation switch
    {
        Orientation.Portrait or Orientation.A3Landscape => Long,
        Orientation.Landscape => Short,
    };
}
