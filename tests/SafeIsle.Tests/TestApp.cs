using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests;

/// <summary>
/// The whole product on a real loopback port and a real database of its own: SQLite, or PostgreSQL when SAFEISLE_TEST_DB says so.
/// One for each test class (IClassFixture); tests of a class keep out of each other's way by using their own buildings.
/// </summary>
public class TestApp : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("safeisle-test-").FullName;
    private readonly string database = "t" + Guid.CreateVersion7().ToString("N");
    private WebApplication? app;

    // All tables and the cast are made once, and copied for each test class.
    private static readonly Lazy<Task<TestApp>> Origin = new(MakeOriginAsync);

    /// <summary>A clock that tests move.</summary>
    public MovableClock Clock { get; } = new();

    public Cast Cast { get; private set; } = null!;

    /// <summary>More of the environment: setting → value.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>What a module would register besides.</summary>
    protected virtual void Add(IServiceCollection services)
    {
    }

    /// <summary>Tests log in far more often than an office does.</summary>
    protected virtual string LoginsPerMinute => "1000000";

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public string Folder => folder;

    private static string? Postgres =>
        Environment.GetEnvironmentVariable("SAFEISLE_TEST_DB") == "postgres"
            ? Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") ?? throw new InvalidOperationException("SAFEISLE_TEST_POSTGRES is not set.")
            : null;

    public static bool OnPostgres => Postgres is not null;

    /// <summary>Begins with the cast in its database.</summary>
    public async ValueTask InitializeAsync()
    {
        var origin = await Origin.Value;
        Copy(origin.folder, folder);
        if (Postgres is { } server)
        {
            // As files: twice as fast as the usual way, which spares the disk that a test server does not wait for.
            await AskAsync(server, $"CREATE DATABASE {database} TEMPLATE {origin.database} STRATEGY FILE_COPY");
        }

        Cast = origin.Cast;
        await StartAsync();
    }

    /// <summary>Starts (or, after <see cref="StopAsync"/>, starts again) on the same data.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SAFEISLE_DATA"] = folder,
            ["SAFEISLE_LOGINS_PER_MINUTE"] = LoginsPerMinute,
            ["SAFEISLE_DB"] = await PostgresDatabaseAsync(),
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        Add(builder.Services);
        // Everybody logs in all the time here; the product keeps the framework's 100,000 rounds.
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 100);
        var opened = await ServeVerb.OpenAsync(builder, Clock, CancellationToken.None);
        opened.Refusal.ShouldBeNull();
        app = opened.Value;
        await app.StartAsync();
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async Task StopAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A browser without account.</summary>
    public Browser Anyone() => new(Address);

    /// <summary>A browser in which that member of the cast has logged in.</summary>
    public Task<Browser> AsAsync(string name) => Browser.LoggedInAsync(Address, name, Cast.Password);

    /// <summary>A look into the database, to see what a request left there.</summary>
    public async Task<T> InDbAsync<T>(Func<Db, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<Db>());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        if (Postgres is { } server)
        {
            await AskAsync(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }

        GC.SuppressFinalize(this);
    }

    private static async Task<TestApp> MakeOriginAsync()
    {
        var origin = new TestApp();
        // What the cast did lies before whatever a test does.
        origin.Clock.Advance(TimeSpan.FromMinutes(-5));
        await origin.StartAsync();
        origin.Cast = await Cast.MakeAsync(origin);
        await origin.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(origin.folder, recursive: true);
        return origin;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task<object?> AskAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task<string?> PostgresDatabaseAsync()
    {
        if (Postgres is not { } server)
        {
            return null;
        }

        if (await AskAsync(server, $"SELECT 1 FROM pg_database WHERE datname = '{database}'") is null)
        {
            await AskAsync(server, $"CREATE DATABASE {database}");
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = database, MaxPoolSize = 10 }.ToString();
    }
}

/// <summary>
/// A clock that runs from the next ten in the morning in Shanghai and is moved by tests: what passes at noon passes at night.
/// SAFEISLE_TEST_HOUR (say 22:45) starts it at another time of the day, to look for what depends on it.
/// </summary>
public sealed class MovableClock : TimeProvider
{
    private static readonly TimeOnly Start =
        Environment.GetEnvironmentVariable("SAFEISLE_TEST_HOUR") is { Length: > 0 } hour ? TimeOnly.Parse(hour, CultureInfo.InvariantCulture) : new TimeOnly(10, 0);

    // Never behind the wall clock: the browser of the tests throws away cookies that end before it.
    private TimeSpan ahead = Start - TimeOnly.FromTimeSpan(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).TimeOfDay);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
