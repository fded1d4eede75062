using System.Net;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;
using static SafeIsle.Tests.Gates.Log.LogCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>The log of all gates by its address.</summary>
public sealed class GateLogTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Log = Desk + "/gates/log";

    private static List<string> Times(Browser browser) =>
        [.. browser.Page.QuerySelectorAll("td[data-label=时间]").Select(c => c.TextContent.Split(' ')[^1])];

    [Fact]
    public async Task Who_may_read_it()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Log)).ShouldBe(HttpStatusCode.NotFound);
        foreach (var name in new[] { "worker", "doctor", "town", "admin" })
        {
            using var other = await app.AsAsync(name);
            (await other.OpenAsync(Log)).ShouldBe(HttpStatusCode.Forbidden, name);
        }

        using var director = await app.AsAsync("director");
        (await director.OpenAsync(Log + "?from=nonsense&gate=1&page=-1")).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("没有这样的记录");
    }

    [Fact]
    public async Task A_printed_log_is_recorded_with_what_it_held()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "打印门");
        var day = app.Clock.Today().AddDays(-12);
        await app.AddAsync(Scan(gate, At(day, "08:00")), Scan(gate, At(day, "09:00")));
        await director.OpenAsync($"{Log}?day={F(day)}&gate={gate}");
        // What is short stays in one line, however much stands in the last column.
        foreach (var (column, how) in new[] { ("门岗", "one-line"), ("房屋", "one-line"), ("方向", "text-nowrap"), ("门岗做的", "text-nowrap"), ("按规则", "text-nowrap") })
        {
            director.Page.QuerySelector($"td[data-label={column}]")!.ClassList.ShouldContain(how, column);
        }

        (await app.AuditAsync("gate.print")).ShouldAllBe(words => !words.Contains("打印门"));
        await director.OpenAsync($"{Log}?day={F(day)}&gate={gate}&print=1");
        (await app.AuditAsync("gate.print")).ShouldContain($"打印进出记录 2 条：{day.Full()} · 打印门");
    }

    [Fact]
    public async Task Every_filter_narrows_it_and_nothing_of_a_neighbour_is_in_it()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周一"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var (north, south) = (await app.GateAsync(director, "记录北门"), await app.GateAsync(director, "记录南门"));
        var day = app.Clock.Today().AddDays(-3);
        GateScan[] scans =
        [
            Scan(north, At(day, "06:30:01"), pass, "1号楼2单元101室"),
            With(Scan(north, At(day, "08:00:02"), null, "1号楼 2-601"), how: ScanBy.Door, verdict: PassVerdict.Stop, note: "没有证，说去买药"),
            With(Scan(south, At(day, "12:00:03"), pass, "1号楼2单元101室"), way: PassDirection.In, tenths: 378),
            With(Scan(south, At(day, "23:10:04"), pass, "1号楼2单元101室"), differs: true),
            Scan(north, At(day.AddDays(1), "01:20:05")),
            Scan(north, At(day.AddDays(1), "09:00:06")),
        ];
        await app.AddAsync(scans);
        await ShowsAsync($"day={F(day)}", "23:10:04", "12:00:03", "08:00:02", "06:30:01");
        await ShowsAsync($"from={F(day)}&to={F(day.AddDays(1))}&sort=Oldest", "06:30:01", "08:00:02", "12:00:03", "23:10:04", "01:20:05", "09:00:06");
        await ShowsAsync($"day={F(day)}&gate={south}", "23:10:04", "12:00:03");
        await ShowsAsync($"day={F(day)}&way=In", "12:00:03");
        await ShowsAsync($"day={F(day)}&did=Stop", "08:00:02");
        await ShowsAsync($"day={F(day)}&how=Door", "08:00:02");
        await ShowsAsync($"day={F(day)}&only=Hot", "12:00:03");
        await ShowsAsync($"day={F(day)}&only=Differs", "23:10:04");
        await ShowsAsync($"day={F(day)}&only=Noted", "08:00:02");
        await ShowsAsync($"day={F(day)}&since=08:00&till=12:00", "08:00:02");
        await ShowsAsync($"day={F(day)}&since=22:30&till=06:30", "01:20:05", "23:10:04");
        await ShowsAsync($"from={F(day)}&to={F(day.AddDays(1))}&since=06:00&till=09:00", "08:00:02", "06:30:01");
        await ShowsAsync($"day={F(day)}&q=买药", "08:00:02");
        await ShowsAsync($"day={F(day)}&q=2单元101&sort=Hottest", "12:00:03", "23:10:04", "06:30:01");
        await ShowsAsync($"day={F(day)}&q={Uri.EscapeDataString(PassNumber.Text(pass.Number))}", "23:10:04", "12:00:03", "06:30:01");
        await ShowsAsync($"day={F(day)}&q=没有的");
        director.Text.ShouldContain("看这几天的全部记录");
        await ShowsAsync($"day={F(app.Clock.Today().AddDays(2))}");
        director.Text.ShouldContain("这天还没有到");

        await director.OpenAsync($"{Log}?day={F(day)}&print=1");
        Times(director).Count.ShouldBe(4);
        director.Page.QuerySelector("form.filters").ShouldBeNull();
        director.Text.ShouldContain("用完请收好或销毁");
        using var neighbour = await app.AsAsync("neighbour");
        await neighbour.OpenAsync($"/desk/{Cast.Next}/gates/log?day={F(day)}");
        Times(neighbour).ShouldBeEmpty();

        async Task ShowsAsync(string query, params string[] times)
        {
            (await director.OpenAsync($"{Log}?{query}")).ShouldBe(HttpStatusCode.OK, query);
            Times(director).ShouldBe(times, ignoreOrder: false, customMessage: query);
        }
    }

    [Fact]
    public async Task A_span_too_long_is_said_not_hidden()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/gates/log?from=2026-01-01&to=2026-11-22");
        director.Text.ShouldContain("一次最多查 31 天");
        await director.OpenAsync($"{Desk}/gates/log?from=2026-01-01&to=2026-01-31");
        director.Text.ShouldNotContain("一次最多查");
    }

    [Fact]
    public async Task A_long_day_is_paged_with_its_filters_and_shown_by_gate_and_hour()
    {
        using var director = await app.AsAsync("director");
        var (north, south) = (await app.GateAsync(director, "长长的北门"), await app.GateAsync(director, "长长的南门"));
        var day = app.Clock.Today().AddDays(-9);
        await app.AddAsync([.. Enumerable.Range(0, 120).Select(i => Scan(i % 3 == 0 ? south : north, At(day, "03:00").AddMinutes(i)))]);
        await director.OpenAsync($"{Log}?day={F(day)}&gate={north}&page=2");
        Times(director).Count.ShouldBe(30);
        director.Page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!.ShouldContain($"gate={north}");
        await director.OpenAsync($"{Desk}/gates/day?day={F(day)}");
        director.Page.QuerySelectorAll("figcaption").Select(c => string.Join(' ', c.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBe(["所有门岗 出 120，进 0", "长长的北门 出 80，进 0", "长长的南门 出 40，进 0"], ignoreOrder: true);
        director.Page.QuerySelector("svg.gate-hours")!.GetAttribute("aria-label").ShouldBe("所有门岗：3 点出 60 进 0；4 点出 60 进 0");
        Times(director).Count.ShouldBe(50);
        director.Text.ShouldNotContain("没有进出"); // what is of now stands on today's page alone
    }

    private static string F(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static GateScan With(
        GateScan s, ScanBy? how = null, PassVerdict? verdict = null, PassDirection? way = null, int? tenths = null, string note = "", bool differs = false) => new()
    {
        CommunityId = s.CommunityId, Id = s.Id, GateId = s.GateId, DeviceId = s.DeviceId, Seq = s.Seq, DeviceAt = s.DeviceAt, At = s.At, ReceivedAt = s.ReceivedAt,
        Direction = way ?? s.Direction, How = how ?? s.How, PassId = s.PassId, Counter = s.Counter, DwellingId = s.DwellingId, Dwelling = s.Dwelling, Tenths = tenths,
        Verdict = verdict ?? s.Verdict, Reason = s.Reason, ServerVerdict = s.ServerVerdict, ServerReason = s.ServerReason, Note = note, Differs = differs,
    };
}
