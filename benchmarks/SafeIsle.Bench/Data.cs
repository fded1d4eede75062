using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SafeIsle.Demo;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Bench;

/// <summary>Makes the data of a bench in a temporary folder, in this process, before the measured one starts.</summary>
internal sealed class Data(string? postgres = null) : IDisposable
{
    /// <summary>Committee member of every community made here.</summary>
    public const string Login = "longhu";

    /// <summary>Connection of an empty PostgreSQL database; null for SQLite in the folder.</summary>
    public string? Postgres => postgres;

    public string Folder { get; } = Directory.CreateTempSubdirectory("safeisle-bench-").FullName;

    /// <summary>The demo, and the given communities besides, all reachable for <see cref="Login"/>.</summary>
    public async Task FillAsync(params DemoCommunity[] more)
    {
        await using var app = await OpenAsync();
        await DemoMode.FillIfNewAsync(app.Services, default);
        await SeedVerb.SeedAsync(app.Services, more, default);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var account = await db.Users.SingleAsync(a => a.UserName == Login);
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        foreach (var community in more)
        {
            db.Add(new Grant { Id = Ids.New(), AccountId = account.Id, Role = Role.Committee, Place = community.Code });
        }

        write.Record(0, "bench.grant", account.Id, "测量用");
        await write.CommitAsync();
    }

    /// <summary>Looks something up in the data.</summary>
    public async Task<T> AskAsync<T>(Func<Db, Task<T>> question)
    {
        await using var db = DataSetup.OpenAlone(new DataLocation(Folder, postgres));
        return await question(db);
    }

    /// <summary>Changes the data; the change begins and commits its own write.</summary>
    public async Task ChangeAsync(Func<Db, Task> change)
    {
        await using var app = await OpenAsync();
        await using var scope = app.Services.CreateAsyncScope();
        await change(scope.ServiceProvider.GetRequiredService<Db>());
    }

    /// <summary>The building of that number in the large community.</summary>
    public Task<Guid> BuildingAsync(string key) => AskAsync(db =>
        db.Buildings.Where(b => b.CommunityId == DemoCommunity.Longhu.Code && b.Key == key).Select(b => b.Id).SingleAsync());

    /// <summary>So many people of that community with their numbers, spread over it.</summary>
    public async Task<IReadOnlyList<(PersonPlace Place, PersonCard Card)>> PeopleAsync(long community, int count)
    {
        await using var app = await OpenAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var all = await db.People.Where(p => p.CommunityId == community).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync();
        var ids = all.Where((_, i) => i % Math.Max(1, all.Count / count) == 0).Take(count).ToList();
        var places = await db.People.Where(p => p.CommunityId == community && ids.Contains(p.Id)).WithPlace(db).OrderBy(p => p.Person.Id).ToListAsync();
        var cards = await scope.ServiceProvider.GetRequiredService<RegisterReader>().OpenAsync(places.ConvertAll(p => p.Person), default);
        return [.. places.Zip(cards)];
    }

    /// <summary>The code on the paper at that door.</summary>
    public async Task<Func<Dwelling, string>> DoorCodesAsync()
    {
        await using var app = await OpenAsync();
        var keys = app.Services.GetRequiredService<KeyRing>();
        return d => DoorCode.Of(keys, d.CommunityId, d.Id, d.DoorCodeVersion);
    }

    /// <summary>The codes on the cards of so many passes from that number on.</summary>
    public async Task<IReadOnlyList<string>> PassCodesAsync(long community, int first, int count)
    {
        await using var app = await OpenAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var key = await scope.ServiceProvider.GetRequiredService<GateKeys>().SigningAsync(db, community, default);
        var passes = await db.Passes.Where(p => p.CommunityId == community && p.Number >= first && p.Number < first + count).OrderBy(p => p.Number).ToListAsync();
        return passes.ConvertAll(p => PassCards.CodeOf(p, key, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Waits until no job waits or works; throws when one failed.</summary>
    public async Task NoJobOpenAsync()
    {
        for (var tries = 0; tries < 6000; tries++)
        {
            var states = await AskAsync(db => db.Set<Job>().Select(j => j.State).ToListAsync());
            if (states.Contains(JobState.Failed))
            {
                throw new InvalidOperationException("A job failed: " + await AskAsync(db => db.Set<Job>().Where(j => j.State == JobState.Failed).Select(j => j.Message).FirstAsync()));
            }

            if (!states.Contains(JobState.Waiting) && !states.Contains(JobState.Working))
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("The jobs do not end.");
    }

    /// <summary>A new database on that PostgreSQL server: its connection string.</summary>
    public static async Task<string> EmptyDatabaseAsync(string server)
    {
        var name = "bench" + Ids.New().ToString("N");
        await RunAsync(server, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    /// <summary>Collects PostgreSQL's statistics, as the server does by itself within a minute of so many new rows; nothing on SQLite.</summary>
    public Task AnalyzeAsync() => postgres is null ? Task.CompletedTask : RunAsync(postgres, "ANALYZE");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<WebApplication> OpenAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_DATA"] = Folder, ["SAFEISLE_DB"] = postgres });
        return (await ServeVerb.OpenAsync(builder, TimeProvider.System, default)).Value;
    }
}
