using System.Globalization;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>The numbers that all modules have for orders in force.</summary>
internal static class OrderFigures
{
    private static readonly string[] Worst = ["late", "wait", "ok", "off"];

    /// <summary>By order, in the order of their positions; an order without any is there with none.</summary>
    public static async Task<ILookup<Guid, BoardFigure>> OfAsync(
        Db db, Me me, IReadOnlyList<ClosureOrder> orders, IEnumerable<BoardFigures> sources, DateTimeOffset now, CancellationToken cancel)
    {
        var all = new List<(Guid Order, BoardFigure Figure)>();
        foreach (var community in orders.GroupBy(o => o.CommunityId))
        {
            foreach (var source in sources)
            {
                var figures = await source(db, me, [.. community], now, cancel);
                all.AddRange(figures.SelectMany(f => f.Value.Select(figure => (f.Key, figure))));
            }
        }

        return all.OrderBy(f => f.Figure.Position).ThenBy(f => f.Figure.Key, StringComparer.Ordinal).ToLookup(f => f.Order, f => f.Figure);
    }

    /// <summary>Which numbers there are among them, each a column.</summary>
    public static IReadOnlyList<BoardColumn> Columns(IEnumerable<BoardFigure> figures) =>
        [.. figures.DistinctBy(f => f.Key).OrderBy(f => f.Position).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => new BoardColumn(f.Key, f.Label))];

    /// <summary>The same number of several orders as one: counts (31, 31/33) are added and the worst tone is kept; null for what cannot be added.</summary>
    public static BoardFigure? Sum(IReadOnlyList<BoardFigure> figures)
    {
        var (done, all, parts) = (0L, 0L, false);
        foreach (var figure in figures)
        {
            var pieces = figure.Value.Split('/');
            if (pieces.Length > 2 || !Count(pieces[0], out var first) || !Count(pieces[^1], out var last))
            {
                return null;
            }

            (done, all, parts) = (done + first, all + last, parts || pieces.Length == 2);
        }

        var value = parts ? string.Create(CultureInfo.InvariantCulture, $"{done}/{all}") : done.ToString(CultureInfo.InvariantCulture);
        return figures.Count == 0 ? null : figures[0] with { Value = value, Tone = Array.Find(Worst, t => figures.Any(f => f.Tone == t)) ?? "off", Path = "" };
    }

    private static bool Count(string text, out int count) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count);
}

/// <summary>A column of the boards.</summary>
public sealed record BoardColumn(string Key, string Label);
