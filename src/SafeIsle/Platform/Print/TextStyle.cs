namespace SafeIsle.Platform.Print;

/// <summary>How a run of text is set: size in points, weight, and the distance of its lines as a multiple of the size.</summary>
internal readonly record struct TextStyle(double Size, bool Bold = false, double Spacing = 1.35)
{
    /// <summary>The family asked for first; fontconfig supplies what it lacks.</summary>
    internal const string Family = "Noto Sans CJK SC";

    /// <summary>Text of a paragraph, in points.</summary>
    internal const double BodySize = 10.5;

    /// <summary>Nothing on paper is smaller, in points.</summary>
    internal const double SmallestSize = 8;

    // The middle of a Han glyph stands this far above the baseline, in ems.
    private const double MiddleAboveBaseline = 0.38;

    internal static readonly TextStyle Small = new(SmallestSize);

    /// <summary>Distance from line to line, in points.</summary>
    internal double Leading => Size * Spacing;

    /// <summary>Distance from the top of a line's box to its baseline, so that text stands in the middle of the box whatever font supplied it.</summary>
    internal double Baseline => (Leading / 2) + (MiddleAboveBaseline * Size);
}

/// <summary>Where text stands between the edges of its cell or column.</summary>
public enum Align
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right edge.</summary>
    Right,
}
