using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;

namespace SafeIsle.Bench;

/// <summary>
/// Scans that devices send, one at a time, in batches and two hundred a second for a minute; the list that devices fetch; codes verified.
/// Beside the scans, in the same run, the bare insert of the same rows.
/// </summary>
internal static class GateBench
{
    private const int Count = 4_000;
    private const int Batches = 100;
    private const int Batch = GateRules.MostScans;
    private const int SteadyPerSecond = 200;
    private static readonly TimeSpan SteadyFor = TimeSpan.FromMinutes(1);
    private static readonly int[] Clients = [1, 4, 16, 64];
    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    public static async Task RunAsync(Report report)
    {
        await GateVerify.RunAsync(report);
        await OnAsync(report, "SQLite", null);
        if (Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            await OnAsync(report, "PostgreSQL", await Data.EmptyDatabaseAsync(server));
        }
    }

    private static async Task OnAsync(Report report, string database, string? postgres)
    {
        using var data = new Data(postgres);
        await data.FillAsync();
        await data.AskAsync(db => db.Households.Where(h => h.CommunityId == Longhu).ExecuteUpdateAsync(set => set.SetProperty(h => h.VerifiedAt, DateTimeOffset.UnixEpoch)));
        await using var subject = await Subject.StartAsync(data.Folder, postgres);
        using var devices = await BenchDevices.EnrolAsync(data, subject);
        await data.AnalyzeAsync();
        await GateSnapshots.RunAsync(report, database, data, devices[0]);
        var scans = await ScansAsync(data);
        await SendAsync(devices, Count, 16, () => [scans.Next()]);
        await data.AnalyzeAsync();
        var inserts = new Dictionary<int, double>();
        foreach (var clients in Clients)
        {
            // Right before the product's, so that what else the machine does at the moment falls on both.
            double? bare = postgres is null ? null : await BareScans.OneByOneAsync(report, postgres, await RowAsync(data), clients, Count);
            var (before, watch) = (subject.Cost(), Stopwatch.GetTimestamp());
            var times = await SendAsync(devices, Count, clients, () => [scans.Next()]);
            var name = $"{database}, one by one, {clients} clients";
            Add(report, name, times, Count, watch, bare);
            inserts[clients] = bare ?? 0;
            report.Add(name, "cpu", subject.Since(before).Cpu.TotalMilliseconds / Count, "ms/scan");
        }

        foreach (var clients in new[] { 1, 4 })
        {
            double? bare = postgres is null ? null : await BareScans.BatchesAsync(report, postgres, await RowAsync(data), clients, Batches, Batch);
            var (before, watch) = (subject.Cost(), Stopwatch.GetTimestamp());
            var times = await SendAsync(devices, Batches, clients, () => [.. Enumerable.Range(0, Batch).Select(_ => scans.Next())]);
            var name = $"{database}, batches of {Batch}, {clients} clients";
            var rate = Add(report, name, times, Batches * Batch, watch, bare);
            if (postgres is not null)
            {
                // What a program does that stores each row as it comes: the other measure beside COPY.
                report.Add(name, "of bare inserts one by one", rate / inserts[clients] * 100, "%", 90, "higher");
            }

            report.Add(name, "cpu", subject.Since(before).Cpu.TotalMilliseconds / (Batches * Batch), "ms/scan");
        }

        await SteadyAsync(report, database, devices, scans);
        await data.AskAsync(db => db.GateScans.ExecuteUpdateAsync(set => set.SetProperty(s => s.ReceivedAt, TimeProvider.System.GetUtcNow().AddHours(-1))));
        await GateSnapshots.IdleAsync(report, $"{database}, nothing new, {await data.AskAsync(db => db.GateScans.CountAsync())} passages before", devices[0]);
    }

    // As traffic comes: at its own pace, whether answers are there or not, and timed from when each was due.
    private static async Task SteadyAsync(Report report, string database, BenchDevices devices, Scans scans)
    {
        var count = (int)(SteadyPerSecond * SteadyFor.TotalSeconds);
        var (times, start, sent) = (new double[count], Stopwatch.GetTimestamp(), new List<Task>(count));
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / SteadyPerSecond);
            while (Stopwatch.GetElapsedTime(start) < due)
            {
                await Task.Delay(1);
            }

            sent.Add(OneAsync(i, due));
        }

        await Task.WhenAll(sent);
        var name = $"{database}, {SteadyPerSecond} a second for a minute";
        report.Add(name, "median", Report.Percentile(times, 0.5), "ms");
        report.Add(name, "p99", Report.Percentile(times, 0.99), "ms", 50);
        report.Add(name, "slowest", times.Max(), "ms");

        async Task OneAsync(int i, TimeSpan due)
        {
            await PostAsync(devices[i], [scans.Next()]);
            times[i] = (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds;
        }
    }

    private static async Task<IReadOnlyList<double>> SendAsync(BenchDevices devices, int count, int clients, Func<IReadOnlyList<object>> scans)
    {
        var (times, next) = (new double[count], -1);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var batch = scans();
                var watch = Stopwatch.GetTimestamp();
                await PostAsync(devices[client], batch);
                times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
            }
        })));
        return times;
    }

    private static async Task PostAsync(HttpClient device, IReadOnlyList<object> scans)
    {
        using var answer = await device.PostAsJsonAsync("/api/gate/scans", new { sentAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), scans });
        answer.EnsureSuccessStatusCode();
    }

    /// <param name="bare">What the bare insert does a second; null where it was not measured.</param>
    /// <returns>Scans a second.</returns>
    private static double Add(Report report, string name, IReadOnlyList<double> times, int scans, long since, double? bare)
    {
        var rate = scans / Stopwatch.GetElapsedTime(since).TotalSeconds;
        report.Add(name, "rate", rate, "scans/s", null, "higher");
        report.Add(name, "p99", Report.Percentile(times, 0.99), "ms");
        if (bare is { } most)
        {
            report.Add(name, "of bare", rate / most * 100, "%", 90, "higher");
        }

        return rate;
    }

    private static async Task<Scans> ScansAsync(Data data) => new(
        await data.AskAsync(db => db.Passes.Where(p => p.CommunityId == Longhu && p.RevokedAt == null).Select(p => p.Number).ToListAsync()));

    private static Task<GateScan> RowAsync(Data data) => data.AskAsync(db => db.GateScans.Where(s => s.CommunityId == Longhu && s.PassId != null).OrderBy(s => s.Id).FirstAsync());

    /// <summary>All passes one after the other out, then in, and so on.</summary>
    private sealed class Scans(IReadOnlyList<int> numbers)
    {
        private int seq;

        public Dictionary<string, object?> Next()
        {
            var i = Interlocked.Increment(ref seq);
            return new()
            {
                ["id"] = Ids.New(), ["seq"] = i, ["at"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), ["direction"] = i / numbers.Count % 2 == 0 ? "out" : "in",
                ["how"] = "number", ["number"] = numbers[i % numbers.Count], ["verdict"] = "go", ["reason"] = "ok", ["tenths"] = 365,
            };
        }
    }
}
