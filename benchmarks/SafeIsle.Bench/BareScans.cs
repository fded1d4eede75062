using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using SafeIsle.Gates;
using SafeIsle.Platform;

namespace SafeIsle.Bench;

/// <summary>Rows as the product stores them and nothing else: what the database and its driver can do at most.</summary>
internal static class BareScans
{
    private const string Columns =
        "community_id, id, gate_id, device_id, seq, device_at, at, received_at, direction, how, pass_id, counter, dwelling_id, dwelling, tenths, verdict, reason, " +
        "server_verdict, server_reason, note, guard, differs, mark, content";

    /// <summary>One insert and one commit each.</summary>
    /// <returns>Scans a second.</returns>
    public static async Task<double> OneByOneAsync(Report report, string connection, GateScan like, int clients, int count)
    {
        await using var source = Source(connection);
        return await MeasureAsync(report, $"bare Npgsql, one by one, {clients} clients", clients, count, 1, async i =>
        {
            await using var insert = source.CreateCommand(
                $"INSERT INTO gate_scan ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)");
            insert.Parameters.AddRange(Values(like, i).Select(v => new NpgsqlParameter { Value = v.Value, NpgsqlDbType = v.Type }).ToArray());
            await insert.ExecuteNonQueryAsync();
        });
    }

    /// <summary>A COPY and a commit for each batch.</summary>
    /// <returns>Scans a second.</returns>
    public static async Task<double> BatchesAsync(Report report, string connection, GateScan like, int clients, int count, int size)
    {
        await using var source = Source(connection);
        return await MeasureAsync(report, $"bare Npgsql, batches of {size}, {clients} clients", clients, count, size, async i =>
        {
            await using var open = await source.OpenConnectionAsync();
            await using var copy = await open.BeginBinaryImportAsync($"COPY gate_scan ({Columns}) FROM STDIN (FORMAT BINARY)");
            for (var row = 0; row < size; row++)
            {
                await copy.StartRowAsync();
                foreach (var (value, type) in Values(like, i))
                {
                    await copy.WriteAsync(value, type);
                }
            }

            await copy.CompleteAsync();
        });
    }

    // Prepared like the product's statements.
    private static NpgsqlDataSource Source(string connection) => NpgsqlDataSource.Create("Max Auto Prepare=200;No Reset On Close=true;" + connection);

    private static async Task<double> MeasureAsync(Report report, string name, int clients, int count, int size, Func<int, Task> insert)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await insert(i);
            }
        }));
        var (times, next, watch) = (new double[count], -1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await insert(i);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var rate = count * size / Stopwatch.GetElapsedTime(watch).TotalSeconds;
        report.Add(name, "rate", rate, "scans/s", null, "higher");
        report.Add(name, "p99", Report.Percentile(times, 0.99), "ms");
        return rate;
    }

    // Of a device of its own, so that nothing but the table is shared.
    private static (object Value, NpgsqlDbType Type)[] Values(GateScan like, int i)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return
        [
            (like.CommunityId, NpgsqlDbType.Bigint), (Ids.New(), NpgsqlDbType.Uuid), (like.GateId, NpgsqlDbType.Uuid), (Guid.Empty, NpgsqlDbType.Uuid),
            ((long)i, NpgsqlDbType.Bigint), (now, NpgsqlDbType.Bigint), (now, NpgsqlDbType.Bigint), (now, NpgsqlDbType.Bigint),
            ("Out", NpgsqlDbType.Varchar), ("Number", NpgsqlDbType.Varchar), (like.PassId!, NpgsqlDbType.Uuid), (-1 - i, NpgsqlDbType.Integer),
            (like.DwellingId!, NpgsqlDbType.Uuid), (like.Dwelling, NpgsqlDbType.Varchar), (365, NpgsqlDbType.Integer), ("Go", NpgsqlDbType.Varchar),
            ("ok", NpgsqlDbType.Varchar), ("Go", NpgsqlDbType.Varchar), ("ok", NpgsqlDbType.Varchar), ("", NpgsqlDbType.Varchar), ("测量机", NpgsqlDbType.Varchar),
            (false, NpgsqlDbType.Boolean), ("None", NpgsqlDbType.Varchar), ((long)i, NpgsqlDbType.Bigint),
        ];
    }
}
