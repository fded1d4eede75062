using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Places.Plan;

/// <summary>The sign of a thing on a plan; a state is told by sign, colour and words.</summary>
public enum PlanSign
{
    /// <summary>Round: open, in order.</summary>
    Circle,

    /// <summary>Square with a bar across: closed.</summary>
    Barred,

    /// <summary>A full bar: a closed fence.</summary>
    Bar,

    /// <summary>A broken bar: an open fence.</summary>
    BrokenBar,

    /// <summary>Something to look at.</summary>
    Triangle,
}

/// <summary>A thing that stands at one place of a compound.</summary>
/// <param name="Tone">ok, wait, late or off, as badges have them.</param>
/// <param name="Words">How it stands: 开放.</param>
/// <param name="Path">Its page.</param>
/// <param name="At">The thing whose place it shares; null where it has its own.</param>
public sealed record PlanPoint(Guid Id, string Name, PlanSign Sign, string Tone, string Words, string Path, Guid? At = null);

/// <summary>Buildings that belong together, in a colour of their own.</summary>
/// <param name="Mark">One to three characters that stand in the buildings' boxes.</param>
/// <param name="Buildings">Building → whether the whole of it belongs.</param>
public sealed record PlanArea(string Name, string Mark, string Words, string Path, IReadOnlyDictionary<Guid, bool> Buildings)
{
    /// <summary>Building → what stands in its box in place of the mark: 3人, 80%; null where the mark stands in all.</summary>
    public IReadOnlyDictionary<Guid, string>? Figures { get; init; }

    /// <summary>Its own number, which its colour follows whatever else is shown or added; null where it has none.</summary>
    public int? Number { get; init; }

    /// <summary>What stands in the box of one of its buildings.</summary>
    public string MarkOf(Guid building) => Figures is null ? Mark : Figures[building];
}

/// <summary>What a module shows on the plan of a compound.</summary>
public sealed record PlanLayer(string Title, IReadOnlyList<PlanPoint> Points, IReadOnlyList<PlanArea> Areas)
{
    /// <summary>What is said where it has nothing: 没有封控的楼; empty where nothing needs to be said.</summary>
    public string Nothing { get; init; } = "";
}

/// <summary>A module's layer for that compound; each registers its own.</summary>
public delegate Task<PlanLayer> PlanLayers(Db db, Me me, Compound compound, DateTimeOffset now, CancellationToken cancel);
