namespace SafeIsle.Platform.Print;

/// <summary>A part of a paper that starts on a new page, such as one building's roster in a file of all of them.</summary>
/// <param name="Blocks">What it consists of, from top to bottom.</param>
public sealed record Section(params IReadOnlyList<Block> Blocks)
{
    /// <summary>Stands at the head of its second and later pages, such as 38号楼 楼组表; also its entry in the viewer's table of contents.</summary>
    public string? RunningHead { get; init; }

    /// <summary>Where given, its pages are numbered by themselves after this name, such as 38号楼; otherwise through the whole paper.</summary>
    public string? NumberedAs { get; init; }

    /// <summary>Its blocks have the sheet from edge to edge: no margins, no head and no foot. For cards that are cut apart.</summary>
    public bool WholeSheet { get; init; }
}
