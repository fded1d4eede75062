using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
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
    // Proxies cut connections that stay silent for a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/board", PartAsync).May(WhoMay.Readers);
        app.MapGet("/desk/{community:long}/closures/{id:guid}/events", ListenAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Db db, Me me, IEnumerable<OrderPage> pages, TimeProvider clock, CancellationToken cancel) =>
        await LoadAsync(db, me, community, id, clock.Now(), cancel) is { } board
            ? Page.Of<ClosureBoardPage>(new { Board = board, Pages = pages.OrderBy(p => p.Position).ToList() })
            : TypedResults.NotFound();

    private static async Task<IResult> PartAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        await LoadAsync(db, me, community, id, clock.Now(), cancel) is { } board ? Page.Of<BoardPart>(new { Board = board }) : TypedResults.NotFound();

    private static async Task<IResult> ListenAsync(
        long community, Guid id, Db db, Me me, Signals signals, IHostApplicationLifetime life, CancellationToken cancel) =>
        await db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.Id == id).Select(o => (Guid?)o.BuildingId)
            .SingleOrDefaultAsync(cancel) is { } building
            ? TypedResults.ServerSentEvents(ChangesAsync(signals, Topics.Building(building), life.ApplicationStopping, cancel))
            : TypedResults.NotFound();

    // A message for each change; between them a sign of life that pages do not listen to. Ends with the request, or when the server stops.
    private static async IAsyncEnumerable<SseItem<string>> ChangesAsync(
        Signals signals, string topic, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        await using var changes = signals.ListenAsync(topic, over.Token).GetAsyncEnumerator(over.Token);
        var change = changes.MoveNextAsync().AsTask();
        try
        {
            yield return new("", "alive");
            while (!over.IsCancellationRequested)
            {
                var first = await Task.WhenAny(change, Task.Delay(Heartbeat, over.Token));
                if (over.IsCancellationRequested)
                {
                    yield break;
                }

                yield return new("", first == change ? "message" : "alive");
                if (first == change)
                {
                    change = changes.MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null when the order is not there, or not the person's.</summary>
    internal static async Task<OrderBoard?> LoadAsync(Db db, Me me, long community, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var found = await OrderView.LoadAsync(db, me, community, id, cancel);
        if (found is null)
        {
            return null;
        }

        var order = found.Order;
        var (households, people) = await InsideAsync(db, me, order, cancel);
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

        return new(found, tasks, now, me.AccountId, me.Keeps(community), me.Calls(community, order.BuildingId))
        {
            Households = await households.CountAsync(cancel),
            AtHome = await people.CountAsync(p => p.Presence == Presence.Home, cancel),
            Away = await people.CountAsync(p => p.Presence == Presence.Away, cancel),
        };
    }

    // Every table is narrowed to the building by itself: joined only by key, a fresh PostgreSQL picks a plan that takes seconds.
    private static async Task<(IQueryable<Household> Households, IQueryable<Person> People)> InsideAsync(
        Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, building) = (order.CommunityId, order.BuildingId);
        var households = db.Households.Within(me).Where(h => h.CommunityId == community && h.BuildingId == building && h.ClosedAt == null);
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.BuildingId == building && p.ClosedAt == null);
        if (await Affected.UnitsOfAsync(db, order, cancel) is not { } units)
        {
            return (households, people);
        }

        var dwellings = db.Dwellings.Where(d => d.CommunityId == community && d.BuildingId == building && units.Contains(d.Unit));
        households = households.Where(h => dwellings.Select(d => d.Id).Contains(h.DwellingId));
        return (households, people.Where(p => households.Select(h => h.Id).Contains(p.HouseholdId)));
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
    public static async Task<OrderView?> LoadAsync(Db db, Me me, long community, Guid id, CancellationToken cancel)
    {
        var found = await (
            from o in db.ClosureOrders.Within(me)
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

        var extensions = await db.ClosureExtensions.Within(me).Where(e => e.CommunityId == community && e.OrderId == id)
            .OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel);
        return new(found.Order, found.Plan, Extended(found.Plan.Read(), extensions), found.Community, found.Compound, extensions);
    }

    /// <summary>The plan with the test days of these extensions.</summary>
    public static PlanBody Extended(PlanBody plan, IEnumerable<ClosureExtension> extensions) =>
        plan with { TestDays = [.. plan.TestDays.Concat(extensions.SelectMany(e => e.TestDays)).Distinct().Order()] };
}

/// <summary>The board at an instant, for one person.</summary>
/// <param name="Tasks">Late ones first.</param>
/// <param name="Keeps">Committee: ticks everything, extends, lifts.</param>
/// <param name="Calls">Sees names and phones in full, because she has to call.</param>
public sealed record OrderBoard(OrderView View, IReadOnlyList<TaskRow> Tasks, DateTimeOffset Now, Guid Reader, bool Keeps, bool Calls)
{
    public int Households { get; init; }
    public int AtHome { get; init; }
    public int Away { get; init; }

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
