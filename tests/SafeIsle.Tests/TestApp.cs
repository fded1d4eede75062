using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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

    /// <summary>A clock that tests move.</summary>
    public MovableClock Clock { get; } = new();

    public Cast Cast { get; private set; } = null!;

    /// <summary>More of the environment: setting → value.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

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

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Cast = await Cast.MakeAsync(this);
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
            NpgsqlConnection.ClearAllPools();
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync();
            await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", connection);
            await drop.ExecuteNonQueryAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<string?> PostgresDatabaseAsync()
    {
        if (Postgres is not { } server)
        {
            return null;
        }

        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var exists = new NpgsqlCommand($"SELECT count(*) FROM pg_database WHERE datname = '{database}'", connection);
        if ((long)(await exists.ExecuteScalarAsync())! == 0)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
            await create.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = database, MaxPoolSize = 10 }.ToString();
    }
}

/// <summary>The wall clock, moved by tests.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan ahead = TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
