using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Text;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// The same calls as on <see cref="NoticeCalls"/>, one for each household of an order, on the list of whoever the announcement names: asked for by
/// the clock when the reminders were of no use, settled there or on the list, or by the household that reads after all.
/// </summary>
internal sealed class NoticeCallTodos(IServiceScopeFactory scopes, TimeProvider clock, ILogger<NoticeCallTodos> log)
    : Rounds(Every, scopes, clock, log, "The calls about unread notices could not be asked for")
{
    internal const string Code = "notice-call";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    /// <summary>By when after it was asked for.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromHours(1);

    internal static readonly TodoKind Kind = new(
        Code, "通知没看的", "phone",
        [
            new(nameof(CallOutcome.Told), NoticeCalls.Words(CallOutcome.Told), Settles: true),
            new(nameof(CallOutcome.NoAnswer), NoticeCalls.Words(CallOutcome.NoAnswer), Settles: false, TimeSpan.FromMinutes(30)),
            new(nameof(CallOutcome.Visit), NoticeCalls.Words(CallOutcome.Visit), Settles: false, TimeSpan.FromHours(1)),
        ],
        TriedAsync, todo => NoticeCalls.Path(todo.CommunityId));

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(Kind);
        services.AddSingleton<NoticeCallTodos>();
        services.AddHostedService(services => services.GetRequiredService<NoticeCallTodos>());
        services.AddSingleton<WorkHandedOver>(HandOverAsync);
    }

    /// <summary>One for a household, however many announcements it does not know.</summary>
    internal static Guid SourceOf(Guid order, Guid household) => Ids.Of(order, $"notice-call {household:N}");

    /// <summary>The row of that household.</summary>
    internal static IQueryable<Todo> Of(Db db, ClosureOrder order, Guid household)
    {
        var (community, source) = (order.CommunityId, SourceOf(order.Id, household));
        return db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && t.SourceId == source);
    }

    /// <summary>The household read by itself, or was told by who helps it; where it does not know all of them yet, the next round asks again.</summary>
    internal static Task<int> DropAsync(Db db, ClosureOrder order, Guid household, DateTimeOffset now, CancellationToken cancel) =>
        db.DropTodosAsync(order.CommunityId, Code, [SourceOf(order.Id, household)], now, cancel);

    /// <summary>The order was lifted; where another one binds the building's other units, the next round asks again.</summary>
    internal static Task<int> DropAsync(Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel) =>
        db.Todos.Where(t => t.CommunityId == order.CommunityId && t.Kind == Code && t.BuildingId == order.BuildingId && t.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);

    /// <summary>A call that said the household knows was taken back.</summary>
    internal static Task<int> OpenAgainAsync(Db db, ClosureOrder order, Guid household, CancellationToken cancel) =>
        Of(db, order, household).ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, (DateTimeOffset?)null), cancel);

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) => db.Communities.Select(c => c.CommunityId).ToListAsync(cancel);

    protected override async Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var wanted = new Dictionary<Guid, Todo>();
        foreach (var (order, posts) in await OrdersAsync(db, community, db.ClosureOrders, cancel))
        {
            foreach (var todo in await WantedAsync(db, order, posts, now, cancel))
            {
                wanted[todo.SourceId] = todo;
            }
        }

        var open = (await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && t.ClosedAt == null).Select(t => t.SourceId).ToListAsync(cancel)).ToHashSet();
        var gone = open.Where(s => !wanted.ContainsKey(s)).ToList();
        var fresh = wanted.Values.Where(t => !open.Contains(t.SourceId)).ToList();
        if (gone.Count + fresh.Count == 0)
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var dropped = await db.DropTodosAsync(community, Code, gone, now, cancel);
        var sources = fresh.ConvertAll(t => t.SourceId);
        var known = (await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && sources.Contains(t.SourceId)).Select(t => t.SourceId).ToListAsync(cancel)).ToHashSet();
        foreach (var again in fresh.Where(t => known.Contains(t.SourceId)))
        {
            await db.AskAnewAsync(again, cancel);
        }

        await db.AskAsync([.. fresh.Where(t => !known.Contains(t.SourceId))], cancel);
        write.Record(community, "post.ask", null, $"通知没看要打电话的：列出 {fresh.Count} 户，不用再打的 {dropped} 户");
        await write.CommitAsync(cancel);
    }

    // Those in force that say something again, with what they say, the newest first.
    private static async Task<IReadOnlyList<(ClosureOrder Order, IReadOnlyList<Announcement> Posts)>> OrdersAsync(
        Db db, long community, IQueryable<ClosureOrder> all, CancellationToken cancel)
    {
        var posts = db.Announcements.Where(a => a.CommunityId == community && a.HiddenAt == null && a.RepeatMinutes != null);
        var orders = await all.Where(o => o.CommunityId == community && o.LiftedAt == null && posts.Any(a => a.OrderId == o.Id)).ToListAsync(cancel);
        var ids = orders.ConvertAll(o => o.Id);
        var said = (await posts.Where(a => ids.Contains(a.OrderId)).OrderByDescending(a => a.At).ToListAsync(cancel)).ToLookup(a => a.OrderId);
        return orders.ConvertAll(o => (o, (IReadOnlyList<Announcement>)[.. said[o.Id].Take(PostLimits.Shown)]));
    }

    private static async Task<IReadOnlyList<Todo>> WantedAsync(
        Db db, ClosureOrder order, IReadOnlyList<Announcement> posts, DateTimeOffset now, CancellationToken cancel)
    {
        var unread = await UnreadAsync(db, order, posts, now, cancel);
        if (unread.Count == 0)
        {
            return [];
        }

        var building = await db.Buildings.SingleAsync(b => b.CommunityId == order.CommunityId && b.Id == order.BuildingId, cancel);
        var doors = await db.Dwellings.Where(d => d.CommunityId == order.CommunityId && d.BuildingId == order.BuildingId).ToDictionaryAsync(d => d.Id, cancel);
        return [.. unread.Select(u => new Todo
        {
            CommunityId = order.CommunityId, Id = Ids.New(), BuildingId = building.Id, Unit = doors[u.Household.DwellingId].Unit, DwellingId = u.Household.DwellingId,
            Dwelling = ChineseText.Cut(u.Household.Dwelling, 60), SortKey = Todo.Place(building, doors[u.Household.DwellingId]), HouseholdId = u.Household.Id, Kind = Code,
            SourceId = SourceOf(order.Id, u.Household.Id), Title = u.Household.HasPhone ? "有通知没看，打个电话告知" : "有通知没看，没有电话，上门告知",
            DueAt = (now + Within).ByDay(), OwnerId = u.Posts[0].CallerId is var caller && caller != Guid.Empty ? caller : null,
        })];
    }

    private static async Task<IReadOnlyList<(Recipient Household, IReadOnlyList<Announcement> Posts)>> UnreadAsync(
        Db db, ClosureOrder order, IReadOnlyList<Announcement> posts, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, ids) = (order.CommunityId, posts.Select(p => p.Id).ToList());
        var read = (await db.PostReads.Where(r => r.CommunityId == community && ids.Contains(r.PostId)).Select(r => new { r.PostId, r.HouseholdId }).ToListAsync(cancel))
            .Select(r => (r.PostId, r.HouseholdId)).ToHashSet();
        return [.. (await Recipients.OfAsync(db, db.People, order, cancel))
            .Select(h => (h, (IReadOnlyList<Announcement>)[.. posts.Where(p => !read.Contains((p.Id, h.Id)) && NoticeCalls.IsDue(p, h, now))])).Where(h => h.Item2.Count > 0)];
    }

    // One tap on the list is a call as much as a press on the page. Told, the household knows what was to be said then.
    private static async Task TriedAsync(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        var here = db.ClosureOrders.Where(o => o.BuildingId == todo.BuildingId);
        if (attempt.TooLate || todo.HouseholdId is not { } household || !Enum.TryParse<CallOutcome>(attempt.Outcome, out var outcome)
            || (await OrdersAsync(db, todo.CommunityId, here, cancel)).FirstOrDefault(o => SourceOf(o.Order.Id, household) == todo.SourceId) is not ({ } order, { } posts))
        {
            return;
        }

        var last = await db.PostCalls.Where(c => c.CommunityId == todo.CommunityId && c.OrderId == order.Id && c.HouseholdId == household)
            .Select(c => (int?)c.Number).MaxAsync(cancel) ?? 0;
        db.Add(new PostCall
        {
            CommunityId = todo.CommunityId, Id = Ids.New(), BuildingId = order.BuildingId, OrderId = order.Id, HouseholdId = household, Number = last + 1,
            Outcome = outcome, At = attempt.At, ById = attempt.ById, ByName = attempt.By,
        });
        if (outcome == CallOutcome.Told)
        {
            var told = (await UnreadAsync(db, order, posts, attempt.At, cancel)).Where(u => u.Household.Id == household).SelectMany(u => u.Posts).Where(p => p.At <= attempt.At);
            db.AddRange(told.Select(p => PostReading.Of(p, household, ReadWay.Told, attempt.At, attempt.By)));
        }

        write.Record(todo.CommunityId, "post.call", household, $"就{order.Label}的通知联系{todo.Dwelling}：{NoticeCalls.Words(outcome)}");
    }

    // Whoever takes over somebody's work calls those whom her announcements do not reach.
    private static async Task<string?> HandOverAsync(Db db, WriteScope write, long community, Guid giver, Colleague heir, DateTimeOffset now, string by, CancellationToken cancel)
    {
        var orders = db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null).Select(o => o.Id);
        var (id, name) = (heir.Id, heir.Name);
        return await db.Announcements.Where(a => a.CommunityId == community && a.CallerId == giver && a.RepeatMinutes != null && orders.Contains(a.OrderId))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.CallerId, id).SetProperty(a => a.CallerName, name), cancel) is > 0 and var count ? $"通知的电话 {count} 条" : null;
    }
}
