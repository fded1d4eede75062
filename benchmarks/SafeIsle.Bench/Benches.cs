using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Households;
using SafeIsle.Places;

namespace SafeIsle.Bench;

/// <summary>The benches of the register and its paper.</summary>
internal static class Benches
{
    private const int Warm = 20;
    private const int Count = 200;

    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    /// <summary>Name → what it measures, and how.</summary>
    public static readonly IReadOnlyDictionary<string, (string What, Func<Report, Task> Run)> All =
        new SortedDictionary<string, (string, Func<Report, Task>)>(StringComparer.Ordinal)
        {
            ["roster"] = ("the roster of a building of 136 dwellings as PDF, from request to last byte", RosterAsync),
            ["rosters-all"] = ("the rosters of all 156 buildings in one PDF", RostersAllAsync),
            ["close"] = ("closing a building, and four more by the first: from the press to everything made", LifeBench.CloseAsync),
            ["join"] = ("a building of 136 households joins its group", LifeBench.JoinAsync),
            ["weight"] = ("what a phone fetches at its first sight of each resident page", LifeBench.WeightAsync),
            ["divisions"] = ("the division table of the country, 665,000 rows, into an empty database", DivisionsAsync),
            ["import"] = ("an XLSX register of 17,000 people: reading, preview, applying", ImportBench.RunAsync),
            ["report"] = ("accepted household reports at 1, 4, 16, 64 clients; under scripts/postgres-cluster.sh on PostgreSQL, too", ReportBench.RunAsync),
            ["gate"] = ("scans that devices send, one by one and in batches, and the list of a new device; under scripts/postgres-cluster.sh on PostgreSQL, too", GateBench.RunAsync),
            ["person"] = ("one person at a gate on the scanner's page: scanned, told, measured, next", GatePerson.RunAsync),
            ["mylist"] = ("a grid worker's list of 250 with its count beside a million tries of 100,000 people; under scripts/postgres-cluster.sh on PostgreSQL, too", MyListBench.RunAsync),
            ["grids"] = ("the preview of 5,725 households divided into 18 grids", GridsBench.RunAsync),
            ["infer"] = ("inferring for 100,000 dwellings with 10 pieces of evidence each whether they are lived in", InferBench.RunAsync),
            ["match"] = ("a list of 3,000 names against 100,000 people; under scripts/postgres-cluster.sh on PostgreSQL, too", MatchBench.RunAsync),
            ["map"] = ("the prevention map of one compound of 156 buildings with grids, a campaign, measures and closures: the page, and the sheet of A3", MapBench.RunAsync),
            ["search"] = ("the search box in a community of 100,000 people", SearchAsync),
            ["page"] = ("the pages of the desk and of the phone: time and bytes", PageAsync),
            ["start"] = ("a second start on a community of 15,000 people: time to the first answer, memory", StartAsync),
        };

    private static async Task RosterAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        var building = await data.BuildingAsync("101");
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        var path = $"/desk/{Longhu}/buildings/{building}/roster.pdf";
        var first = await subject.TimesAsync(0, 1, _ => path);
        var before = subject.Cost();
        var times = await subject.TimesAsync(Warm, Count, _ => path);
        report.Add("136 dwellings, PDF", "first", first[0], "ms");
        report.AddTimes("136 dwellings, PDF", times, goalMedian: 100);
        report.Add("136 dwellings, PDF", "size", (await subject.GetAsync(path)).Length / 1024.0, "KB");
        report.AddCost("136 dwellings, PDF", subject.Since(before), Warm + Count);
    }

    private static async Task RostersAllAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        var times = new List<double>();
        var before = subject.Cost();
        const int rounds = 5;
        for (var round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.GetTimestamp();
            using var answer = await subject.PostAsync($"/desk/{Longhu}/tables", $"/desk/{Longhu}/tables/rosters");
            await data.NoJobOpenAsync();
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            if (round == 0)
            {
                var file = await subject.GetAsync(answer.RequestMessage!.RequestUri!.AbsolutePath + "/file");
                report.Add("156 buildings, PDF", "size", file.Length / 1024.0, "KB");
            }
        }

        report.Add("156 buildings, PDF", "first", times[0], "ms", 4000);
        report.Add("156 buildings, PDF", "median", Report.Percentile(times, 0.5), "ms", 4000);
        report.AddCost("156 buildings, PDF", subject.Since(before), rounds);
    }

    private static async Task DivisionsAsync(Report report)
    {
        var times = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            using var data = new Data();
            times.Add((await Subject.RunAsync(data.Folder, "import-divisions")).TotalMilliseconds);
        }

        report.Add("the whole country", "median", Report.Percentile(times, 0.5), "ms", 15_000);
    }

    private static async Task SearchAsync(Report report)
    {
        var large = DemoCommunity.OfCity(0, 100_000);
        using var data = new Data();
        await data.FillAsync(large);
        var people = await data.AskAsync(db => db.People.Where(p => p.CommunityId == large.Code)
            .OrderBy(p => p.Id).Select(p => p.Name).Take(Count).ToListAsync());
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        var cases = new (string Case, Func<int, string> Query)[]
        {
            ("whole name", i => people[i % people.Count]),
            ("given name", i => people[i % people.Count][1..]),
            ("one surname", i => people[i % people.Count][..1]),
            ("pinyin initials", i => Platform.Text.PinyinInitials.Of(people[i % people.Count])),
            ("dwelling", i => string.Create(CultureInfo.InvariantCulture, $"{(i % 50) + 1}-{(i % 2) + 1}-{(i % 18) + 1}01")),
            ("last four digits", i => string.Create(CultureInfo.InvariantCulture, $"{i * 37 % 10_000:D4}")),
            ("nobody", i => string.Create(CultureInfo.InvariantCulture, $"查无此人{i}")),
        };
        foreach (var (name, query) in cases)
        {
            var before = subject.Cost();
            var times = await subject.TimesAsync(Warm, Count, i => $"/desk/{large.Code}/search?q={Uri.EscapeDataString(query(i))}");
            report.AddTimes(name, times, goalP95: 30);
            report.AddCost(name, subject.Since(before), Warm + Count);
        }
    }

    private static async Task PageAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        var building = await data.BuildingAsync("101");
        await using var subject = await Subject.StartAsync(data.Folder);
        await subject.LoginAsync(Data.Login, DemoMode.Password);
        var pages = new (string Case, string Path)[]
        {
            ("board", $"/desk/{Longhu}"),
            ("people, first page", $"/desk/{Longhu}/people"),
            ("people, page 200", $"/desk/{Longhu}/people?page=200"),
            ("roster page, 136 dwellings", $"/desk/{Longhu}/buildings/{building}/roster"),
            ("places, 156 buildings", $"/desk/{Longhu}/places"),
            ("compound table", $"/desk/{Longhu}/tables"),
        };
        foreach (var (name, path) in pages)
        {
            var before = subject.Cost();
            var times = await subject.TimesAsync(Warm, Count, _ => path);
            report.AddTimes(name, times);
            report.Add(name, "size", (await subject.GetAsync(path)).Length / 1024.0, "KB");
            report.AddCost(name, subject.Since(before), Warm + Count);
        }
    }

    private static async Task StartAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        var times = new List<double>();
        var memory = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            var watch = Stopwatch.GetTimestamp();
            await using var subject = await Subject.StartAsync(data.Folder);
            await subject.GetAsync("/login");
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            await subject.LoginAsync(Data.Login, DemoMode.Password);
            foreach (var path in new[] { "", "/people", "/places", "/search?q=zjg", "/tables" })
            {
                await subject.GetAsync($"/desk/{Longhu}{path}");
            }

            memory.Add(subject.Cost().Megabytes);
        }

        report.Add("15,000 people", "first answer", Report.Percentile(times, 0.5), "ms", 1500);
        report.Add("15,000 people", "slowest", times.Max(), "ms");
        report.Add("15,000 people", "memory", Report.Percentile(memory, 0.5), "MB", 180);
    }
}
