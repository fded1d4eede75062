using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SafeIsle.Platform.Data;

/// <summary>The product on SQLite: the default, one file under <c>data/</c>.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : Db(options)
{
    // A connection serves one request at a time, so SQLite need not lock it for every column that is read.
    static SqliteDb()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        base.ConfigureConventions(builder);
        // 16 bytes, most significant first, so that SQLite's byte order is the time order of version 7.
        builder.Properties<Guid>().HaveConversion<BigEndianBytes>();
    }

    /// <summary>Seconds that one write waits for another; then the sender is asked to try again (503).</summary>
    private const int LongestWait = 10;

    internal static void Configure(DbContextOptionsBuilder builder, string file) => builder
        .UseSqlite(
            new SqliteConnectionStringBuilder { DataSource = file, Cache = SqliteCacheMode.Private, Pooling = true, DefaultTimeout = LongestWait }.ToString(),
            // One statement a query: on SQLite there is no round trip to save. A list is one parameter, so that its statement is made once.
            sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .AddInterceptors(new Pragmas());

    internal sealed class BigEndianBytes()
        : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    /// <summary>
    /// What SQLite must be told on every new connection. The log before the data (WAL) cut write p99 about five times; it is on the disk
    /// before a commit is answered (decision 19). SQLite itself waits for another's write, looking every few milliseconds; without that the
    /// driver looks every 150.
    /// </summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;";

        // The driver keeps connections and opens the same ones for query after query; each remembers what it was told.
        private readonly ConditionalWeakTable<object, object> told = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            var handle = ((SqliteConnection)connection).Handle!;
            if (told.TryGetValue(handle, out _))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
            told.AddOrUpdate(handle, handle);
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            // The driver does nothing besides: SQLite answers in this process.
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
