using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>What a module below makes when an order is made, in the same transaction: the building's group, for one.</summary>
public delegate Task OrderMade(Db db, ClosureOrder order, PlanBody plan, CancellationToken cancel);

/// <summary>A page that a module adds to an order's board: its path below the board's.</summary>
/// <param name="Icon">A name in web/icons.json.</param>
public sealed record OrderPage(int Position, string Title, string Path, string Icon);

/// <summary>One number of an order's line on the boards: 进群 31/33.</summary>
/// <param name="Key">Stable name: the same number of all orders stands in one column.</param>
/// <param name="Label">Two to four characters: 进群.</param>
/// <param name="Value">As it is shown: 31/33.</param>
/// <param name="Tone">ok, wait, late or off, as badges have them.</param>
/// <param name="Path">Below the order's board: where the list behind the number is; empty for none.</param>
public sealed record BoardFigure(int Position, string Key, string Label, string Value, string Tone, string Path);

/// <summary>A module's numbers for these orders, by order; each number comes from the same query as the list behind it.</summary>
/// <param name="orders">Orders in force that the person may see, of one community.</param>
public delegate Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> BoardFigures(
    Db db, Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel);
