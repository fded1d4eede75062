using SafeIsle.Grids;

namespace SafeIsle.Tests.Grids;

/// <summary>Grids are stretches of the walk, of about the same weight.</summary>
public sealed class SplitRulesTests
{
    private static readonly Guid Phase = new("018f0000-0000-7000-8000-000000000001");

    private static GridPiece Piece(int building, int households, Guid? compound = null, int unit = 0) =>
        new(compound ?? Phase, new Guid(building, 0, 0, new byte[8]), unit, households, households * 3, households / 10);

    private static List<int> Weights(IReadOnlyList<GridPiece> pieces, IReadOnlyList<int> cuts, GridWeight by = GridWeight.Households) =>
        [.. cuts.Select((first, i) => pieces.Skip(first).Take((i + 1 < cuts.Count ? cuts[i + 1] : pieces.Count) - first).Sum(p => p.Weight(by)))];

    // 156 buildings in four phases: towers of two or three units, and villas; as many households as 龙湖春天.
    private static List<GridPiece> Longhu()
    {
        var (random, pieces) = (new Random(20200204), new List<GridPiece>());
        for (var building = 1; building <= 156; building++)
        {
            var phase = new Guid((building - 1) / 39, 0, 0, new byte[8]);
            if (building % 5 == 0)
            {
                pieces.Add(Piece(building, 1, phase));
                continue;
            }

            var units = 2 + (building % 2);
            pieces.AddRange(Enumerable.Range(1, units).Select(unit => Piece(building, 12 + random.Next(13), phase, unit)));
        }

        return pieces;
    }

    [Fact]
    public void Eighteen_grids_of_156_buildings_are_within_a_tenth_of_the_mean()
    {
        var pieces = Longhu();
        foreach (var by in Enum.GetValues<GridWeight>())
        {
            var cuts = SplitRules.Cuts(pieces, 18, by);
            SplitRules.AreCuts(cuts, pieces.Count).ShouldBeTrue();
            cuts.Count.ShouldBe(18);
            var weights = Weights(pieces, cuts, by);
            weights.Sum().ShouldBe(pieces.Sum(p => p.Weight(by)));
            SplitRules.AboveMean(weights).ShouldBeLessThanOrEqualTo(SplitRules.MostAboveMean);
        }
    }

    [Fact]
    public void By_households_by_people_and_by_load_are_three_divisions()
    {
        GridPiece Of(int building, int households, int people, int tagged) => new(Phase, new Guid(building, 0, 0, new byte[8]), 0, households, people, tagged);
        // As many households in each; families at the end, elders in the beginning.
        GridPiece[] pieces = [Of(1, 10, 10, 40), Of(2, 10, 10, 0), Of(3, 10, 10, 0), Of(4, 10, 10, 0), Of(5, 10, 20, 0), Of(6, 10, 60, 0)];
        SplitRules.Cuts(pieces, 2, GridWeight.Households).ShouldBe([0, 3]);
        SplitRules.Cuts(pieces, 2, GridWeight.People).ShouldBe([0, 5]);
        SplitRules.Cuts(pieces, 2, GridWeight.Load).ShouldBe([0, 1]);
        Weights(pieces, [0, 3]).ShouldBe([30, 30]);
        Weights(pieces, [0, 5], GridWeight.People).ShouldBe([60, 60]);
        Weights(pieces, [0, 1], GridWeight.Load).ShouldBe([50, 50]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public void Nobody_divides_more_evenly(int seed)
    {
        var random = new Random(seed);
        var pieces = Enumerable.Range(1, 11).Select(i => Piece(i, random.Next(1, 20))).ToList();
        const int Grids = 4;
        var best = Choices(1, Grids - 1, pieces.Count).Min(c => Spread(pieces, [0, .. c]));
        Spread(pieces, SplitRules.Cuts(pieces, Grids, GridWeight.Households)).ShouldBe(best, 1e-9);
    }

    private static double Spread(IReadOnlyList<GridPiece> pieces, IReadOnlyList<int> cuts)
    {
        var weights = Weights(pieces, cuts);
        return weights.Sum(w => Math.Pow(w - weights.Average(), 2));
    }

    private static IEnumerable<int[]> Choices(int from, int count, int below) =>
        count == 0 ? [[]] : Enumerable.Range(from, Math.Max(0, below - from)).SelectMany(i => Choices(i + 1, count - 1, below).Select(rest => (int[])[i, .. rest]));

    [Fact]
    public void A_building_and_a_compound_stay_whole_where_that_costs_little()
    {
        var other = new Guid("018f0000-0000-7000-8000-000000000002");
        List<GridPiece> units = [Piece(1, 50, unit: 1), Piece(1, 51, unit: 2), Piece(2, 49, unit: 1), Piece(2, 50, unit: 2)];
        SplitRules.Cuts(units, 2, GridWeight.Households).ShouldBe([0, 2]);
        List<GridPiece> phases = [Piece(1, 50), Piece(2, 51), Piece(3, 48, other), Piece(4, 51, other)];
        SplitRules.Cuts(phases, 2, GridWeight.Households).ShouldBe([0, 2]);
        // One tower of a thousand is divided all the same.
        List<GridPiece> tower = [Piece(1, 500, unit: 1), Piece(1, 500, unit: 2), Piece(2, 10)];
        SplitRules.Cuts(tower, 2, GridWeight.Households).ShouldBe([0, 1]);
    }

    [Fact]
    public void Few_doors_none_and_empty_ones()
    {
        SplitRules.Cuts([], 3, GridWeight.People).ShouldBeEmpty();
        SplitRules.Cuts([Piece(1, 5), Piece(2, 0)], 9, GridWeight.People).ShouldBe([0, 1]);
        var empty = SplitRules.Cuts([.. Enumerable.Range(1, 10).Select(i => Piece(i, 0))], 3, GridWeight.Households);
        SplitRules.AreCuts(empty, 10).ShouldBeTrue();
        SplitRules.AboveMean([0, 0]).ShouldBe(0);
        foreach (var wrong in new int[][] { [], [1], [0, 0], [0, 5, 3], [0, 10] })
        {
            SplitRules.AreCuts(wrong, 10).ShouldBeFalse();
        }

        Should.Throw<ArgumentOutOfRangeException>(() => SplitRules.Cuts([Piece(1, 1)], 0, GridWeight.People));
        Should.Throw<ArgumentOutOfRangeException>(() => SplitRules.Cuts([Piece(1, 1)], SplitRules.MostGrids + 1, GridWeight.People));
    }
}
