using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Places.Plan;

/// <summary>A building in the drawing.</summary>
/// <param name="X">Of its centre, like everything in the drawing in its own units.</param>
/// <param name="Placed">False: not on the picture yet.</param>
public sealed record DrawnBuilding(Building Building, double X, double Y, PlanBox Box, bool Placed, IReadOnlyList<DrawnArea> Areas)
{
    /// <summary>38, B12, 综合楼: what fits into a box.</summary>
    public string Key => Building.Kind == BuildingKind.Villa ? Building.Key.Replace(DwellingAddress.VillaWord, "", StringComparison.Ordinal) : Building.Key;

    /// <summary>网15 封: of the areas of which it is part.</summary>
    public string Marks => string.Join(' ', Areas.Select(a => a.Mark));

    /// <summary>So large that the marks fit into the box: at most that share of its height; a digit is about 0.58 of a character wide.</summary>
    public double MarkSize(double share) => Math.Min(Box.Height * share, Box.Width * 0.96 / Math.Max(1, Marks.Sum(c => c < 128 ? 0.58 : 1.0)));
}

/// <summary>An area of which a building is part.</summary>
/// <param name="Colour">See <see cref="SitePlan.Areas"/>.</param>
public sealed record DrawnArea(string Mark, string Colour, bool Whole);

/// <param name="Drawn">False: it is not on the picture yet.</param>
/// <param name="Placed">Somebody said where; those of a schematic of which nobody did stand below it.</param>
public sealed record DrawnPoint(PlanPoint Point, double X, double Y, bool Drawn, bool Placed);

/// <summary>A compound's plan with all its layers, ready to be drawn.</summary>
/// <param name="Height">Where the width is <see cref="PlanLayout.Width"/>.</param>
/// <param name="Ground">The part of the height that places are measured in: all but the rows of things without a place.</param>
public sealed record SitePlan(
    Compound Compound, PlanPicture? Picture, int Height, int Ground, IReadOnlyList<DrawnBuilding> Buildings, IReadOnlyList<DrawnPoint> Points, IReadOnlyList<PlanLayer> Layers)
{
    /// <summary>The map file under it, and what it draws; null and empty without one.</summary>
    public PlanGround? Map { get; init; }

    public IReadOnlyList<GroundShape> Shapes { get; init; } = [];

    /// <summary>Titles of all layers that have something here, also of those that are switched off.</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>What layers without anything say of that.</summary>
    public IReadOnlyList<string> Nothing { get; init; } = [];

    /// <summary>The signs that stand in the drawing, with what they mean.</summary>
    public IReadOnlyList<(PlanSign Sign, string Words)> Signs =>
        [.. Points.Where(p => p.Drawn).Select(p => p.Point.Sign).Distinct().Order().Select(s => (s, s.Words()))];

    // Boxes on a picture: one size, so that number and picture are both seen.
    private static readonly PlanBox OnPicture = new(0, 0, 66, 46);

    // Things without a place stand below a schematic, so many in a row; long words take more than one of its cells.
    private const int InRow = 3;
    private const int RowHeight = 46;
    private const double CellWidth = (PlanLayout.Width - (2.0 * PlanLayout.Margin)) / InRow;

    // Of the words beside a sign as the screen shows them, and what the sign itself needs.
    private const double WordSize = 30;
    private const double SignWidth = 44;

    // What shares another's place stands so far from it.
    private const double Above = 40;

    /// <summary>Of areas without a number of their own, beyond those that have one.</summary>
    public const int FirstUnnumbered = 100;

    /// <summary>The areas of all layers, each with its colour.</summary>
    public IReadOnlyList<(PlanArea Area, string Colour)> Areas => Coloured(Layers);

    // By the golden angle neighbours in the list differ most, however many there are; those without a number are greyer, so that they are not
    // taken for one with.
    public static string ColourOf(int number) =>
        FormattableString.Invariant($"hsl({number * 137.5 % 360:0} {(number < FirstUnnumbered ? "65% 82%" : "38% 70%")})");

    private static IReadOnlyList<(PlanArea Area, string Colour)> Coloured(IReadOnlyList<PlanLayer> layers)
    {
        var unnumbered = FirstUnnumbered;
        return [.. layers.SelectMany(l => l.Areas).Select(area => (area, ColourOf(area.Number ?? unnumbered++)))];
    }

    /// <summary>Null: no such compound within reach. Which buildings a compound has is no secret from those who work in one of them.</summary>
    internal static async Task<SitePlan?> LoadAsync(
        Db db, Me me, long community, Guid id, IEnumerable<PlanLayers> sources, DateTimeOffset now, CancellationToken cancel, IReadOnlyCollection<string>? off = null)
    {
        if (await db.Compounds.Within(me).SingleOrDefaultAsync(c => c.CommunityId == community && c.Id == id, cancel) is not { } compound)
        {
            return null;
        }

        var buildings = await db.Buildings.Where(b => b.CommunityId == community && b.CompoundId == id).OrderBy(b => b.SortKey).ThenBy(b => b.Id).ToListAsync(cancel);
        var spots = await db.PlanSpots.Where(s => s.CommunityId == community && s.CompoundId == id).ToDictionaryAsync(s => s.Id, cancel);
        var picture = await db.PlanPictures.SingleOrDefaultAsync(p => p.CommunityId == community && p.Id == id, cancel);
        var layers = new List<PlanLayer>();
        foreach (var source in sources)
        {
            layers.Add(await source(db, me, compound, now, cancel));
        }

        var nothing = layers.Where(l => l.Points.Count + l.Areas.Count == 0 && l.Nothing.Length > 0).Select(l => l.Nothing).ToList();
        layers.RemoveAll(l => l.Points.Count + l.Areas.Count == 0);
        var ground = await db.PlanGrounds.SingleOrDefaultAsync(g => g.CommunityId == community && g.Id == id, cancel);
        return Of(compound, picture, buildings, spots, [.. layers.Where(l => off is null || !off.Contains(l.Title))], ground) with { Titles = [.. layers.Select(l => l.Title)], Nothing = nothing };
    }

    /// <summary>Puts everything into its place: pure.</summary>
    public static SitePlan Of(
        Compound compound, PlanPicture? picture, IReadOnlyList<Building> buildings, IReadOnlyDictionary<Guid, PlanSpot> spots, IReadOnlyList<PlanLayer> layers,
        PlanGround? map = null)
    {
        var drawn = picture is null && map is null;
        var (boxes, schematic) = PlanLayout.Of([.. buildings.Select(b => b.Kind)]);
        var points = layers.SelectMany(l => l.Points).ToList();
        var below = drawn ? CellsBelow(points, spots) : [];
        var ground = picture?.Height ?? map?.Height ?? schematic;
        // Also below what somebody placed at the lower border.
        var lowest = points.Where(p => spots.ContainsKey(p.Id)).Select(p => (double)spots[p.Id].Y * ground / PlanSpot.Most).DefaultIfEmpty().Max();
        var firstRow = Math.Max(ground - (PlanLayout.Margin / 2.0), lowest + RowHeight);
        var height = below.Count == 0 ? ground : (int)Math.Max(ground, firstRow) + (((below.Values.Max() / InRow) + 1) * RowHeight);
        var taken = points.Select(p => Place(p.Id)).OfType<(double X, double Y)>().ToList();
        var areas = Coloured(layers);
        var boxed = buildings.Select((building, i) =>
        {
            var box = drawn ? boxes[i] : OnPicture;
            var (x, y) = Place(building.Id) ?? (box.X + (box.Width / 2), box.Y + (box.Height / 2));
            return new DrawnBuilding(
                building, x, y, box, drawn || spots.ContainsKey(building.Id),
                [.. areas.Where(a => a.Area.Buildings.ContainsKey(building.Id)).Select(a => new DrawnArea(a.Area.MarkOf(building.Id), a.Colour, a.Area.Buildings[building.Id]))]);
        }).ToList();
        return new(compound, picture, height, ground, boxed, points.ConvertAll(Draw), layers)
        {
            Map = map,
            Shapes = map is null ? [] : JsonSerializer.Deserialize<List<GroundShape>>(map.Shapes)!,
        };

        (double X, double Y)? Place(Guid thing) => spots.TryGetValue(thing, out var spot)
            ? ((double)spot.X * PlanLayout.Width / PlanSpot.Most, (double)spot.Y * ground / PlanSpot.Most)
            : below.TryGetValue(thing, out var cell)
                ? (PlanLayout.Margin + (cell % InRow * CellWidth), firstRow + (cell / InRow * RowHeight))
                : null;

        DrawnPoint Draw(PlanPoint point) =>
            Place(point.Id) is { } own ? new(point, own.X, own.Y, true, spots.ContainsKey(point.Id))
            : point.At is { } thing && Place(thing) is { } at ? new(point, at.X, Beside(at.X, at.Y), true, true)
            : new(point, 0, 0, false, false);

        // Right above it, or as near as nothing else stands.
        double Beside(double x, double y)
        {
            var free = Enumerable.Range(1, (int)(height / Above)).SelectMany(n => new[] { y - (n * Above), y + (n * Above) })
                .Where(to => to > PlanSigns.Half && to < height - PlanSigns.Half
                    && !taken.Exists(t => Math.Abs(t.X - x) < CellWidth && Math.Abs(t.Y - to) < Above - 1))
                .Append(Math.Max(PlanSigns.Half, y - Above)).First();
            taken.Add((x, free));
            return free;
        }
    }

    // Things without a place, each followed by what is at it: the first of its cells, which are all in one row.
    private static Dictionary<Guid, int> CellsBelow(List<PlanPoint> points, IReadOnlyDictionary<Guid, PlanSpot> spots)
    {
        var (cells, next) = (new Dictionary<Guid, int>(), 0);
        foreach (var point in points.Where(p => p.At is null && !spots.ContainsKey(p.Id)).SelectMany(p => points.Where(o => o.Id == p.Id || o.At == p.Id)))
        {
            var wide = CellsOf($"{point.Name} {point.Words}");
            if ((next % InRow) + wide > InRow)
            {
                next += InRow - (next % InRow);
            }

            cells[point.Id] = next;
            next += wide;
        }

        return cells;
    }

    // A digit is about 0.58 of a character wide.
    private static int CellsOf(string words) =>
        Math.Clamp((int)Math.Ceiling(((words.Sum(c => c < 128 ? 0.58 : 1.0) * WordSize) + SignWidth) / CellWidth), 1, InRow);
}
