using System.Diagnostics;
using SafeIsle.Demo;
using SafeIsle.Platform.Sheets;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>A list of 3,000 names against 100,000 people: from the press to what came of each row; a third each by ID number, phone and door, every tenth unknown.</summary>
internal static class MatchBench
{
    private const int Names = 3_000;
    private const int Rounds = 5;

    public static async Task RunAsync(Report report)
    {
        await OnAsync(report, "SQLite", null);
        if (Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            await OnAsync(report, "PostgreSQL", await Data.EmptyDatabaseAsync(server));
        }
    }

    private static async Task OnAsync(Report report, string name, string? postgres)
    {
        var large = DemoCommunity.OfCity(0, 100_000);
        using var data = new Data(postgres);
        await data.FillAsync(large);
        await data.AnalyzeAsync();
        var file = await ListAsync(data, large.Code);
        await using var subject = await Subject.StartAsync(data.Folder, postgres);
        using var browser = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        var times = new List<double>();
        var before = subject.Cost();
        for (var round = 0; round < Rounds; round++)
        {
            var lists = $"/desk/{large.Code}/lists";
            await browser.OpenAsync(lists);
            await browser.UploadAsync(lists, "file", "名单.csv", file, ("sender", "街道"), ("why", "测量"));
            var watch = Stopwatch.GetTimestamp();
            await browser.SubmitAsync("/columns");
            await data.NoJobOpenAsync();
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        report.Add($"{name}, {Names} of 100,000", "first", times[0], "ms", 3000);
        report.AddTimes($"{name}, {Names} of 100,000", times, goalMedian: 3000);
        report.AddCost($"{name}, {Names} of 100,000", subject.Since(before), Rounds);
        report.Add($"{name}, {Names} of 100,000", "memory", subject.Cost().Megabytes, "MB");
    }

    private static async Task<byte[]> ListAsync(Data data, long community)
    {
        var people = await data.PeopleAsync(community, Names);
        var rows = people.Select((p, i) => (string[])
        [
            i % 10 == 9 ? $"查无{i}" : p.Place.Person.Name,
            i % 3 == 0 && i % 10 != 9 ? p.Card.DocumentNumber ?? "" : "",
            i % 3 == 1 && i % 10 != 9 && p.Card.Phones is [var phone, ..] ? phone : "",
            i % 3 == 2 ? $"{p.Place.Compound.Name}{p.Place.Dwelling.Label}" : "",
        ]);
        return CsvFile.Write(rows.Prepend(["姓名", "身份证号", "手机号", "住址"]));
    }
}
