using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>A closed building in one line.</summary>
/// <param name="Figures">The modules' numbers by their keys.</param>
public sealed record BoardLine(long Community, ClosureRow Row, int Households, IReadOnlyDictionary<string, BoardFigure> Figures);

/// <summary>Closed buildings at an instant, one line each, as one person may see them.</summary>
/// <param name="Columns">The numbers that any of the lines has.</param>
public sealed record CommunityBoard(IReadOnlyList<BoardLine> Lines, IReadOnlyList<BoardColumn> Columns, DateTimeOffset Now)
{
    /// <summary>Orders on one board, and in the sums of those above; a community closes its buildings by tens at most. More are said to be missing.</summary>
    public const int MostLines = 500;

    /// <summary>There are more orders than lines.</summary>
    public bool Cut { get; init; }

    /// <param name="orders">In force, and only such as the person may see.</param>
    public static async Task<CommunityBoard> LoadAsync(
        Db db, Me me, IQueryable<ClosureOrder> orders, IEnumerable<BoardFigures> sources, DateTimeOffset now, CancellationToken cancel)
    {
        // Always in the same place, so that whoever looks up at a television finds her building.
        var inForce = await (
            from o in orders
            join b in db.Buildings on new { o.CommunityId, Id = o.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            orderby o.CommunityId, c.SortKey, b.SortKey, o.StartsAt, o.Id
            select o).Take(MostLines + 1).ToListAsync(cancel);
        var cut = inForce.Count > MostLines;
        inForce = inForce[..Math.Min(inForce.Count, MostLines)];
        var ids = inForce.ConvertAll(o => o.Id);
        var rows = (await ClosureRow.LoadAsync(db, me, db.ClosureOrders.Within(me).Where(o => ids.Contains(o.Id)), now, cancel)).ToDictionary(r => r.Id);
        var figures = await OrderFigures.OfAsync(db, me, inForce, sources, now, cancel);
        var households = await InsideOrder.Of(db, db.ClosureOrders.Within(me).Where(o => ids.Contains(o.Id)))
            .GroupBy(h => h.OrderId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new(
            inForce.ConvertAll(o => new BoardLine(
                o.CommunityId, rows[o.Id], households.GetValueOrDefault(o.Id), figures[o.Id].DistinctBy(f => f.Key).ToDictionary(f => f.Key, StringComparer.Ordinal))),
            OrderFigures.Columns(figures.SelectMany(f => f)),
            now) { Cut = cut };
    }
}
