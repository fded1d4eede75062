namespace SafeIsle.Platform.Print;

/// <summary>A part of a section that takes the full width and stands below the one before. The set of blocks is closed.</summary>
public abstract record Block
{
    /// <summary>Leaves its marks on the flow and moves the flow below itself.</summary>
    internal abstract void Place(Flow flow);
}

/// <summary>White space; what does not fit on the page is dropped.</summary>
/// <param name="Mm">Height in millimetres.</param>
public sealed record Space(double Mm) : Block
{
    internal override void Place(Flow flow) => flow.Y += Mm * A4.Mm;
}

/// <summary>What follows starts on a new page. Does nothing on an empty page.</summary>
public sealed record PageBreak : Block
{
    internal override void Place(Flow flow)
    {
        if (!flow.AtTop)
        {
            flow.NextPage();
        }
    }
}

/// <summary>A thin line across the full width.</summary>
public sealed record Rule : Block
{
    private const double SpaceAfter = 2.5 * A4.Mm;

    internal override void Place(Flow flow)
    {
        flow.Need(SpaceAfter);
        flow.Add(new LinesMark([new Line(flow.Left, flow.Y, flow.Left + flow.Width, flow.Y)], LinesMark.Thin));
        flow.Y += SpaceAfter;
    }
}
