using Microsoft.Data.Sqlite;

namespace SafeIsle.BrowserTests;

/// <summary>Rows of a server's own database, for what no page can prepare or show.</summary>
internal static class Rows
{
    /// <summary>Carries the statements out, as one change, and answers how many rows it touched.</summary>
    public static int Change(Server server, string sql, params IEnumerable<(string Name, object Value)> with)
    {
        using var connection = Open(server);
        using var transaction = connection.BeginTransaction();
        using var command = Of(connection, sql, with);
        command.Transaction = transaction;
        var rows = command.ExecuteNonQuery();
        transaction.Commit();
        return rows;
    }

    /// <summary>Each row of the answer as text, column by column.</summary>
    public static IReadOnlyList<string[]> Ask(Server server, string sql, params IEnumerable<(string Name, object Value)> with)
    {
        using var connection = Open(server);
        using var command = Of(connection, sql, with);
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }

    private static SqliteConnection Open(Server server)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = server.Database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteCommand Of(SqliteConnection connection, string sql, IEnumerable<(string Name, object Value)> with)
    {
        var command = new SqliteCommand(sql, connection);
        foreach (var (name, value) in with)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
