using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>
/// Households of closed buildings report their temperatures: each request is a whole form of one household, accepted with validation,
/// permission, audit entry and the signal to the boards. Beside it, in the same run, the bare inserts of three rows.
/// </summary>
internal static partial class ReportBench
{
    private const int Homes = 480;
    private const int Warm = 2_000;
    private const int Count = 2_000;

    private static readonly int[] Clients = [1, 4, 16, 64];
    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    public static async Task RunAsync(Report report)
    {
        await OnAsync(report, "SQLite", null);
        if (Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            var connection = await Data.EmptyDatabaseAsync(server);
            await OnAsync(report, "PostgreSQL", connection);
            foreach (var clients in Clients)
            {
                await BareReports.RunAsync(report, connection, clients, Count);
            }
        }
    }

    private static async Task OnAsync(Report report, string database, string? postgres)
    {
        using var data = new Data(postgres);
        await data.FillAsync();
        var code = await data.DoorCodesAsync();
        await using var subject = await Subject.StartAsync(data.Folder, postgres);
        var doors = await CloseAsync(data, subject);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = subject.Address };
        var homes = new List<OpenForm>();
        foreach (var door in doors)
        {
            homes.Add(await JoinAsync(http, code(door)));
        }

        await PostAsync(http, homes, 0, Warm, 16);
        await data.AnalyzeAsync();

        var next = Warm;
        foreach (var clients in Clients)
        {
            var (before, watch) = (subject.Cost(), Stopwatch.GetTimestamp());
            var times = await PostAsync(http, homes, next, Count, clients);
            var took = Stopwatch.GetElapsedTime(watch);
            var name = $"{database}, {clients} clients";
            next += Count;
            report.Add(name, "rate", Count / took.TotalSeconds, "reports/s", clients == 16 ? 800 : null, "higher");
            report.Add(name, "p95", Report.Percentile(times, 0.95), "ms", clients == 16 ? 40 : null);
            report.Add(name, "cpu", subject.Since(before).Cpu.TotalMilliseconds / Count, "ms/report", 3);
        }
    }

    // The largest buildings, closed as the committee does it; their first doors with people at home.
    private static async Task<List<Dwelling>> CloseAsync(Data data, Subject subject)
    {
        var buildings = await data.AskAsync(db => db.People.Where(p => p.CommunityId == Longhu && p.ClosedAt == null && p.Presence == Presence.Home)
            .GroupBy(p => p.BuildingId).OrderByDescending(g => g.Count()).Select(g => g.Key).Take(6).ToListAsync());
        using var browser = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        foreach (var building in buildings)
        {
            await browser.OpenAsync($"/desk/{Longhu}/closures/new?building={building}");
            await browser.SubmitAsync("/closures/new", ("authority", "测量区疫情防控指挥部"), ("document", "测〔2026〕1号"), ("basis", "《传染病防治法》"));
            await browser.SubmitAsync($"/desk/{Longhu}/closures");
        }

        return await data.AskAsync(async db => await (
            from d in db.Dwellings
            join h in db.Households on new { d.CommunityId, DwellingId = d.Id } equals new { h.CommunityId, h.DwellingId }
            where d.CommunityId == Longhu && buildings.Contains(d.BuildingId) && h.ClosedAt == null
            group d by d.Id into g
            where g.Count() == 1
            select g.First()).Take(Homes).ToListAsync());
    }

    private static async Task<OpenForm> JoinAsync(HttpClient http, string code)
    {
        var (page, cookies) = await GetAsync(http, $"/h/{code}/join", "");
        using var join = await http.SendAsync(Form($"/h/{code}/join", cookies, [("__RequestVerificationToken", Token(page)), ("name", "测量"), ("who", "self")]));
        cookies = Add(cookies, join);
        var path = join.Headers.Location!.ToString() + "/report";
        (page, cookies) = await GetAsync(http, path, cookies);
        return new(path, cookies, Token(page), [.. Fields().Matches(page).Select(m => m.Groups["field"].Value)]);
    }

    private static async Task<IReadOnlyList<double>> PostAsync(HttpClient http, List<OpenForm> homes, int first, int count, int clients)
    {
        var (times, next) = (new double[count], -1);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var round = first + i;
                var home = homes[round % homes.Count];
                // Never the same value twice, so that every report is a new version.
                var value = string.Create(CultureInfo.InvariantCulture, $"36.{(round / homes.Count) % 10}");
                List<(string, string)> fields = [("__RequestVerificationToken", home.Token), ("key", Ids.New().ToString())];
                foreach (var field in home.People)
                {
                    fields.Add((field, value));
                    fields.Add(("p-" + field[2..], "1"));
                }

                var watch = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(Form(home.Path, home.Cookies, fields));
                times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                if (answer.StatusCode != HttpStatusCode.SeeOther && home.People.Count > 0)
                {
                    throw new InvalidOperationException($"Not accepted: {answer.StatusCode}");
                }
            }
        })));
        return times;
    }

    private static HttpRequestMessage Form(string path, string cookies, IEnumerable<(string Name, string Value)> fields) => new(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        Headers = { { "Cookie", cookies } },
    };

    private static async Task<(string Page, string Cookies)> GetAsync(HttpClient http, string path, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadAsStringAsync(), Add(cookies, answer));
    }

    private static string Add(string cookies, HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var set)
        ? string.Join("; ", set.Select(c => c.Split(';')[0]).Prepend(cookies).Where(c => c.Length > 0))
        : cookies;

    private static string Token(string page) => TokenInput().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenInput();

    [GeneratedRegex("name=\"(?<field>t-[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fields();

    /// <summary>A household's form as its phone has it open.</summary>
    private sealed record OpenForm(string Path, string Cookies, string Token, IReadOnlyList<string> People);
}
