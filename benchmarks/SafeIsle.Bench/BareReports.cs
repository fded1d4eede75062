using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SafeIsle.Health;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Bench;

/// <summary>Three temperatures in one transaction and nothing else: what the database and its drivers can do at most.</summary>
internal static class BareReports
{
    public static async Task RunAsync(Report report, string connection, int clients, int count)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var sample = await SampleAsync(connection);
        await MeasureAsync(report, "bare Npgsql", clients, count, i => InsertAsync(source, sample, i));
        var options = new DbContextOptionsBuilder<BareDb>().UseNpgsql(source).Options;
        await MeasureAsync(report, "bare EF", clients, count, i => SaveAsync(options, sample, i));
    }

    private static async Task MeasureAsync(Report report, string name, int clients, int count, Func<int, Task> insert)
    {
        await insert(-1);
        var (times, next, watch) = (new double[count], -1, Stopwatch.GetTimestamp());
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await insert(i);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var title = $"{name}, {clients} clients";
        report.Add(title, "rate", count / Stopwatch.GetElapsedTime(watch).TotalSeconds, "reports/s", null, "higher");
        report.Add(title, "p95", Report.Percentile(times, 0.95), "ms");
        report.Add(title, "cpu", (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / count, "ms/report");
    }

    private static async Task InsertAsync(NpgsqlDataSource source, TemperatureReport sample, int i)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var row in Rows(sample, i))
        {
            batch.BatchCommands.Add(new(
                """
                INSERT INTO temperature_report (community_id, id, building_id, household_id, person_id, duty_id, day, "window", version, tenths,
                    symptoms, abnormal, in_time, at, how, by, form_key)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                """)
            {
                Parameters =
                {
                    new() { Value = row.CommunityId }, new() { Value = row.Id }, new() { Value = row.BuildingId }, new() { Value = row.HouseholdId },
                    new() { Value = row.PersonId }, new() { Value = row.DutyId }, new() { Value = row.Day }, new() { Value = row.Window },
                    new() { Value = row.Version }, new() { Value = row.Tenths }, new() { Value = row.Symptoms }, new() { Value = row.Abnormal },
                    new() { Value = row.InTime }, new() { Value = row.At.ToUnixTimeMilliseconds() }, new() { Value = $"{row.How}" },
                    new() { Value = row.By }, new() { Value = row.FormKey },
                },
            });
        }

        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task SaveAsync(DbContextOptions<BareDb> options, TemperatureReport sample, int i)
    {
        await using var db = new BareDb(options);
        db.AddRange(Rows(sample, i));
        await db.SaveChangesAsync();
    }

    // Windows of their own, so that nothing collides with what the product wrote.
    private static IEnumerable<TemperatureReport> Rows(TemperatureReport sample, int i) => Enumerable.Range(1, 3).Select(version => new TemperatureReport
    {
        CommunityId = sample.CommunityId, Id = Ids.New(), BuildingId = sample.BuildingId, HouseholdId = sample.HouseholdId, PersonId = sample.PersonId,
        DutyId = sample.DutyId, Day = sample.Day, Window = Ids.New().ToString("N")[^18..], Version = version, Tenths = 360 + (i % 10), Symptoms = "",
        Abnormal = false, InTime = true, At = sample.At, How = ReportedBy.Self, By = "测量", FormKey = Ids.New(),
    });

    private static async Task<TemperatureReport> SampleAsync(string connection)
    {
        await using var db = DataSetup.OpenAlone(new DataLocation("", connection));
        return await db.TemperatureReports.FirstAsync();
    }

    /// <summary>The one table, mapped as the product maps it.</summary>
    private sealed class BareDb(DbContextOptions<BareDb> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<TemperatureReport>(table =>
            {
                table.HasKey(r => new { r.CommunityId, r.Id });
                table.Property(r => r.How).HasConversion<string>();
                table.Property(r => r.At).HasConversion(at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));
            });
            SnakeCase.Apply(modelBuilder.Model);
        }
    }
}
