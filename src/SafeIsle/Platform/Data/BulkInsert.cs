using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SQLitePCL;

namespace SafeIsle.Platform.Data;

/// <summary>
/// Inserts many rows of one table past the change tracker: one prepared statement on SQLite, COPY on PostgreSQL. Part of the open
/// <see cref="WriteScope"/> like any other write.
/// </summary>
public static class BulkInsert
{
    /// <summary>From here on it matters how foreign keys are checked.</summary>
    private const int ManyRows = 500;

    // The model lives as long as the process.
    private static readonly ConcurrentDictionary<IEntityType, List<Column>> Known = new();

    /// <exception cref="InvalidOperationException">No write is open.</exception>
    public static async Task BulkInsertAsync<T>(this Db db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        if (db.Write is null)
        {
            throw new InvalidOperationException("A write needs an open WriteScope, so that its audit entry is in the same transaction.");
        }

        if (rows.Count == 0)
        {
            return;
        }

        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is no table.");
        var columns = Known.GetOrAdd(entity, static e => [.. e.GetProperties().Select(p => new Column(p))]);
        switch (db.Database.GetDbConnection())
        {
            case NpgsqlConnection postgres:
                await CopyAsync(postgres, entity.GetTableName()!, columns, rows, cancel);
                break;
            case SqliteConnection sqlite:
                Insert(sqlite, entity.GetTableName()!, columns, rows, cancel);
                break;
            case var other:
                throw new NotSupportedException(other.GetType().Name);
        }
    }

    // Below SqliteCommand, whose parameters and readers cost several times what the insert does; the open transaction is the connection's.
    private static void Insert<T>(SqliteConnection connection, string table, List<Column> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        using (statement)
        {
            foreach (var row in rows)
            {
                cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < columns.Count; i++)
                {
                    Check(Bind(statement, i + 1, columns[i].Of(row)));
                }

                Check(raw.sqlite3_step(statement));
                Check(raw.sqlite3_reset(statement));
            }
        }

        void Check(int result)
        {
            if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            {
                SqliteException.ThrowExceptionForRC(result, connection.Handle);
            }
        }
    }

    // As the provider stores them: numbers and truth as integers, dates as yyyy-MM-dd.
    private static int Bind(sqlite3_stmt statement, int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        string text => raw.sqlite3_bind_text(statement, at, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
        long number => raw.sqlite3_bind_int64(statement, at, number),
        int number => raw.sqlite3_bind_int64(statement, at, number),
        bool truth => raw.sqlite3_bind_int64(statement, at, truth ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, at, number),
        DateOnly date => raw.sqlite3_bind_text(statement, at, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string table, List<Column> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        if (rows.Count >= ManyRows)
        {
            await ForgetPlansAsync(connection, cancel);
        }

        await using var writer = await connection.BeginBinaryImportAsync(
            $"COPY {table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            foreach (var column in columns)
            {
                if (column.Of(row) is { } value)
                {
                    await writer.WriteAsync(value, column.StoreType, cancel);
                }
                else
                {
                    await writer.WriteNullAsync(cancel);
                }
            }
        }

        await writer.CompleteAsync(cancel);
    }

    // The server keeps its plan for checking a foreign key as long as the connection lives. Made while the other table had one page, it
    // reads that table from end to end for each row: a small community and then a large one took a minute instead of seconds.
    private static async Task ForgetPlansAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("DISCARD PLANS", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A column and how a row's property becomes its stored value.</summary>
    private sealed class Column(IProperty property)
    {
        private readonly PropertyInfo source = property.PropertyInfo
            ?? throw new NotSupportedException($"{property.Name} has no property to read.");

        private readonly Func<object?, object?>? convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public string Name { get; } = property.GetColumnName();

        /// <summary>Without its length, which COPY does not want.</summary>
        public string StoreType { get; } = property.GetColumnType().Split('(')[0];

        public object? Of(object row)
        {
            var value = source.GetValue(row);
            return value is null || convert is null ? value : convert(value);
        }
    }
}
