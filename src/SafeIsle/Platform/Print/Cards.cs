namespace SafeIsle.Platform.Print;

/// <summary>Equal cards to be cut out along dashed lines, filling pages of their own. A card whose content is too high is set smaller, so nothing is lost.</summary>
/// <param name="Across">Cards from left to right.</param>
/// <param name="Down">Cards from top to bottom.</param>
/// <param name="Items">The blocks of each card.</param>
public sealed record Cards(int Across, int Down, IReadOnlyList<IReadOnlyList<Block>> Items) : Block
{
    private const string CutHere = "沿虚线剪开";
    private const double Padding = 4 * A4.Mm;

    internal override void Place(Flow flow)
    {
        if (flow.IsIsland)
        {
            throw new InvalidOperationException("Cards fill pages and cannot stand on a card or beside another block.");
        }

        foreach (var items in Items.Chunk(Across * Down))
        {
            flow.Cancel.ThrowIfCancellationRequested();
            if (!flow.AtTop)
            {
                flow.NextPage();
            }

            PlacePage(flow, items);
        }
    }

    private void PlacePage(Flow flow, IReadOnlyList<Block>[] items)
    {
        flow.Add(new TextMark(CutHere, TextStyle.Small, flow.Width) { X = flow.Left, Y = flow.Y });
        var top = flow.Y + (TextStyle.Small.Leading * 1.2);
        var width = flow.Width / Across;
        var height = (flow.Bottom - top) / Down;
        flow.Add(new LinesMark([.. CutLines(flow.Left, top, width, height)], LinesMark.Thin, dashed: true));
        for (var index = 0; index < items.Length; index++)
        {
            var x = flow.Left + (index % Across * width);
            var y = top + (index / Across * height);
            PlaceCard(flow, items[index], new Box(x + Padding, y + Padding, width - (2 * Padding), height - (2 * Padding)));
        }

        flow.Y = flow.Bottom;
    }

    private static void PlaceCard(Flow flow, IReadOnlyList<Block> blocks, Box room)
    {
        var card = flow.Island(blocks, room.Width);
        var scale = Math.Min(1, room.Height / card.Height);
        var x = room.X + (room.Width * (1 - scale) / 2);
        flow.Add(new GroupMark(card.Marks, x, room.Y, scale));
    }

    private IEnumerable<Line> CutLines(double left, double top, double width, double height)
    {
        for (var column = 0; column <= Across; column++)
        {
            yield return new Line(left + (column * width), top, left + (column * width), top + (Down * height));
        }

        for (var row = 0; row <= Down; row++)
        {
            yield return new Line(left, top + (row * height), left + (Across * width), top + (row * height));
        }
    }
}
