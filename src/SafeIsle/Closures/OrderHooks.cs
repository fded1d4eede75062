using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Closures;

/// <summary>What a module below makes when an order is made, in the same transaction: the building's group, for one.</summary>
public delegate Task OrderMade(Db db, ClosureOrder order, PlanBody plan, CancellationToken cancel);

/// <summary>
/// Tells every household of an order that something about it changed (extended, counted anew, monitored, lifted), in the transaction of
/// the change; a module that posts announcements registers it.
/// </summary>
/// <param name="title">One line: 封控重新计时.</param>
/// <param name="text">Paragraphs separated by line breaks, no names and no numbers of residents.</param>
/// <param name="by">Who made the change; <see cref="Actor.System"/> where the plan's clock did.</param>
public delegate Task TellOrder(Db db, ClosureOrder order, string title, string text, Actor by, CancellationToken cancel);

/// <summary>
/// What a module still has open before an order may pass to its next phase or be lifted: a Chinese sentence each, ending with 。, without
/// names of residents: 还有 3 户的体温没有报。
/// </summary>
public delegate Task<IReadOnlyList<string>> LiftBlocker(Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel);

/// <summary>Links that a module adds to an order's chain besides the <see cref="ClosureEvent"/>s that it writes; no names or health of residents.</summary>
public delegate Task<IReadOnlyList<ChainLink>> ChainSource(Db db, Me me, ClosureOrder order, CancellationToken cancel);

/// <summary>What a statement of facts is about: an order or a household or a person, within a time.</summary>
/// <param name="Order">Null: about no order in particular.</param>
/// <param name="Household">The household, also where a single person of it is meant.</param>
/// <param name="Person">Null: the whole household.</param>
public sealed record FactAsk(long Community, ClosureOrder? Order, Guid? Household, Guid? Person, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The orders that it may be about: the one named, else those of the household's building or of the community in that time.</summary>
    internal async Task<IReadOnlyList<ClosureOrder>> OrdersAsync(Db db, Me me, CancellationToken cancel)
    {
        if (Order is { } one)
        {
            return [one];
        }

        var (community, from, to) = (Community, From, To);
        var orders = db.ClosureOrders.Within(me)
            .Where(o => o.CommunityId == community && o.MadeAt <= to && (o.LiftedAt == null || o.LiftedAt >= from));
        if (Household is { } household)
        {
            var buildings = db.Households.Where(h => h.CommunityId == community && h.Id == household).Select(h => h.BuildingId);
            orders = orders.Where(o => buildings.Contains(o.BuildingId));
        }

        return await orders.OrderBy(o => o.MadeAt).Take(StatementDraft.MostLines).ToListAsync(cancel);
    }
}

/// <summary>One thing that happened.</summary>
/// <param name="By">Display name of the official or the resident who acted; empty for nobody.</param>
/// <param name="Words">What was done, without a full stop at the end: 电话联系，体温 36.5 ℃.</param>
public sealed record FactLine(DateTimeOffset At, string By, string Words);

/// <summary>What a module knows about it (reports, requests, calls), at most <see cref="StatementDraft.MostLines"/> lines; only the committee reads it.</summary>
public delegate Task<IReadOnlyList<FactLine>> FactSource(Db db, Me me, FactAsk ask, CancellationToken cancel);

/// <summary>A page that a module adds to an order's board: its path below the board's.</summary>
/// <param name="Icon">A name in web/icons.json.</param>
public sealed record OrderPage(int Position, string Title, string Path, string Icon);

/// <summary>One number of an order's line on the boards: 进群 31/33.</summary>
/// <param name="Key">Stable name: the same number of all orders stands in one column.</param>
/// <param name="Label">Two to five characters: 进群.</param>
/// <param name="Value">As it is shown: 31/33.</param>
/// <param name="Tone">ok, wait, late or off, as badges have them.</param>
/// <param name="Path">Below the order's board: where the list behind the number is; empty for none.</param>
public sealed record BoardFigure(int Position, string Key, string Label, string Value, string Tone, string Path);

/// <summary>A module's numbers for these orders, by order; each number comes from the same query as the list behind it.</summary>
/// <param name="orders">Orders in force that the person may see, of one community.</param>
public delegate Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> BoardFigures(
    Db db, Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel);
