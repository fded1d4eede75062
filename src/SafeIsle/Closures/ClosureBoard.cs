using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The board of a closed building: where it stands, what is late, who ticked what; it updates by itself.</summary>
internal static class ClosureBoard
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/board", PartAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/events", ListenAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, IEnumerable<OrderPage> pages, IEnumerable<BoardFigures> figures, IEnumerable<LiftBlocker> blockers,
        TimeProvider clock, CancellationToken cancel) =>
        await LoadAsync(db, me, community, id, figures, blockers, clock.Now(), cancel) is { } board
            ? Page.Of<ClosureBoardPage>(new { Board = board, Pages = pages.OrderBy(p => p.Position).ToList() })
            : TypedResults.NotFound();

    private static async Task<IResult> PartAsync(
        long community, Guid id, Db db, Me me, IEnumerable<BoardFigures> figures, IEnumerable<LiftBlocker> blockers, TimeProvider clock,
        CancellationToken cancel) =>
        await LoadAsync(db, me, community, id, figures, blockers, clock.Now(), cancel) is { } board
            ? Page.Of<BoardPart>(new { Board = board })
            : TypedResults.NotFound();

    private static async Task<IResult> ListenAsync(
        long community, Guid id, Db db, Me me, LiveChanges live, CancellationToken cancel) =>
        await db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.Id == id).Select(o => (Guid?)o.BuildingId)
            .SingleOrDefaultAsync(cancel) is { } building
            ? live.Of(me, topic => topic == Topics.Building(building), cancel)
            : TypedResults.NotFound();

    /// <summary>Null when the order is not there, or not the person's.</summary>
    internal static async Task<OrderBoard?> LoadAsync(
        Db db, Me me, long community, Guid id, IEnumerable<BoardFigures> figures, IEnumerable<LiftBlocker> blockers, DateTimeOffset now,
        CancellationToken cancel)
    {
        var found = await OrderView.LoadAsync(db, me, community, id, cancel);
        if (found is null)
        {
            return null;
        }

        var order = found.Order;
        var building = order.BuildingId;
        // By their ids: nested into the next query, a fresh PostgreSQL looks through every unit again for every person, for seconds.
        var households = await InsideOrder.Of(db, order).Select(h => h.HouseholdId).ToListAsync(cancel);
        var people = db.People.Within(me).Where(p =>
            p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null && households.Contains(p.HouseholdId));
        var tasks = TaskRow.Sorted(await TasksAsync(db, me, order, cancel));
        if (order.LiftedAt is not null)
        {
            // What comes after the end is still to be done; the rest was left.
            tasks = [.. tasks.OrderBy(t => t.Stage != Stage.After)];
        }

        if (!me.Keeps(community))
        {
            // Who has few tasks here opens the board for those.
            tasks = [.. tasks.OrderBy(t => t.Done || t.OwnerId != me.AccountId)];
        }

        return new(found, tasks, now, me.AccountId, me.Keeps(community), me.Calls(community, building))
        {
            Households = households.Count,
            HouseholdsAtHome = await people.Where(p => p.Presence == Presence.Home).Select(p => p.HouseholdId).Distinct().CountAsync(cancel),
            AtHome = await people.CountAsync(p => p.Presence == Presence.Home, cancel),
            Away = await people.CountAsync(p => p.Presence == Presence.Away, cancel),
            Figures = order.LiftedAt is null ? (await OrderFigures.OfAsync(db, me, [order], figures, now, cancel))[order.Id].ToList() : [],
            Passing = await Passing.LoadAsync(db, found, blockers, now, cancel),
        };
    }

    internal static async Task<IReadOnlyList<TaskRow>> TasksAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
        await db.ClosureTasks.Within(me).Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id).OrderBy(t => t.Position)
            .Select(t => new TaskRow(
                t.Id, t.Stage, t.Title, t.Role, t.OwnerId, t.OwnerName, t.DueAt, t.TargetSeconds, t.BeforeLifting, t.DoneAt, t.DoneBy, t.Position))
            .ToListAsync(cancel);
}

/// <summary>An order with what its pages and papers say about it.</summary>
/// <param name="Body">The plan as it is carried out here: with the test days that extensions added.</param>
/// <param name="Extensions">In the order in which they were made.</param>
public sealed record OrderView(
    ClosureOrder Order, ResponsePlan Plan, PlanBody Body, Community Community, string Compound, IReadOnlyList<ClosureExtension> Extensions)
{
    public string Path => ClosuresModule.Path(Order.CommunityId, Order.Id);

    /// <summary>Null when the order is not there, or not the person's.</summary>
    /// <param name="me">Null for the product itself.</param>
    public static async Task<OrderView?> LoadAsync(Db db, Me? me, long community, Guid id, CancellationToken cancel)
    {
        IQueryable<ClosureOrder> orders = db.ClosureOrders;
        var found = await (
            from o in me is null ? orders : orders.Within(me)
            join p in db.ResponsePlans on new { o.CommunityId, Id = o.PlanId } equals new { p.CommunityId, p.Id }
            join c in db.Communities on o.CommunityId equals c.CommunityId
            join b in db.Buildings on new { o.CommunityId, Id = o.BuildingId } equals new { b.CommunityId, b.Id }
            join compound in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { compound.CommunityId, compound.Id }
            where o.CommunityId == community && o.Id == id
            select new { Order = o, Plan = p, Community = c, Compound = compound.Name }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var extensions = await db.ClosureExtensions.Where(e => e.CommunityId == community && e.OrderId == id)
            .OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel);
        return new(found.Order, found.Plan, Extended(found.Plan.Read(), extensions), found.Community, found.Compound, extensions);
    }

    /// <summary>The plan with the test days of these extensions; those before a restart were counted from another beginning.</summary>
    public static PlanBody Extended(PlanBody plan, IReadOnlyList<ClosureExtension> extensions)
    {
        var counted = extensions.Reverse().TakeWhile(e => !e.Restarts);
        return plan with { TestDays = [.. plan.TestDays.Concat(counted.SelectMany(e => e.TestDays)).Distinct().Order()] };
    }

    /// <summary>From when the building was closed first, whatever was counted anew later.</summary>
    public DateTimeOffset FirstStart => Extensions.FirstOrDefault(e => e.Restarts)?.OldStartsAt ?? Order.StartsAt;

    /// <summary>The first decision's own start and ends.</summary>
    public ClosureSpan FirstSpan => Extensions is [var first, ..] ? new(FirstStart, first.OldClosedUntil, first.OldMonitoredUntil) : Order.Span;

    /// <summary>Whether the days were counted anew after that decision.</summary>
    public bool IsRestartedAfter(ClosureExtension extension) => Extensions.SkipWhile(e => e.Id != extension.Id).Skip(1).Any(e => e.Restarts);

    /// <summary>From when the days were counted when that extension was made.</summary>
    public DateTimeOffset StartWhen(ClosureExtension extension) =>
        Extensions.SkipWhile(e => e.Id != extension.Id).FirstOrDefault(e => e.Restarts)?.OldStartsAt ?? Order.StartsAt;
}

/// <summary>The board at an instant, for one person.</summary>
/// <param name="Tasks">Late ones first.</param>
/// <param name="Keeps">Committee: ticks everything, extends, lifts.</param>
/// <param name="Calls">Sees names and phones in full, because she has to call.</param>
public sealed record OrderBoard(OrderView View, IReadOnlyList<TaskRow> Tasks, DateTimeOffset Now, Guid Reader, bool Keeps, bool Calls)
{
    public int Households { get; init; }

    /// <summary>Of them with somebody at home: whom the group has to reach.</summary>
    public int HouseholdsAtHome { get; init; }

    public int AtHome { get; init; }
    public int Away { get; init; }

    /// <summary>The modules' numbers, in their order.</summary>
    public IReadOnlyList<BoardFigure> Figures { get; init; } = [];

    /// <summary>What the next phase waits for, from the day before on; null until then.</summary>
    public Passing? Passing { get; init; }

    public ClosureOrder Order => View.Order;
    public Phase Phase => Order.PhaseAt(Now);
    public int Late => Tasks.Count(t => Counts(t) && t.LateAt(Now));
    public int Done => Tasks.Count(t => t.Done);

    /// <summary>After the lifting only what comes after it is still to be done; <see cref="ClosureRow"/> counts by the same rule.</summary>
    public bool Counts(TaskRow task) => Order.LiftedAt is null || task.Stage == Stage.After;

    /// <summary>The committee gives what is open to somebody else.</summary>
    public bool MayGive(TaskRow task) => Keeps && !task.Done && Counts(task);

    public bool MayTick(TaskRow task) => Counts(task) && (Keeps || task.OwnerId == Reader);
}
