namespace SafeIsle.Platform.Print;

/// <summary>
/// Equal cards to be cut out along dashed lines, filling pages of their own; on a <see cref="Section.WholeSheet"/> edge to edge, so that four on
/// A4 are A6 each. A card whose content is too high is set smaller, so nothing is lost.
/// </summary>
/// <param name="Across">Cards from left to right.</param>
/// <param name="Down">Cards from top to bottom.</param>
/// <param name="Items">The blocks of each card.</param>
public sealed record Cards(int Across, int Down, IReadOnlyList<IReadOnlyList<Block>> Items) : Block
{
    private const string CutHere = "沿虚线剪开";
    private const double Padding = 4 * A4.Mm;

    // Printers leave up to 5 mm of the sheet's edge white, and scissors stray.
    private const double SafePadding = 8 * A4.Mm;

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
        var top = flow.IsWholeSheet ? flow.Y : flow.Y + (TextStyle.Small.Leading * 1.2);
        if (!flow.IsWholeSheet)
        {
            flow.Add(new TextMark(CutHere, TextStyle.Small, flow.Width) { X = flow.Left, Y = flow.Y });
        }

        var padding = flow.IsWholeSheet ? SafePadding : Padding;
        var width = flow.Width / Across;
        var height = (flow.Bottom - top) / Down;
        flow.Add(new LinesMark([.. CutLines(flow, top, width, height)], LinesMark.Thin, dashed: true));
        for (var index = 0; index < items.Length; index++)
        {
            var x = flow.Left + (index % Across * width);
            var y = top + (index / Across * height);
            PlaceCard(flow, items[index], new Box(x + padding, y + padding, width - (2 * padding), height - (2 * padding)));
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

    private IEnumerable<Line> CutLines(Flow flow, double top, double width, double height)
    {
        // The edge of the sheet is cut already.
        var (left, first) = (flow.Left, flow.IsWholeSheet ? 1 : 0);
        for (var column = first; column <= Across - first; column++)
        {
            yield return new Line(left + (column * width), top, left + (column * width), top + (Down * height));
        }

        for (var row = first; row <= Down - first; row++)
        {
            yield return new Line(left, top + (row * height), left + (Across * width), top + (row * height));
        }
    }
}
