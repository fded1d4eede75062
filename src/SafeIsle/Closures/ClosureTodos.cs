using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Text;

namespace SafeIsle.Closures;

/// <summary>
/// Open tasks of orders stand on their owners' lists from their day on; those of nobody, the committee sees among what is nobody's. The board
/// is what holds: whatever changes it brings the lists in line within the same write, and the clock brings what has come due since.
/// </summary>
internal sealed class ClosureTodos(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ClosureTodos> log)
    : Rounds(Every, scopes, clock, log, "The tasks of closed buildings could not be put on lists")
{
    internal const string Code = "closure-task";

    internal const string Done = "done";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    // Late in the evening, what is due soon after midnight is asked for too.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(4);

    /// <summary>An order has some thirty steps and more than one building may be closed: a list shows those of today and what is late.</summary>
    internal static readonly TodoKind Kind = new(
        Code, "封控任务", "lock", [new(Done, "办好了", Settles: true)], TriedAsync, todo => $"/desk/{todo.CommunityId}/closures/tasks/{todo.SourceId}")
    {
        // A role's task is not for whoever happens to answer for the building's grid.
        OnlyAlso = true,
    };

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(Kind);
        services.AddSingleton<ClosureTodos>();
        services.AddHostedService(services => services.GetRequiredService<ClosureTodos>());
        services.AddSingleton<WorkHandedOver>(HandOverAsync);
    }

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures/tasks/{task:guid}", BoardAsync).May(Role.Committee, Role.Partner, Role.Field);

    // A row of the list knows its task, and the task its board.
    private static async Task<IResult> BoardAsync(long community, Guid task, Db db, Me me, CancellationToken cancel) =>
        await db.ClosureTasks.Within(me).Where(t => t.CommunityId == community && t.Id == task).Select(t => (Guid?)t.OrderId).SingleOrDefaultAsync(cancel) is { } order
            ? TypedResults.LocalRedirect($"{ClosuresModule.Path(community, order)}#t-{task}")
            : TypedResults.NotFound();

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) => db.Communities.Select(c => c.CommunityId).ToListAsync(cancel);

    protected override async Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var (until, todos) = (Until(now), db.Todos.Where(d => d.CommunityId == community && d.Kind == Code && d.ClosedAt == null));
        var orders = await (
            from t in db.ClosureTasks
            join o in db.ClosureOrders on new { t.CommunityId, Id = t.OrderId } equals new { o.CommunityId, o.Id }
            where t.CommunityId == community && t.DoneAt == null && t.DueAt < until && (o.LiftedAt == null || t.Stage == Stage.After)
                && !todos.Any(d => d.SourceId == t.Id)
            select o.Id).Distinct().ToListAsync(cancel);
        foreach (var id in orders)
        {
            await using var write = await db.BeginWriteAsync(Actor.System, cancel);
            await TakeAsync(db, community, id, cancel);
            var order = await db.ClosureOrders.SingleAsync(o => o.CommunityId == community && o.Id == id, cancel);
            await FollowAsync(db, order, now, cancel);
            write.Record(community, "closure.todo", id, $"{order.Label}今天到时间的任务放进待办");
            await write.CommitAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>
    /// Before a write changes tasks of an order: the rows of lists are locked first and in the order in which a list takes them, so that two who
    /// press at once do not wait for each other.
    /// </summary>
    internal static async Task TakeAsync(Db db, long community, Guid order, CancellationToken cancel)
    {
        var tasks = db.ClosureTasks.Where(t => t.CommunityId == community && t.OrderId == order).Select(t => t.Id);
        foreach (var id in await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && tasks.Contains(t.SourceId)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancel))
        {
            await db.Todos.Where(t => t.CommunityId == community && t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Tries, t => t.Tries), cancel);
        }
    }

    /// <summary>What an order that is made asks for today.</summary>
    internal static async Task AskAsync(Db db, ClosureOrder order, IReadOnlyList<ClosureTask> tasks, DateTimeOffset now, CancellationToken cancel) =>
        await db.AskAsync(await MakeAsync(db, order, [.. tasks.Where(t => IsAsked(order, t, now))], cancel), cancel);

    /// <summary>Brings the lists in line with an order's tasks as they are now, saved or not.</summary>
    internal static async Task FollowAsync(Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        var tasks = await db.ClosureTasks.Where(t => t.CommunityId == order.CommunityId && t.OrderId == order.Id).ToListAsync(cancel);
        var (ids, asked) = (tasks.ConvertAll(t => t.Id), tasks.Where(t => IsAsked(order, t, now)).ToDictionary(t => t.Id));
        var there = await db.Todos.AsTracking().Where(t => t.CommunityId == order.CommunityId && t.Kind == Code && ids.Contains(t.SourceId)).ToListAsync(cancel);
        foreach (var todo in there)
        {
            if (asked.Remove(todo.SourceId, out var task))
            {
                (todo.OwnerId, todo.DueAt, todo.ClosedAt) = (task.OwnerId, task.DueAt, null);
            }
            else
            {
                todo.ClosedAt ??= now;
            }
        }

        await db.AskAsync(await MakeAsync(db, order, [.. asked.Values], cancel), cancel);
    }

    private static bool IsAsked(ClosureOrder order, ClosureTask task, DateTimeOffset now) =>
        task.DoneAt is null && task.DueAt < Until(now) && (order.LiftedAt is null || task.Stage == Stage.After);

    private static DateTimeOffset Until(DateTimeOffset now)
    {
        var (night, ahead) = (Clock.Midnight(now.DateHere().AddDays(1)), now + Ahead);
        return night > ahead ? night : ahead;
    }

    private static async Task<IReadOnlyList<Todo>> MakeAsync(Db db, ClosureOrder order, IReadOnlyList<ClosureTask> tasks, CancellationToken cancel)
    {
        if (tasks.Count == 0)
        {
            return [];
        }

        var key = await db.Buildings.Where(b => b.CommunityId == order.CommunityId && b.Id == order.BuildingId).Select(b => b.SortKey).SingleAsync(cancel);
        return [.. tasks.Select(task => new Todo
        {
            CommunityId = order.CommunityId, Id = Ids.New(), BuildingId = order.BuildingId, Unit = 0, DwellingId = null, Dwelling = ChineseText.Cut(order.Label, 60),
            SortKey = key, Kind = Code, SourceId = task.Id, Title = ChineseText.Cut(task.Title, TodoKind.MostTitle), DueAt = task.DueAt, OwnerId = task.OwnerId,
        })];
    }

    // One tap on the list ticks the board, with the time at which it was done.
    private static async Task TriedAsync(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        if (attempt.TooLate || await db.ClosureTasks.SingleOrDefaultAsync(t => t.CommunityId == todo.CommunityId && t.Id == todo.SourceId, cancel) is not { } task)
        {
            return;
        }

        var order = await db.ClosureOrders.SingleAsync(o => o.CommunityId == task.CommunityId && o.Id == task.OrderId, cancel);
        await TickTask.WriteAsync(db, write, order, task, done: true, attempt.At, attempt.By, cancel);
    }

    // Whoever takes over somebody's work takes her tasks on the boards as well, also those of later days.
    private static async Task<string?> HandOverAsync(Db db, WriteScope write, long community, Guid giver, Colleague heir, DateTimeOffset now, string by, CancellationToken cancel)
    {
        var hers = await (
            from t in db.ClosureTasks.AsTracking()
            join o in db.ClosureOrders on new { t.CommunityId, Id = t.OrderId } equals new { o.CommunityId, o.Id }
            where t.CommunityId == community && t.OwnerId == giver && t.DoneAt == null && (o.LiftedAt == null || t.Stage == Stage.After)
            orderby t.Id
            select new { Task = t, Order = o }).ToListAsync(cancel);
        foreach (var of in hers.GroupBy(h => h.Order.Id))
        {
            var (order, from) = (of.First().Order, of.First().Task.OwnerName);
            db.Add(ClosureEvent.Of(order, now, of.First().Task.Stage, by, $"改派：{of.Count()} 项任务，随工作移交由{from}改为{heir.Name}"));
            foreach (var task in of.Select(h => h.Task))
            {
                (task.OwnerId, task.OwnerName) = (heir.Id, heir.Name);
            }
        }

        return hers.Count == 0 ? null : $"封控任务 {hers.Count} 项";
    }
}
