using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Firms;
using SafeIsle.Plans;
using SafeIsle.Platform;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Firms by day, hour and gate: judged by rules that scanners share, registered at the desk, recorded at the gate.</summary>
public sealed class FirmTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly (string, string?)[] Filled =
    [
        ("name", "快跑快递"), ("kind", "Courier"), ("what", "送快递"), ("start", "00:00"), ("stop", "00:00"), ("inside", "false"), ("phone", "142 0000 0077"),
    ];

    public static IEnumerable<TheoryDataRow<Case>> Cases => Vectors.Read<Case>("firm-rules").Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_server_judges_as_the_scanner_does(Case one)
    {
        var gates = new Dictionary<string, Guid> { ["北门"] = Ids.New(), ["南门"] = Ids.New(), ["东门"] = Ids.New() };
        var firm = new Firm
        {
            CommunityId = Cast.Home, Id = Ids.New(), Name = "某单位", Kind = FirmKind.Delivery, Days = one.Firm.Days ?? FirmRules.AllDays, Start = one.Firm.Start ?? 480,
            Stop = one.Firm.Stop ?? 1080, GateIds = string.Join(' ', (one.Firm.Gates ?? []).Select(g => gates[g])), What = "", Dwelling = "",
            LastDay = one.Firm.Until ?? new(2030, 1, 1), Inside = true, ChangedSeq = 1,
        };
        var (verdict, reason) = FirmRules.Judge(firm, gates[one.Gate], one.Direction == "out" ? PassDirection.Out : PassDirection.In, one.At);
        ($"{verdict}".ToLowerInvariant(), reason).ShouldBe((one.Verdict, one.Reason), one.Name);
    }

    private async Task<Firm> AddAsync(Browser director, string name, params (string, string?)[] more)
    {
        await director.OpenAsync(Desk + "/firms/new");
        await director.SubmitAsync("/firms/new", [.. Filled.Where(f => f.Item1 != "name" && more.All(m => m.Item1 != f.Item1)), ("name", name), .. more]);
        director.Text.ShouldContain($"已登记{name}");
        return await app.InDbAsync(db => db.Firms.SingleAsync(f => f.Name == name));
    }

    [Fact]
    public async Task The_committee_registers_changes_and_ends_a_firm()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Desk + "/firms")).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Desk + "/firms")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk + "/firms/new");
        (await director.SubmitAsync(
            "/firms/new", [.. Filled, ("days", null), ("until", "2020-01-01"), ("dwelling", "9号楼1单元101室"), ("what", "")])).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("请勾选星期几来");
        director.Text.ShouldContain("有效期要从今天起");
        director.Text.ShouldContain("没有找到这一户");
        director.Page.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("快跑快递");
        director.Page.QuerySelectorAll("[name=days][checked]").Length.ShouldBe(0);
        var firm = await AddAsync(director, "登记快递", ("dwelling", "1-1-101"));
        firm.Days.ShouldBe(FirmRules.AllDays);
        firm.Dwelling.ShouldBe("1号楼1单元101室");
        await director.OpenAsync($"{Desk}/firms/{firm.Id}");
        director.Page.QuerySelector("[name=phone]")!.GetAttribute("value").ShouldBe("14200000077");
        await director.SubmitAsync($"/firms/{firm.Id}", ("what", "送大件"));
        director.Text.ShouldContain("登记快递已保存");
        director.Text.ShouldContain("送大件");
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync($"/desk/{Cast.Next}/firms/{firm.Id}")).ShouldBe(HttpStatusCode.NotFound);
        await director.OpenAsync($"{Desk}/firms/{firm.Id}");
        await director.SubmitAsync("/end");
        director.Text.ShouldContain("登记快递已停用");
        await director.OpenAsync(Desk + "/firms?show=over");
        director.Text.ShouldContain("登记快递");
        (await app.InDbAsync(db => db.Firms.SingleAsync(f => f.Id == firm.Id))).PhoneSealed.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_firm()
    {
        using var director = await app.AsAsync("director");
        var id = Ids.New().ToString();
        await AddAsync(director, "两次快递", ("id", id));
        await director.OpenAsync(Desk + "/firms/new");
        await director.SubmitAsync("/firms/new", [.. Filled, ("id", id)]);
        director.Text.ShouldContain("这个单位已经登记了");
        (await app.InDbAsync(db => db.Firms.CountAsync(f => f.Id == Guid.Parse(id)))).ShouldBe(1);
    }

    [Fact]
    public async Task Scanners_get_the_list_once_and_again_when_it_changes_and_the_server_judges_beside_them()
    {
        await app.RulesAsync();
        using var director = await app.AsAsync("director");
        var (here, there) = (await app.GateAsync(director, "快递门"), await app.GateAsync(director, "别的门"));
        using var scanner = await app.ScannerAsync(director, here, "快递平板");
        var firm = await AddAsync(director, "只走一门", ("gates", here.ToString()));
        var other = await AddAsync(director, "走别的门", ("gates", there.ToString()));
        var whole = (await scanner.SnapshotAsync()).Body;
        var line = whole.GetProperty("firms").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "只走一门");
        line.GetProperty("gates")[0].GetString().ShouldBe("快递门");
        line.GetProperty("kind").GetString().ShouldBe("快递");
        whole.GetRawText().ShouldNotContain("14200000077");
        var since = whole.GetProperty("seq").GetInt64();
        (await scanner.SnapshotAsync(since)).Body.GetProperty("firms").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await director.OpenAsync($"{Desk}/firms/{other.Id}");
        await director.SubmitAsync("/end");
        (await scanner.SnapshotAsync(since)).Body.GetProperty("firms").EnumerateArray().ShouldNotContain(f => f.GetProperty("name").GetString() == "走别的门");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        object Passing(Guid id, string direction, string verdict)
        {
            var scan = scanner.Scan(app.Clock.Now(), direction, verdict: verdict);
            (scan["how"], scan["firm"], scan["door"], scan["reason"], scan["guard"], scan["note"]) = ("firm", id, "快递：只走一门", "firm", "老秦", "测A12345");
            return scan;
        }

        var (status, body) = await scanner.SendAsync(Passing(firm.Id, "in", "go"), Passing(other.Id, "in", "go"), Passing(Ids.New(), "in", "ask"), Passing(other.Id, "out", "go"));
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("differs").EnumerateArray().Select(d => d.GetProperty("reason").GetString()).ShouldBe(["firmEnded"]);
        var stored = await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == here).OrderBy(s => s.Seq).ToListAsync());
        stored.Select(s => s.FirmId).ShouldBe([firm.Id, other.Id, null, other.Id]);
        stored.ShouldAllBe(s => s.How == ScanBy.Firm && s.Guard == "老秦" && s.Note == "测A12345");
    }

    /// <summary>A case of firm-rules.json; what it leaves out is as usual.</summary>
    public sealed record Case(string Name, Window Firm, string Gate, string? Direction, DateTimeOffset At, string Verdict, string Reason)
    {
        public override string ToString() => Name;
    }

    public sealed record Window(int? Days, int? Start, int? Stop, IReadOnlyList<string>? Gates, DateOnly? Until);
}
