using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Demo;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>A building's life behind the door: the order, the residents who come in, what their pages weigh.</summary>
internal static class LifeBench
{
    private const int Clients = 8;
    private const int Households = 136;

    private static readonly long Longhu = DemoCommunity.Longhu.Code;
    private static readonly (string, string?)[] Decision = [("authority", "测量区疫情防控指挥部"), ("document", "测〔2026〕1号"), ("basis", "《传染病防治法》")];

    /// <summary>From the press that confirms to the order with tasks, notice, group and codes: one building, then four more by the first.</summary>
    public static async Task CloseAsync(Report report)
    {
        var (one, four) = (new List<double>(), new List<double>());
        using var data = new Data();
        await data.FillAsync();
        var buildings = await LargestAsync(data, 25);
        await using var subject = await Subject.StartAsync(data.Folder);
        using var director = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        foreach (var group in buildings.Chunk(5))
        {
            one.Add(await OrderAsync(director, group[0]));
            await director.OpenAsync(director.Path + "/same");
            await director.SubmitAsync("/same", [.. group[1..].Select(b => ("building", (string?)b.ToString())), .. Decision]);
            var watch = Stopwatch.GetTimestamp();
            await director.SubmitAsync("/same/orders");
            four.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        var made = await data.AskAsync(db => db.ClosureOrders.CountAsync());
        if (made != buildings.Count)
        {
            throw new InvalidOperationException($"{made} orders were made instead of {buildings.Count}.");
        }

        report.Add("one building", "first", one[0], "ms", 1000);
        report.Add("one building", "median", Report.Percentile(one, 0.5), "ms", 1000);
        report.Add("four by the first", "first", four[0], "ms", 3000);
        report.Add("four by the first", "median", Report.Percentile(four, 0.5), "ms", 3000);
    }

    /// <summary>The households of a building scan the group's code, open the page and join, each with a phone of its own.</summary>
    public static async Task JoinAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        var code = await data.DoorCodesAsync();
        var building = (await LargestAsync(data, 1))[0];
        await using var subject = await Subject.StartAsync(data.Folder);
        var group = await GroupAsync(subject, building);
        var doors = await data.AskAsync(db => db.Dwellings.Where(d => d.CommunityId == Longhu && d.BuildingId == building && d.ClosedAt == null
            && db.Set<Household>().Any(h => h.CommunityId == Longhu && h.DwellingId == d.Id && h.ClosedAt == null)).OrderBy(d => d.SortKey).Take(Households).ToListAsync());
        var (before, begun, next) = (subject.Cost(), Stopwatch.GetTimestamp(), -1);
        var times = new double[doors.Count];
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < doors.Count; i = Interlocked.Increment(ref next))
            {
                using var phone = new Browser(subject.Address);
                var watch = Stopwatch.GetTimestamp();
                await phone.OpenAsync(group);
                await phone.SubmitAsync(group, Joining(doors[i], code(doors[i])));
                times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                if (!phone.Path.StartsWith("/home", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("Not in: " + phone.Text);
                }
            }
        })));
        report.Add($"{doors.Count} households", "all in", Stopwatch.GetElapsedTime(begun).TotalMilliseconds, "ms", 60_000);
        report.Add($"{doors.Count} households", "p95 of one", Report.Percentile(times, 0.95), "ms");
        report.AddCost($"{doors.Count} households", subject.Since(before), doors.Count);
    }

    /// <summary>What a phone fetches at its first sight of each resident page: the page and its style sheets, as they travel.</summary>
    public static async Task WeightAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        var code = await data.DoorCodesAsync();
        var building = (await LargestAsync(data, 1))[0];
        await using var subject = await Subject.StartAsync(data.Folder);
        var group = await GroupAsync(subject, building);
        var door = await data.AskAsync(db => db.Dwellings.Where(d => d.CommunityId == Longhu && d.BuildingId == building
            && db.Set<Household>().Count(h => h.CommunityId == Longhu && h.DwellingId == d.Id && h.ClosedAt == null) == 1).OrderBy(d => d.SortKey).FirstAsync());
        using var phone = new Browser(subject.Address);
        await phone.OpenAsync(group);
        await WeighAsync("join the group", group);
        await phone.SubmitAsync(group, Joining(door, code(door)));
        await phone.OpenAsync("/home");
        var home = phone.Path;
        foreach (var (name, path) in new[]
        {
            ("today", ""), ("report", "/report"), ("notices", "/notices"), ("questions", "/questions"), ("requests", "/requests"), ("ask for help", "/requests/new"), ("who is who", "/group"),
        })
        {
            await WeighAsync(name, home + path);
        }

        async Task WeighAsync(string name, string path)
        {
            await phone.OpenAsync(path);
            var bytes = Packed(await FetchAsync(path));
            foreach (var sheet in phone.Page.QuerySelectorAll("link[rel=stylesheet]").Select(l => l.GetAttribute("href")!))
            {
                bytes += Packed(await FetchAsync(sheet));
            }

            report.Add(name, "first load", bytes / 1024.0, "KB", 35);
        }

        async Task<byte[]> FetchAsync(string path)
        {
            using var answer = await phone.FetchAsync(path);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }

    // As the server packs it; the client here does not ask for packed answers.
    private static int Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return (int)packed.Length;
    }

    private static (string, string?)[] Joining(Dwelling door, string code) =>
    [
        ("unit", door.Unit.ToString(CultureInfo.InvariantCulture)), ("room", door.Room), ("name", "测量"), ("who", "self"), ("proof", code),
    ];

    private static async Task<string> GroupAsync(Subject subject, Guid building)
    {
        using var director = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        await OrderAsync(director, building);
        await director.OpenAsync(director.Path + "/group");
        return "/g/" + DoorCode.Clean(director.Page.QuerySelector("p.h1.text-nowrap")!.TextContent);
    }

    private static async Task<double> OrderAsync(Browser director, Guid building)
    {
        await director.OpenAsync($"/desk/{Longhu}/closures/new?building={building}");
        await director.SubmitAsync("/closures/new", Decision);
        var watch = Stopwatch.GetTimestamp();
        await director.SubmitAsync($"/desk/{Longhu}/closures");
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    private static Task<List<Guid>> LargestAsync(Data data, int count) => data.AskAsync(db => db.Dwellings
        .Where(d => d.CommunityId == Longhu && d.ClosedAt == null).GroupBy(d => d.BuildingId).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
        .Select(g => g.Key).Take(count).ToListAsync());
}
