namespace SafeIsle.Places.Plan;

/// <summary>Where a building's box stands in the drawing, in its units.</summary>
public readonly record struct PlanBox(double X, double Y, double Width, double Height);

/// <summary>
/// The schematic of a compound of which there is no picture: rows of boxes in the order given, large buildings first, villas below them and
/// smaller. Sizes are such that the number in a box is read on a phone of 390 px with 156 buildings.
/// </summary>
public static class PlanLayout
{
    /// <summary>Every drawing is so wide, in its own units.</summary>
    public const int Width = 1000;

    /// <summary>Kept free along the border, for what stands in it: gates and fences.</summary>
    public const int Margin = 70;

    /// <summary>From that share of the width on, words stand left of their sign.</summary>
    public const double WordsLeftFrom = 0.72;

    private const int FewestInRow = 4;
    private const int MostInRow = 10;
    private const int MostVillasInRow = 12;
    private const double Smaller = 1.2;
    private const double Gap = 0.22;

    // Height to width of the whole, as far as there are not too many buildings: a sheet across.
    private const double Shape = 0.65;

    // Of a row's step; taller boxes would make a compound of few buildings a tower of white.
    private const double Flat = 0.95;

    /// <summary>One box for each building, and the drawing's height.</summary>
    public static (IReadOnlyList<PlanBox> Boxes, int Height) Of(IReadOnlyList<BuildingKind> buildings)
    {
        var boxes = new PlanBox[buildings.Count];
        double y = Margin;
        var villas = buildings.Count(kind => kind == BuildingKind.Villa);
        var columns = Columns(buildings.Count - villas, MostInRow);
        y = Rows(boxes, buildings, villa: false, columns, y);
        y = Rows(boxes, buildings, villa: true, Math.Max(Columns(villas, MostVillasInRow), (int)Math.Ceiling(columns * Smaller)), y);
        return (boxes, (int)Math.Ceiling(y) + Margin);
    }

    private static int Columns(int count, int most) => Math.Clamp((int)Math.Ceiling(Math.Sqrt(count * Flat / Shape)), FewestInRow, most);

    private static double Rows(PlanBox[] boxes, IReadOnlyList<BuildingKind> buildings, bool villa, int columns, double y)
    {
        var step = (Width - (2.0 * Margin)) / columns;
        var (width, height) = (step * (1 - Gap), step * Flat * (1 - Gap));
        var placed = 0;
        for (var i = 0; i < buildings.Count; i++)
        {
            if (buildings[i] == BuildingKind.Villa == villa)
            {
                var (row, column) = (placed / columns, placed % columns);
                boxes[i] = new(Margin + (column * step) + (step * Gap / 2), y + (row * step * Flat), width, height);
                placed++;
            }
        }

        return y + (Math.Ceiling((double)placed / columns) * step * Flat);
    }
}
