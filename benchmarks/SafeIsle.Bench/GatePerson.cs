using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SafeIsle.Demo;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Bench;

/// <summary>
/// One person at a gate after the other, on the scanner's own page in Chromium with its processor slowed down: scanned, told, three digits
/// of a temperature, next. What the machine takes of the time that a person has; the hand's own is not in it.
/// </summary>
internal static class GatePerson
{
    private const int People = 30;
    private const int Slower = 4;
    private const int Trade = 1; // 城市保障: the curfew does not bind it, so the hour of a run does not matter
    private const int FirstNumber = 9_000_000;
    private const double GoalMs = 3_000;
    private static readonly long Longhu = DemoCommunity.Longhu.Code;

    public static async Task RunAsync(Report report)
    {
        using var data = new Data();
        await data.FillAsync();
        await data.ChangeAsync(IssueAsync);
        var codes = await data.PassCodesAsync(Longhu, FirstNumber, People);
        await using var subject = await Subject.StartAsync(data.Folder);
        var enrol = await EnrolCodeAsync(data, subject);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await GateVerify.LaunchAsync(playwright);
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = 412, Height = 915 }, HasTouch = true, Locale = "zh-CN" });
        await page.GotoAsync(new Uri(subject.Address, "/gate").ToString());
        await page.Locator("h1", new() { HasText = "登记这台设备" }).WaitForAsync();
        await page.Keyboard.TypeAsync(enrol, new() { Delay = 150 });
        await page.Locator(".bar", new() { HasText = "名单 刚刚" }).WaitForAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = Slower });

        var (told, whole) = (new List<double>(), new List<double>());
        foreach (var code in codes)
        {
            var watch = Stopwatch.GetTimestamp();
            // As quick as a scanner types.
            await page.EvaluateAsync(
                "code => { for (const key of [...code, 'Enter']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }", code);
            await page.Locator(".told-go h1").WaitForAsync();
            told.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            foreach (var digit in "365")
            {
                await page.Locator($".temperature .key[aria-label='{digit}']").TapAsync();
            }

            await page.Locator(".reading", new() { HasText = "36.5" }).WaitForAsync();
            await page.Locator(".act-go").TapAsync();
            await page.Locator(".verdict").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            whole.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"a person, Chromium {Slower} times slower");
        report.Add(name, "told, median", Report.Percentile(told, 0.5), "ms");
        report.AddTimes(name, whole, GoalMs, GoalMs);
    }

    // Of people of as many households.
    private static async Task IssueAsync(Db db)
    {
        var now = TimeProvider.System.GetUtcNow();
        var homes = await db.Households.Where(h => h.CommunityId == Longhu && h.ClosedAt == null).OrderBy(h => h.Id).Take(People)
            .Join(db.Dwellings, h => new { h.CommunityId, h.DwellingId }, d => new { d.CommunityId, DwellingId = d.Id }, (h, d) => new { h.Id, h.DwellingId, d.BuildingId }).ToListAsync();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        for (var i = 0; i < homes.Count; i++)
        {
            db.Add(new Pass
            {
                CommunityId = Longhu, Id = Ids.New(), BuildingId = homes[i].BuildingId, DwellingId = homes[i].DwellingId, HouseholdId = homes[i].Id, Kind = PassKind.Person,
                Holder = "测量", Number = FirstNumber + i, Counter = FirstNumber + i, Rule = Trade, FirstDay = now.DateHere(), LastDay = now.DateHere().AddDays(1), IssuedAt = now,
                IssuedBy = "测量", ChangedSeq = await PassSequences.NextAsync(db, Longhu, default),
            });
        }

        write.Record(Longhu, "bench.passes", null, "测量用");
        await write.CommitAsync();
    }

    private static async Task<string> EnrolCodeAsync(Data data, Subject subject)
    {
        var compound = await data.AskAsync(db => db.Compounds.Where(c => c.CommunityId == Longhu).OrderBy(c => c.SortKey).Select(c => c.Id).FirstAsync());
        using var browser = await Tests.Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        await browser.OpenAsync($"/desk/{Longhu}/gates/new");
        await browser.SubmitAsync("/gates/new", ("name", "测速门"), ("compound", compound.ToString()));
        await browser.SubmitAsync("/devices", ("device", "测速机"));
        return browser.Page.QuerySelector(".display-5")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
    }
}
