using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>A quota used at two gates without network is one quota, whichever gate tells first.</summary>
public sealed class ExcessOfDayTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory]
    [InlineData("301", true)]
    [InlineData("302", false)]
    public async Task Two_gates_offline_used_one_quota(string room, bool laterFirst)
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, room, Tenure.Owner, Groups.Person("周" + room));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        using var north = await app.ScannerAsync(director, await app.GateAsync(director, "北门" + room), "北门平板" + room);
        using var south = await app.ScannerAsync(director, await app.GateAsync(director, "南门" + room), "南门平板" + room);
        var now = app.Clock.Now();
        // Yesterday at the northern gate, today at the southern one; the rule is once in two days.
        var (a, b) = (north.Scan(now.AddDays(-1), "out", pass.Number), south.Scan(now, "out", pass.Number));
        var (first, second) = laterFirst ? ((south, b), (north, a)) : ((north, a), (south, b));
        await first.Item1.SendAsync(first.Item2);
        await director.OpenAsync($"{Desk}/gates/day");
        Row(director, pass).ShouldBeNull();
        await second.Item1.SendAsync(second.Item2);
        await director.OpenAsync($"{Desk}/gates/day");
        var row = Row(director, pass).ShouldNotBeNull();
        foreach (var word in new[] { $"1号楼2单元{room}室", "2 天里出门 2 次", "“日常采购”是 1 次", $"北门{room}", $"南门{room}", now.AddDays(-1).Short(), now.Short() })
        {
            row.ShouldContain(word);
        }

        // Yesterday it was the first, whatever came later; and whoever was turned away did not go out.
        await director.OpenAsync($"{Desk}/gates/day?day={now.DateHere().AddDays(-1):yyyy-MM-dd}");
        Row(director, pass).ShouldBeNull();
        await north.SendAsync(north.Scan(now.AddMinutes(-1), "out", pass.Number, verdict: "stop"));
        await director.OpenAsync($"{Desk}/gates/day");
        Row(director, pass)!.ShouldContain("出门 2 次");
    }

    private static string? Row(Browser browser, Pass pass) =>
        browser.Page.QuerySelectorAll("#excess tbody tr").Select(r => r.TextContent).SingleOrDefault(r => r.Contains(PassNumber.Text(pass.Number), StringComparison.Ordinal));
}
