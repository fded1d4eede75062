using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace SafeIsle.Platform.Data;

/// <summary>
/// Inserts many rows of one table past the change tracker: one prepared statement on SQLite, COPY on PostgreSQL. Part of the open
/// <see cref="WriteScope"/> like any other write.
/// </summary>
public static class BulkInsert
{
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
        var columns = entity.GetProperties().Select(p => new Column(p)).ToList();
        switch (db.Database.GetDbConnection())
        {
            case NpgsqlConnection postgres:
                await CopyAsync(postgres, entity.GetTableName()!, columns, rows, cancel);
                break;
            case SqliteConnection sqlite:
                var transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
                await InsertAsync(sqlite, transaction, entity.GetTableName()!, columns, rows, cancel);
                break;
            case var other:
                throw new NotSupportedException(other.GetType().Name);
        }
    }

    private static async Task InsertAsync<T>(
        SqliteConnection connection, SqliteTransaction transaction, string table, List<Column> columns, IReadOnlyCollection<T> rows,
        CancellationToken cancel)
        where T : class
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Table and column names come from the model, values go by parameter.
#pragma warning disable CA2100
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
#pragma warning restore CA2100
        var parameters = columns.Select((_, i) => command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" })).ToList();
        await command.PrepareAsync(cancel);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                parameters[i].Value = columns[i].Of(row) ?? DBNull.Value;
            }

            // Synchronous on purpose: SQLite has no asynchronous work, and the detour costs more than the insert.
            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string table, List<Column> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
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
