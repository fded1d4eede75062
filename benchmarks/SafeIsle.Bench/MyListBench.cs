using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Grids;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Bench;

/// <summary>
/// My list as a grid worker opens it: 250 rows with names, numbers and count, in a community of 100,000 people and 60 grids with a million
/// tries behind it and 300 things open in each grid.
/// </summary>
internal static class MyListBench
{
    // Until the process is compiled: what that costs is not the list's.
    private const int Compiling = 400;
    private const int Warm = 20;
    private const int Count = 200;
    private const int People = 100_000;
    private const int Grids = 60;
    private const int Settled = 200_000;
    private const int TriesEach = 5;
    private const int OpenInGrid = 300;
    private const int DoneToday = 100;
    private const string Worker = "wangge";

    public static async Task RunAsync(Report report)
    {
        await OnAsync(report, "SQLite", null);
        if (Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            await OnAsync(report, "PostgreSQL", await Data.EmptyDatabaseAsync(server));
        }
    }

    private static async Task OnAsync(Report report, string database, string? postgres)
    {
        var large = DemoCommunity.OfCity(0, People);
        using var data = new Data(postgres);
        await data.FillAsync(large);
        await data.AnalyzeAsync();
        await data.ChangeAsync(db => FillAsync(db, large.Code));
        await data.AnalyzeAsync();
        await using var subject = await Subject.StartAsync(data.Folder, postgres);
        await subject.LoginAsync(Worker, DemoMode.Password);
        foreach (var (name, query) in new[] { ("list of 250", ""), ("late ones", "?show=late"), ("done today", "?show=done") })
        {
            var path = $"/field/{large.Code}/todos{query}";
            await subject.TimesAsync(0, Compiling, _ => path);
            var before = subject.Cost();
            report.AddTimes($"{database}, {name}", await subject.TimesAsync(Warm, Count, _ => path), goalP95: 40);
            report.AddCost($"{database}, {name}", subject.Since(before), Warm + Count, goalCpu: 15);
            report.Add($"{database}, {name}", "size", (await subject.GetAsync(path)).Length / 1024.0, "KB");
        }
    }

    private static async Task FillAsync(Db db, long community)
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var (now, cancel) = (TimeProvider.System.Now(), CancellationToken.None);
        var worker = await db.Users.SingleAsync(a => a.UserName == Worker);
        var keeper = await db.Users.SingleAsync(a => a.UserName == Data.Login);
        db.Add(new Grant { Id = Ids.New(), AccountId = worker.Id, Role = Role.Field, Place = community });
        await DemoGrids.SplitAsync(db, community, Grids, (keeper.Id, keeper.DisplayName), (keeper.Id, keeper.DisplayName), now, cancel);
        var grids = await db.Grids.Where(g => g.CommunityId == community).OrderBy(g => g.Number).ToListAsync();
        var mine = grids[Grids / 2].Id;
        await db.GridDuties.Where(d => d.CommunityId == community && d.GridId == mine)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.AccountId, worker.Id));
        var parts = await db.GridParts.Where(p => p.CommunityId == community).ToListAsync();
        var homes = await (
            from h in db.Set<Households.Household>()
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == community
            select new { h.Id, d, b }).ToListAsync();
        var byBuilding = parts.ToLookup(p => p.BuildingId);
        var ofGrid = homes.ToLookup(h => byBuilding[h.b.Id].First(p => p.Unit is null || p.Unit == h.d.Unit).GridId);
        Todo Make(Guid household, Dwelling door, Building building, int i, DateTimeOffset due, DateTimeOffset? closed) => new()
        {
            CommunityId = community, Id = Ids.New(), BuildingId = building.Id, Unit = door.Unit, DwellingId = door.Id, Dwelling = door.Label,
            SortKey = Todo.Place(building, door), HouseholdId = household, Kind = i % 3 == 0 ? "screen" : "bench", SourceId = Ids.New(), Title = "打电话问一声",
            DueAt = due, Tries = TriesEach, LastOutcome = "silent", LastTriedAt = due, ClosedAt = closed,
        };
        var settled = Enumerable.Range(0, Settled).Select(i => homes[i % homes.Count]).Select((h, i) => Make(h.Id, h.d, h.b, i, now.AddDays(-1 - (i % 60)), now.AddDays(-1))).ToList();
        await db.BulkInsertAsync(settled, cancel);
        foreach (var some in settled.Chunk(20_000))
        {
            await db.BulkInsertAsync([.. some.SelectMany((t, i) => Enumerable.Range(0, TriesEach).Select(n => new TodoTry
            {
                CommunityId = community, Id = Ids.New(), TodoId = t.Id, Outcome = "silent", At = t.DueAt.AddMinutes(n), ReceivedAt = t.DueAt.AddMinutes(n),
                ById = i % Grids == 0 ? worker.Id : keeper.Id, By = "测量", TooLate = false,
            }))], cancel);
        }

        await db.BulkInsertAsync([.. settled.Take(DoneToday).Select(t => new TodoTry
        {
            CommunityId = community, Id = Ids.New(), TodoId = t.Id, Outcome = "done", At = now, ReceivedAt = now, ById = worker.Id, By = worker.DisplayName, TooLate = false,
        })], cancel);
        await db.BulkInsertAsync([.. grids.SelectMany(g => ofGrid[g.Id].Take(OpenInGrid).Select((h, i) => Make(h.Id, h.d, h.b, i, now.AddMinutes((i % 40) - 10), null)))], cancel);
        write.Record(community, "bench.fill", null, "测量用");
        await write.CommitAsync();
    }
}
