using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Bench;

/// <summary>The list of a community of 15,000 people with 1,000 revoked passes and the passages of some days: whole, a few changes, nothing new; as bytes on the line.</summary>
internal static class GateSnapshots
{
    private const int Rounds = 20;
    private const int MostKilobytes = 64;
    private const int Revoked = 1_000;
    private const int Few = 10;
    private const int Passages = 12_000;
    private const int Seed = 4;

    /// <summary>Before now, over which passages are spread: as long as the shipped plans look back at.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromDays(2);

    public static async Task RunAsync(Report report, string database, Data data, HttpClient device)
    {
        await RevokeAsync(data, Revoked);
        await PassAsync(data);
        var told = await data.AskAsync(db => db.GateScans.CountAsync(s => s.CommunityId == DemoCommunity.Longhu.Code));
        var whole = $"{database}, whole list, {Revoked} revoked, {told} passages";
        await MeasureAsync(report, whole, device, "", MostKilobytes);
        report.Add(whole, "passes", await data.AskAsync(db => db.Passes.CountAsync(p => p.CommunityId == DemoCommunity.Longhu.Code)), "", null, "higher");
        var before = await SinceAsync(device);
        await RevokeAsync(data, Few);
        await MeasureAsync(report, $"{database}, {Few} passes changed", device, before, null);
        await IdleAsync(report, $"{database}, nothing new", device);
    }

    /// <summary>What a device asks once a minute.</summary>
    public static async Task IdleAsync(Report report, string name, HttpClient device) => await MeasureAsync(report, name, device, await SinceAsync(device), null);

    private static async Task MeasureAsync(Report report, string name, HttpClient device, string since, double? most)
    {
        await GetAsync(device, since);
        var (times, bytes) = (new List<double>(), 0);
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            bytes = (await GetAsync(device, since)).Length;
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        report.Add(name, "size", bytes / 1024.0, "KB", most);
        report.AddTimes(name, times);
    }

    private static async Task<byte[]> GetAsync(HttpClient device, string since)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/gate/snapshot" + since);
        ask.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await device.SendAsync(ask);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    // As a device that has the whole list asks.
    private static async Task<string> SinceAsync(HttpClient device)
    {
        using var answer = JsonDocument.Parse(await device.GetStringAsync("/api/gate/snapshot"));
        return $"?since={answer.RootElement.GetProperty("seq")}&at={answer.RootElement.GetProperty("at")}";
    }

    // Past the desk, which takes them back one by one.
    private static Task RevokeAsync(Data data, int count) => data.AskAsync(async db =>
    {
        var community = DemoCommunity.Longhu.Code;
        await db.Set<PassSequence>().Where(s => s.CommunityId == community).ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last + 1));
        var seq = await PassSequences.LastAsync(db, community, default);
        var ids = await db.Passes.Where(p => p.CommunityId == community && p.RevokedAt == null).OrderBy(p => p.Number).Select(p => p.Id).Take(count).ToListAsync();
        return await db.Passes.Where(p => p.CommunityId == community && ids.Contains(p.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.RevokedAt, TimeProvider.System.GetUtcNow()).SetProperty(p => p.ChangedSeq, seq));
    });

    // At times that nobody can guess, out and in by turns, by passes taken at random.
    private static Task PassAsync(Data data) => data.ChangeAsync(async db =>
    {
        var community = DemoCommunity.Longhu.Code;
        var passes = await db.Passes.Where(p => p.CommunityId == community && p.RevokedAt == null).OrderBy(p => p.Number).ToListAsync();
        var device = await db.GateDevices.FirstAsync(d => d.CommunityId == community);
        var (random, now, outside) = (new Random(Seed), TimeProvider.System.GetUtcNow(), new HashSet<Guid>());
        var times = Enumerable.Range(0, Passages).Select(_ => now - (Spread * random.NextDouble())).Order().ToList();
        var scans = times.ConvertAll(at =>
        {
            var pass = passes[random.Next(passes.Count)];
            var goes = outside.Add(pass.Id) || !outside.Remove(pass.Id);
            return new GateScan
            {
                CommunityId = community, Id = Ids.New(), GateId = device.GateId, DeviceId = device.Id, Seq = 0, DeviceAt = at, At = at, ReceivedAt = at,
                Direction = goes ? PassDirection.Out : PassDirection.In, How = ScanBy.Number, PassId = pass.Id, Counter = pass.Counter, DwellingId = pass.DwellingId,
                Verdict = PassVerdict.Go, Reason = "ok", ServerVerdict = PassVerdict.Go, ServerReason = "ok",
            };
        });
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        await db.BulkInsertAsync(scans, default);
        write.Record(community, "bench.scans", device.GateId, "测量用");
        await write.CommitAsync();
    });
}
