using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Places.Plan;

/// <summary>The prevention map (防疫地图) on one sheet of A3, with its legend; nobody's name of those who live there.</summary>
internal static class PlanPaper
{
    // What stands below the drawing needs about so much for each row of four.
    private const double RowMm = 5.5;
    private const double HeadMm = 12;
    private const double MostKeptMm = 90;
    private const int InRow = 4;
    private const double WordSize = 20;
    private const double LegendHeight = 60;
    private const double LegendStep = 190;

    /// <param name="picture">What lies under it on the screen; null where nothing does, or it is of a kind that cannot be printed.</param>
    public static Paper Of(SitePlan plan, PrintPicture? picture, string by, DateTimeOffset now)
    {
        var signs = plan.Signs;
        var legend = plan.Nothing.Concat(plan.Layers.SelectMany(l => l.Areas).Select(a => $"{a.Mark} {a.Name}：{a.Words}")
            .Concat(plan.Points.Where(p => !p.Drawn).Select(p => $"没放到图上：{p.Point.Name} {p.Point.Words}"))).ToList();
        var rows = legend.Chunk(InRow).Select(part => new Row([.. part, .. Enumerable.Repeat("", InRow - part.Length)])).ToList();
        var title = $"{plan.Compound.Name}防疫地图";
        var drawing = new Drawing(
            PlanLayout.Width, plan.Height + (signs.Count > 0 ? LegendHeight : 0), [.. Lines(plan), .. SignLines(plan, signs)], [.. Words(plan), .. SignWords(plan, signs)], rows.Count == 0 ? 0 : Math.Min(MostKeptMm, HeadMm + (rows.Count * RowMm)))
        {
            Picture = picture, PictureHeight = plan.Ground,
        };
        List<Block> blocks = [new Heading(title), drawing];
        if (rows.Count > 0)
        {
            blocks.Add(new Table([.. Enumerable.Range(0, InRow).Select(i => new Column(i == 0 ? "图例" : ""))], rows));
        }

        return new(title, Orientation.A3Landscape, new Section([.. blocks]) { RunningHead = title })
        {
            CreatedAt = now, Author = by, FooterLeft = $"{by} {now.Full()}",
            FooterRight = plan.Picture is null || picture is not null ? "虚线：只有一部分" : "虚线：只有一部分；底图的格式不能印，纸上只画位置",
        };
    }

    private static IEnumerable<DrawingLine> Lines(SitePlan plan)
    {
        yield return Box(PlanLayout.Width / 2.0, plan.Height / 2.0, PlanLayout.Width - 4, plan.Height - 4);
        foreach (var shape in plan.Shapes.Where(s => !s.IsPoint))
        {
            foreach (var ring in shape.Rings)
            {
                yield return new([.. ring.Chunk(2).Select(c => ((double)c[0], (double)c[1]))], Closed: false);
            }
        }

        foreach (var building in plan.Buildings.Where(b => b.Placed))
        {
            yield return Box(building.X, building.Y, building.Box.Width, building.Box.Height) with
            {
                Strong = building.Areas.Count > 0, Dashed = building.Areas.Any(a => !a.Whole),
            };
        }

        foreach (var point in plan.Points.Where(p => p.Drawn))
        {
            foreach (var line in Sign(point.Point.Sign, point.X, point.Y))
            {
                yield return line;
            }
        }
    }

    // What the signs mean, in a row below the drawing, drawn as they are in it.
    private static IEnumerable<DrawingLine> SignLines(SitePlan plan, IReadOnlyList<(PlanSign Sign, string Words)> signs) =>
        signs.Index().SelectMany(s => Sign(s.Item.Sign, LegendAt(s.Index), plan.Height + (LegendHeight / 2)));

    private static IEnumerable<DrawingWord> SignWords(SitePlan plan, IReadOnlyList<(PlanSign Sign, string Words)> signs) =>
        signs.Index().Select(s => Beside(s.Item.Words, LegendAt(s.Index), plan.Height + (LegendHeight / 2), false));

    private static double LegendAt(int index) => PlanSigns.Half + 10 + (index * LegendStep);

    private static IEnumerable<DrawingLine> Sign(PlanSign sign, double x, double y) =>
        sign.Outlines().Select(o => new DrawingLine([.. o.Select(c => (c.X + x, c.Y + y))], Strong: true));

    // Right beside its sign, as on the screen.
    private static DrawingWord Beside(string words, double x, double y, bool left)
    {
        var width = words.Sum(c => c < 128 ? 0.58 : 1.0) * WordSize;
        return new(words, x + ((left ? -1 : 1) * (PlanSigns.Half + 8 + (width / 2))), y, WordSize, width * 1.1);
    }

    private static IEnumerable<DrawingWord> Words(SitePlan plan)
    {
        foreach (var building in plan.Buildings.Where(b => b.Placed))
        {
            var marked = building.Areas.Count > 0;
            yield return new(building.Key, building.X, building.Y - (marked ? building.Box.Height * 0.2 : 0), building.Box.Height * (marked ? 0.38 : 0.5), building.Box.Width * 1.6, true);
            if (marked)
            {
                yield return new(building.Marks, building.X, building.Y + (building.Box.Height * 0.26), building.MarkSize(0.28), building.Box.Width * 1.2);
            }
        }

        foreach (var point in plan.Points.Where(p => p.Drawn))
        {
            yield return Beside($"{point.Point.Name} {point.Point.Words}", point.X, point.Y, point.X > PlanLayout.Width * PlanLayout.WordsLeftFrom);
        }
    }

    private static DrawingLine Box(double x, double y, double width, double height) => new(
        [(x - (width / 2), y - (height / 2)), (x + (width / 2), y - (height / 2)), (x + (width / 2), y + (height / 2)), (x - (width / 2), y + (height / 2))]);
}
