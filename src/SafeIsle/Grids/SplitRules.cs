namespace SafeIsle.Grids;

/// <summary>A stretch of doors that no grid divides: a unit of a building, or a building without units.</summary>
/// <param name="Unit">0: the building has no units.</param>
/// <param name="Tagged">People with a care tag.</param>
public sealed record GridPiece(Guid Compound, Guid Building, int Unit, int Households, int People, int Tagged)
{
    public int Weight(GridWeight by) => by switch
    {
        GridWeight.Households => Households,
        GridWeight.People => People,
        GridWeight.Load => Households + Tagged,
    };
}

/// <summary>Divides doors in walking order into stretches that weigh about the same. Pure.</summary>
public static class SplitRules
{
    public const int MostGrids = 60;

    /// <summary>A grid this much heavier than the mean is shown as too heavy, in percent.</summary>
    public const int MostAboveMean = 10;

    // What it is worth, as a share of the mean, not to divide a building between two people, and not to send one person into two compounds.
    private const double WholeBuilding = 0.05;
    private const double OneCompound = 0.08;

    // No stretch is tried that is heavier than so many means: it could only be a single piece.
    private const int MostMeans = 3;

    /// <summary>
    /// The index at which each grid begins, the first at 0: so that the squares of what the grids weigh above or below the mean are
    /// least, and buildings and compounds stay whole where that costs little.
    /// </summary>
    /// <param name="pieces">In walking order.</param>
    /// <param name="grids">1 to <see cref="MostGrids"/>; with fewer pieces than grids each piece is one.</param>
    public static IReadOnlyList<int> Cuts(IReadOnlyList<GridPiece> pieces, int grids, GridWeight by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grids, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grids, MostGrids);
        grids = Math.Min(grids, pieces.Count);
        if (grids == 0)
        {
            return [];
        }

        var sums = Sums(pieces, by);
        var mean = Math.Max(1.0, (double)sums[^1] / grids);
        var (cost, from) = (new double[grids + 1, pieces.Count + 1], new int[grids + 1, pieces.Count + 1]);
        for (var grid = 0; grid <= grids; grid++)
        {
            for (var end = 0; end <= pieces.Count; end++)
            {
                cost[grid, end] = grid == 0 && end == 0 ? 0 : double.PositiveInfinity;
            }
        }

        for (var grid = 1; grid <= grids; grid++)
        {
            for (var end = grid; end <= pieces.Count; end++)
            {
                var mixed = 0.0;
                for (var start = end - 1; start >= grid - 1; start--)
                {
                    var weight = sums[end] - sums[start];
                    if (weight > MostMeans * mean && start < end - 1)
                    {
                        break;
                    }

                    mixed += start + 1 < end && pieces[start].Compound != pieces[start + 1].Compound ? Square(OneCompound * mean) : 0;
                    var cut = start > 0 && pieces[start].Building == pieces[start - 1].Building ? Square(WholeBuilding * mean) : 0;
                    var total = cost[grid - 1, start] + Square(weight - mean) + cut + mixed;
                    if (total < cost[grid, end])
                    {
                        (cost[grid, end], from[grid, end]) = (total, start);
                    }
                }
            }
        }

        var cuts = new int[grids];
        for (var (grid, end) = (grids, pieces.Count); grid > 0; grid--)
        {
            end = cuts[grid - 1] = from[grid, end];
        }

        return cuts;
    }

    /// <summary>Whether these are beginnings of grids over so many pieces: 0, then rising.</summary>
    public static bool AreCuts(IReadOnlyList<int> cuts, int pieces) =>
        cuts.Count is > 0 and <= MostGrids && cuts[0] == 0 && cuts[^1] < pieces && cuts.Zip(cuts.Skip(1)).All(pair => pair.First < pair.Second);

    /// <summary>How much heavier the heaviest is than the mean, in percent, rounded up.</summary>
    public static int AboveMean(IReadOnlyCollection<int> weights)
    {
        var total = weights.Sum(w => (long)w);
        return total == 0 ? 0 : (int)Math.Ceiling((((double)weights.Max() * weights.Count / total) - 1) * 100);
    }

    private static long[] Sums(IReadOnlyList<GridPiece> pieces, GridWeight by)
    {
        var sums = new long[pieces.Count + 1];
        for (var i = 0; i < pieces.Count; i++)
        {
            sums[i + 1] = sums[i] + pieces[i].Weight(by);
        }

        return sums;
    }

    private static double Square(double value) => value * value;
}
