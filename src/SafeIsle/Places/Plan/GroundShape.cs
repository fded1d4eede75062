namespace SafeIsle.Places.Plan;

/// <summary>One shape of a map file, in the drawing's units.</summary>
/// <param name="Name">What the file calls it, or "".</param>
/// <param name="Rings">Outlines, each a row of x, y, x, y …; a single point has one ring of two numbers.</param>
public sealed record GroundShape(string Name, IReadOnlyList<IReadOnlyList<int>> Rings)
{
    public bool IsPoint => Rings is [{ Count: 2 }];
}
