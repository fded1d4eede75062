using Microsoft.EntityFrameworkCore;

namespace SafeIsle.Platform.Data;

/// <summary>Where the data is, and which of the two databases holds it.</summary>
public sealed record DataLocation(string Folder, string? PostgresConnection)
{
    /// <summary>Reads <c>SAFEISLE_DATA</c> (folder, default <c>data</c>) and <c>SAFEISLE_DB</c> (PostgreSQL connection string, default none).</summary>
    public static DataLocation From(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["SAFEISLE_DATA"] is { Length: > 0 } set ? set : "data");
        return new(folder, configuration["SAFEISLE_DB"] is { Length: > 0 } connection ? connection : null);
    }

    public bool IsPostgres => PostgresConnection is not null;

    public string SqliteFile => Path.Combine(Folder, "safeisle.db");

    /// <summary>Makes the folder, readable by its owner only: it holds personal data and keys.</summary>
    public void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

internal static class DataSetup
{
    // Pooled: making a context, its options and its services anew would be a tenth of a small page.
    public static void AddDatabase(this IServiceCollection services, DataLocation location)
    {
        services.AddSingleton(location);
        if (location.IsPostgres)
        {
            services.AddDbContextPool<Db, PostgresDb>(options => Common(options, o => PostgresDb.Configure(o, location.PostgresConnection!)));
        }
        else
        {
            services.AddDbContextPool<Db, SqliteDb>(options => Common(options, o => SqliteDb.Configure(o, location.SqliteFile)));
        }
    }

    /// <summary>A context outside of the web application: at start, for the verbs, for tests.</summary>
    public static Db OpenAlone(DataLocation location)
    {
        if (location.IsPostgres)
        {
            var postgres = new DbContextOptionsBuilder<PostgresDb>();
            Common(postgres, o => PostgresDb.Configure(o, location.PostgresConnection!));
            return new PostgresDb(postgres.Options);
        }

        var sqlite = new DbContextOptionsBuilder<SqliteDb>();
        Common(sqlite, o => SqliteDb.Configure(o, location.SqliteFile));
        return new SqliteDb(sqlite.Options);
    }

    private static void Common(DbContextOptionsBuilder options, Action<DbContextOptionsBuilder> provider)
    {
        provider(options);
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
    }

    /// <summary>
    /// Brings the database to this version of the product. Safe to repeat; safe when two nodes start at once (EF takes a lock). Asks for
    /// the history first: comparing the whole model with its snapshot would cost every start a third of a second.
    /// </summary>
    public static async Task MigrateAsync(this Db db, CancellationToken cancel = default)
    {
        if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            await db.Database.MigrateAsync(cancel);
        }
    }
}
