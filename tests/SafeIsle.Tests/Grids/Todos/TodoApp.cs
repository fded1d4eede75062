using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Households;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>
/// Three grids: 1号楼1单元 (小周 answers, 高主任 stands in), 1号楼2单元 (nobody), 2号楼 (老秦). A kind of things to do whose tries are counted.
/// Each test has doors of its own.
/// </summary>
public sealed class TodoApp : TestApp, IAsyncLifetime
{
    public const string Kind = "test-call";

    /// <summary>Source → how often the kind heard of a try that counts.</summary>
    public Dictionary<Guid, int> Heard { get; } = [];

    public IReadOnlyList<Guid> Grids { get; private set; } = [];

    protected override void Add(IServiceCollection services) => services.AddSingleton(new TodoKind(
        Kind, "回访", "phone",
        [new("done", "说好了", Settles: true), new("silent", "没人接", Settles: false, Again: TimeSpan.FromHours(2)), new("busy", "占线", Settles: false)],
        Tried: (_, _, todo, _, _) =>
        {
            lock (Heard)
            {
                Heard[todo.SourceId] = Heard.GetValueOrDefault(todo.SourceId) + 1;
            }

            return Task.CompletedTask;
        },
        Page: todo => $"/desk/{todo.CommunityId}/dwellings/{todo.DwellingId}"));

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var now = Clock.Now();
            var split = new GridSplit
            {
                CommunityId = Cast.Home, Id = Ids.New(), FirstDay = Clock.Today().AddDays(-1), Weight = GridWeight.Households, Why = "测试", MadeAt = now, MadeBy = "测试",
            };
            db.Add(split);
            (Guid Building, int? Unit, string? Who)[] grids = [(Cast.Building1, 1, "worker"), (Cast.Building1, 2, null), (Cast.Building2, null, "guard")];
            var made = grids.Select((g, i) => new Grid { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split.Id, Number = i + 1, Name = $"第{i + 1}网格" }).ToList();
            db.AddRange(made);
            foreach (var (g, grid) in grids.Zip(made))
            {
                db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split.Id, GridId = grid.Id, BuildingId = g.Building, Unit = g.Unit });
                if (g.Who is { } who)
                {
                    db.Add(Duty(grid.Id, who, GridRole.Responsible, now));
                }
            }

            db.Add(Duty(made[0].Id, "director", GridRole.StandIn, now));
            write.Record(Cast.Home, "test.grids", null, "测试网格");
            await write.CommitAsync();
            Grids = [.. made.Select(g => g.Id)];
            return 0;
        });
    }

    private GridDuty Duty(Guid grid, string who, GridRole role, DateTimeOffset now) => new()
    {
        CommunityId = Cast.Home, Id = Ids.New(), GridId = grid, AccountId = Cast.Accounts[who], Name = who, Role = role, Since = now, By = "测试",
    };

    /// <summary>Something to do at that door, as a module asked for it days ago.</summary>
    public async Task<Todo> AskAsync(
        Guid building, int unit, string room, string title, TimeSpan? due = null, string? owner = null, Guid? household = null, string kind = Kind,
        bool justNow = false)
    {
        var door = await this.DoorAsync(building, unit, room);
        var todo = new Todo
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = building, Unit = unit, DwellingId = door.Id, Dwelling = door.Label, SortKey = door.SortKey,
            HouseholdId = household, Kind = kind, SourceId = Ids.New(), Title = title, DueAt = Clock.Now() + (due ?? TimeSpan.FromHours(1)),
            OwnerId = owner is null ? null : Cast.Accounts[owner],
        };
        await InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var asked = await db.AskAsync([todo], default);
            if (!justNow)
            {
                var days = Clock.Now().AddDays(-5);
                await db.Todos.Where(t => t.Id == todo.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.AskedAt, days));
            }

            write.Record(Cast.Home, "test.todo", null, "测试待办");
            await write.CommitAsync();
            return asked;
        });
        return todo;
    }

    /// <summary>A division that ended yesterday: 小周 answered for 1号楼2单元 in it, and nobody ended that.</summary>
    public Task FormerDutyAsync() => InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var (split, grid) = (Ids.New(), Ids.New());
        db.Add(new GridSplit
        {
            CommunityId = Cast.Home, Id = split, FirstDay = Clock.Today().AddDays(-9), LastDay = Clock.Today().AddDays(-2), Weight = GridWeight.Households, Why = "从前",
            MadeAt = Clock.Now(), MadeBy = "测试",
        });
        db.Add(new Grid { CommunityId = Cast.Home, Id = grid, SplitId = split, Number = 1, Name = "从前的网格" });
        db.Add(new GridPart { CommunityId = Cast.Home, Id = Ids.New(), SplitId = split, GridId = grid, BuildingId = Cast.Building1, Unit = 2 });
        db.Add(Duty(grid, "worker", GridRole.Responsible, Clock.Now().AddDays(-9)));
        write.Record(Cast.Home, "test.former", null, "从前的网格");
        await write.CommitAsync();
        return 0;
    });

    public Task<Todo> NowAsync(Todo todo) => InDbAsync(db => db.Todos.SingleAsync(t => t.Id == todo.Id));

    public Task<List<TodoTry>> TriesAsync(Todo todo) => InDbAsync(db => db.TodoTries.Where(t => t.TodoId == todo.Id).OrderBy(t => t.At).ToListAsync());
}
