namespace SafeIsle.Platform.Sheets;

/// <summary>How much of a workbook is read before it is refused. The defaults hold a community of 17,000 people tenfold.</summary>
public sealed record SheetLimits
{
    /// <summary>The usual limits.</summary>
    public static readonly SheetLimits Default = new();

    /// <summary>The file as it lies on disk, bytes.</summary>
    public long MaxFileBytes { get; init; } = 20L << 20;

    /// <summary>Everything that was unpacked while reading, bytes; what the file declares is not believed.</summary>
    public long MaxUnpackedBytes { get; init; } = 300L << 20;

    /// <summary>Unpacked bytes per packed byte, counted once <see cref="RatioFreeBytes"/> were unpacked. Honest sheets stay under 100.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>So much may be unpacked before the ratio matters, bytes.</summary>
    public long RatioFreeBytes { get; init; } = 30L << 20;

    /// <summary>One XML tag or text, bytes. A cell holds at most 32,767 characters.</summary>
    public int MaxNodeBytes { get; init; } = 1 << 20;

    /// <summary>Worksheets in the workbook, hidden ones too.</summary>
    public int MaxSheets { get; init; } = 30;

    /// <summary>Rows with something in them, all sheets together.</summary>
    public int MaxRows { get; init; } = 200_000;

    /// <summary>The rightmost column with something in it.</summary>
    public int MaxColumns { get; init; } = 200;

    /// <summary>Cells kept in memory, all sheets together.</summary>
    public int MaxCells { get; init; } = 4_000_000;

    /// <summary>Characters kept in memory, all sheets together.</summary>
    public int MaxCharacters { get; init; } = 40_000_000;
}
