using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Text;

namespace SafeIsle.Health.Measures;

/// <summary>A corridor that is disinfected every day as long as something asks for it.</summary>
/// <param name="Label">Of the building.</param>
/// <param name="SortKey">Of the building.</param>
/// <param name="Unit">0 where the building has none.</param>
/// <param name="PerDay">How often a day, at least once.</param>
public sealed record CorridorToClean(Guid Building, string Label, string SortKey, int Unit, int PerDay);

/// <summary>Whatever binds a corridor says so by registering one of these: measures here, modules below that close buildings.</summary>
public delegate Task<IReadOnlyList<CorridorToClean>> CorridorsToClean(Db db, long community, DateTimeOffset now, CancellationToken cancel);

/// <summary>A corridor of today with what was done there.</summary>
public sealed record CorridorToday(CorridorToClean Corridor, IReadOnlyList<TodoTry> Done);

/// <summary>
/// Every day anew each corridor is to be disinfected, as often as is asked for and spread over the day: on the lists of those who clean and of
/// whoever answers for the grid, done by one tap with time and name. What a day leaves undone stays so.
/// </summary>
internal sealed class CorridorTodos(IServiceScopeFactory scopes, TimeProvider clock, ILogger<CorridorTodos> log)
    : Rounds(Every, scopes, clock, log, "The corridors to disinfect could not be asked for")
{
    internal const string Code = "corridor";

    private const string Done = "done";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    // The hours over which the times of a day are spread.
    private static readonly TimeOnly From = new(8, 0);
    private static readonly TimeSpan Over = TimeSpan.FromHours(12);

    internal static readonly TodoKind Kind = new(
        Code, "楼道消毒", "circle-check", [new(Done, "消毒好了", Settles: true), new("later", "晚点再做", Settles: false, TimeSpan.FromHours(1))])
    {
        // That there is something to disinfect tells that somebody is kept at home there.
        Private = true,
        Also = MeasureCorridors.Cleans,
        OfItsDay = true,
    };

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) => db.Communities.Select(c => c.CommunityId).ToListAsync(cancel);

    protected override async Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel)
    {
        await AskAsync(db, services.GetServices<CorridorsToClean>(), community, clock.Now(), cancel);
        db.ChangeTracker.Clear();
        await RubbishTodos.AskAsync(db, community, clock.Now(), cancel);
    }

    /// <summary>One round of a community.</summary>
    internal static async Task AskAsync(Db db, IEnumerable<CorridorsToClean> sources, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var wanted = (await OfAsync(db, sources, community, now, cancel)).SelectMany(c => OfDay(community, c, now.DateHere()));
        await OfDayAsync(db, community, Code, wanted, "corridor.ask", "今天要消毒的楼道", now, cancel);
    }

    /// <summary>What is wanted today of a kind that is asked for each day anew: what is new is asked for, and what is not wanted any more is dropped.</summary>
    /// <param name="what">What it is, for the log.</param>
    internal static async Task OfDayAsync(
        Db db, long community, string kind, IEnumerable<Todo> todos, string action, string what, DateTimeOffset now, CancellationToken cancel)
    {
        var wanted = todos.ToDictionary(t => t.SourceId);
        var all = db.Todos.Where(t => t.CommunityId == community && t.Kind == kind);
        var ids = wanted.Keys.ToList();
        var known = (await all.Where(t => ids.Contains(t.SourceId)).Select(t => t.SourceId).ToListAsync(cancel)).ToHashSet();
        // What would be late already is not asked for any more.
        var fresh = wanted.Values.Where(t => !known.Contains(t.SourceId) && t.DueAt > now).ToList();
        var gone = await all.Where(t => t.ClosedAt == null && !ids.Contains(t.SourceId)).Select(t => t.SourceId).ToListAsync(cancel);
        if (fresh.Count == 0 && gone.Count == 0)
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var dropped = await db.DropTodosAsync(community, kind, gone, now, cancel);
        var asked = await db.AskAsync(fresh, cancel);
        write.Record(community, action, null, $"{what}：新列 {asked} 次，不用再做的 {dropped} 次");
        await write.CommitAsync(cancel);
    }

    /// <summary>Today's corridors as one walks, with who disinfected them when.</summary>
    internal static async Task<IReadOnlyList<CorridorToday>> TodayAsync(
        Db db, IEnumerable<CorridorsToClean> sources, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var midnight = Clock.Midnight(now.DateHere());
        var done = (await (
            from t in db.Todos
            join a in db.TodoTries on new { t.CommunityId, t.Id } equals new { a.CommunityId, Id = a.TodoId }
            where t.CommunityId == community && t.Kind == Code && t.AskedAt >= midnight && a.Outcome == Done && !a.TooLate
            orderby a.At
            select new { t.BuildingId, t.Unit, Try = a }).ToListAsync(cancel)).ToLookup(t => (t.BuildingId, t.Unit), t => t.Try);
        return [.. (await OfAsync(db, sources, community, now, cancel)).Select(c => new CorridorToday(c, [.. done[(c.Building, c.Unit)]]))];
    }

    // One corridor is one, whatever asks for it: as often as the one that asks most.
    internal static async Task<IReadOnlyList<CorridorToClean>> OfAsync(
        Db db, IEnumerable<CorridorsToClean> sources, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var all = new List<CorridorToClean>();
        foreach (var source in sources)
        {
            all.AddRange(await source(db, community, now, cancel));
        }

        return [.. all.GroupBy(c => (c.Building, c.Unit)).Select(g => g.MaxBy(c => c.PerDay)!).OrderBy(c => c.SortKey, StringComparer.Ordinal).ThenBy(c => c.Unit)];
    }

    private static IEnumerable<Todo> OfDay(long community, CorridorToClean corridor, DateOnly day)
    {
        var begin = Clock.FromHere(day.ToDateTime(From));
        for (var time = 1; time <= corridor.PerDay; time++)
        {
            yield return new()
            {
                CommunityId = community, Id = Ids.New(), BuildingId = corridor.Building, Unit = corridor.Unit, DwellingId = null,
                Dwelling = ChineseText.Cut($"{MeasureCorridors.Name(corridor.Label, corridor.Unit)}楼道", 60), SortKey = corridor.SortKey, Kind = Code,
                SourceId = Ids.Of(corridor.Building, $"corridor {corridor.Unit} {day:yyyyMMdd} {time}"),
                Title = corridor.PerDay > 1 ? $"楼道消毒，今天第 {time} 次" : "楼道消毒", DueAt = begin + (Over * ((double)time / corridor.PerDay)),
            };
        }
    }
}
