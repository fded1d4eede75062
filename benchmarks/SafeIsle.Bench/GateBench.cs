using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SafeIsle.Demo;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>
/// Scans that devices send, one at a time and in batches, and the list that a new device fetches for 15,000 people. Beside it, in the same
/// run, the bare insert of such rows.
/// </summary>
internal static partial class GateBench
{
    private const int Count = 2_000;
    private const int Batches = 40;
    private const int Batch = 200;
    private const int Snapshots = 20;

    private static readonly int[] Clients = [1, 4, 16, 64];
    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    public static async Task RunAsync(Report report)
    {
        await OnAsync(report, "SQLite", null);
        if (Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            var connection = await ReportBench.EmptyDatabaseAsync(server);
            await OnAsync(report, "PostgreSQL", connection);
            foreach (var clients in Clients)
            {
                await BareAsync(report, connection, clients);
            }
        }
    }

    private static async Task OnAsync(Report report, string database, string? postgres)
    {
        using var data = new Data(postgres);
        await data.FillAsync();
        await data.AskAsync(db => db.Households.Where(h => h.CommunityId == Longhu).ExecuteUpdateAsync(set => set.SetProperty(h => h.VerifiedAt, DateTimeOffset.UnixEpoch)));
        await using var subject = await Subject.StartAsync(data.Folder, postgres);
        using var device = await DeviceAsync(data, subject);
        await SnapshotsAsync(report, database, device);
        var numbers = await data.AskAsync(db => db.Passes.Where(p => p.CommunityId == Longhu).Select(p => p.Number).ToListAsync());
        var seq = 0;
        Dictionary<string, object?> Scan()
        {
            var i = Interlocked.Increment(ref seq);
            return new()
            {
                ["id"] = Ids.New(), ["seq"] = i, ["at"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), ["direction"] = i / numbers.Count % 2 == 0 ? "out" : "in",
                ["how"] = "number", ["number"] = numbers[i % numbers.Count], ["verdict"] = "go", ["reason"] = "ok", ["tenths"] = 365,
            };
        }

        await SendAsync(device, Count, 16, () => [Scan()]);
        foreach (var clients in Clients)
        {
            var (before, watch) = (subject.Cost(), Stopwatch.GetTimestamp());
            var times = await SendAsync(device, Count, clients, () => [Scan()]);
            Add(report, $"{database}, one by one, {clients} clients", times, Count, watch);
            report.Add($"{database}, one by one, {clients} clients", "cpu", subject.Since(before).Cpu.TotalMilliseconds / Count, "ms/scan");
        }

        foreach (var clients in new[] { 1, 4 })
        {
            var watch = Stopwatch.GetTimestamp();
            var times = await SendAsync(device, Batches, clients, () => [.. Enumerable.Range(0, Batch).Select(_ => Scan())]);
            Add(report, $"{database}, batches of {Batch}, {clients} clients", times, Batches * Batch, watch);
        }
    }

    // A gate, a device enrolled at it, a pass for every household: as the committee does it.
    private static async Task<HttpClient> DeviceAsync(Data data, Subject subject)
    {
        var compound = await data.AskAsync(db => db.Set<SafeIsle.Places.Compound>().Where(c => c.CommunityId == Longhu).OrderBy(c => c.SortKey).Select(c => c.Id).ToListAsync());
        using var browser = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        await browser.OpenAsync($"/desk/{Longhu}/gates/new");
        await browser.SubmitAsync("/gates/new", ("name", "测量门"), ("compound", compound[0].ToString()));
        await browser.SubmitAsync("/devices", ("device", "测量机"));
        var code = Code().Match(browser.Text).Value.Replace(" ", "", StringComparison.Ordinal);
        foreach (var place in compound)
        {
            await browser.OpenAsync($"/desk/{Longhu}/passes/many");
            await browser.SubmitAsync("/passes/many", ("where", place.ToString()), ("rule", "3"));
        }

        var device = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None }) { BaseAddress = subject.Address };
        using var answer = await device.PostAsJsonAsync("/api/gate/enrol", new { code });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        device.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return device;
    }

    private static async Task SnapshotsAsync(Report report, string database, HttpClient device)
    {
        var (times, bytes) = (new List<double>(), 0);
        for (var i = 0; i < Snapshots; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/gate/snapshot") { Headers = { { "Accept-Encoding", "br" } } };
            using var answer = await device.SendAsync(ask);
            bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        report.Add($"{database}, whole list of a new device", "size", bytes / 1024.0, "KB", 64);
        report.Add($"{database}, whole list of a new device", "median", Report.Percentile(times, 0.5), "ms");
    }

    private static async Task<IReadOnlyList<double>> SendAsync(HttpClient device, int count, int clients, Func<IReadOnlyList<object>> scans)
    {
        var (times, next) = (new double[count], -1);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var batch = new { sentAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), scans = scans() };
                var watch = Stopwatch.GetTimestamp();
                using var answer = await device.PostAsJsonAsync("/api/gate/scans", batch);
                answer.EnsureSuccessStatusCode();
                times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
            }
        })));
        return times;
    }

    // The same rows, one insert and one commit each, and nothing else.
    private static async Task BareAsync(Report report, string connection, int clients)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var (gate, device) = (Ids.New(), Ids.New());
        var (times, next, watch) = (new double[Count], -1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < Count; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await using var insert = source.CreateCommand(
                    """
                    INSERT INTO gate_scan (community_id, id, gate_id, device_id, seq, device_at, at, received_at, direction, how, dwelling, tenths,
                        verdict, reason, server_verdict, server_reason, note, differs)
                    VALUES ($1, $2, $3, $4, $5, $6, $6, $6, 'Out', 'Number', '1号楼1单元101室', 365, 'Go', 'ok', 'Go', 'ok', '', false)
                    """);
                insert.Parameters.AddRange(new NpgsqlParameter[]
                {
                    new() { Value = Longhu }, new() { Value = Ids.New() }, new() { Value = gate }, new() { Value = device }, new() { Value = (long)i },
                    new() { Value = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() },
                });
                await insert.ExecuteNonQueryAsync();
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        Add(report, $"bare Npgsql, one by one, {clients} clients", times, Count, watch);
    }

    private static void Add(Report report, string name, IReadOnlyList<double> times, int scans, long since)
    {
        report.Add(name, "rate", scans / Stopwatch.GetElapsedTime(since).TotalSeconds, "scans/s", null, "higher");
        report.Add(name, "p99", Report.Percentile(times, 0.99), "ms");
    }

    [GeneratedRegex("[0-9]{4} [0-9]{4}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
