using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>What a guard took back, what came twice by one id, what could not be read: all of it stays to be seen, and one record is no other's harm.</summary>
public sealed class CorrectScanTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Pass Pass, Scanner Scanner, Guid Gate)> ReadyAsync(Browser director, string room)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, room, Tenure.Owner, Groups.Person("冯" + room));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, $"{room}撤回门");
        return (pass, await app.ScannerAsync(director, gate, $"{room}撤回平板"), gate);
    }

    private Task<List<GateScan>> ScansAsync(Guid gate) => app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.At).ToListAsync());

    private static Dictionary<string, object?> Correcting(Dictionary<string, object?> scan, object? id, bool nobody = false)
    {
        (scan["corrects"], scan["nobody"]) = (id, nobody);
        return scan;
    }

    private static async Task<string> FigureAsync(Browser director, string words)
    {
        await director.OpenAsync($"{Desk}/gates/day");
        return director.Page.QuerySelectorAll(".figure").Single(f => f.TextContent.Contains(words, StringComparison.Ordinal)).QuerySelector("b")!.TextContent;
    }

    [Fact]
    public async Task Both_stay_in_the_log_and_only_the_correction_counts_whatever_came_first()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "101");
        using var _ = scanner;
        var before = int.Parse(await FigureAsync(director, "不放行"), System.Globalization.CultureInfo.InvariantCulture);
        var now = app.Clock.Now();
        var wrong = scanner.Scan(now.AddMinutes(-10), "out", pass.Number);
        var right = Correcting(scanner.Scan(now.AddMinutes(-9), "out", pass.Number, verdict: "stop"), wrong["id"]);
        // The correction first, then what it corrects, then both again.
        (await scanner.SendAsync(right)).Status.ShouldBe(HttpStatusCode.OK);
        await scanner.SendAsync(wrong);
        (await scanner.SendAsync(wrong, right)).Body.GetProperty("conflicts").GetArrayLength().ShouldBe(0);
        (await ScansAsync(gate)).Select(s => (s.Mark, s.VoidAt is not null)).ShouldBe([(ScanMark.None, true), (ScanMark.Corrects, false)]);
        (await FigureAsync(director, "不放行")).ShouldBe($"{before + 1}");
        // Nobody of the household went out: the next one may.
        (await scanner.SendAsync(scanner.Scan(now, "out", pass.Number))).Body.GetProperty("differs").GetArrayLength().ShouldBe(0);
        await director.OpenAsync($"{Desk}/gates/log?gate={gate}&only=Corrected");
        director.Text.ShouldContain("门岗已更正，没有计数");
        director.Text.ShouldContain("门岗更正了前一条，以这一条为准");
        (await app.AuditAsync("gate.scans")).ShouldContain($"{"101撤回平板"}上传进出记录 1 条，其中更正 1 条");
    }

    [Fact]
    public async Task A_slip_of_the_finger_that_was_sent_already_is_taken_out_of_every_devices_list()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "102");
        using var other = await app.ScannerAsync(director, gate, "102另一台");
        using var _ = scanner;
        var wrong = scanner.Scan(app.Clock.Now().AddMinutes(-10), "out", pass.Number);
        await scanner.SendAsync(wrong);
        var (_, list) = await other.SnapshotAsync();
        var seq = list.GetProperty("seq").GetInt64();
        Moved(list).ShouldBeTrue();
        await scanner.SendAsync(Correcting(scanner.Scan(app.Clock.Now(), "out", pass.Number), wrong["id"], nobody: true));
        var (_, news) = await other.SnapshotAsync(seq);
        news.GetProperty("gone").EnumerateArray().Select(m => (m[0].GetInt32(), m[2].GetInt32())).ShouldContain((pass.Counter, 0));
        news.GetProperty("outs").EnumerateArray().Select(m => m[0].GetInt32()).ShouldNotContain(pass.Counter);
        var (_, whole) = await other.SnapshotAsync();
        Moved(whole).ShouldBeFalse();
        (await ScansAsync(gate)).ShouldAllBe(s => s.VoidAt != null);

        bool Moved(JsonElement of)
        {
            var passes = Convert.FromBase64String(of.GetProperty("passes").GetProperty("numbers").GetString()!).Chunk(3).Select(b => (b[0] << 16) | (b[1] << 8) | b[2]).ToList();
            return Convert.FromBase64String(of.GetProperty("moves").GetProperty("counts").GetString()!)[passes.IndexOf(pass.Number)] > 0;
        }
    }

    [Fact]
    public async Task Another_gates_record_is_not_taken_back()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "201");
        using var other = await app.ScannerAsync(director, await app.GateAsync(director, "201别处"), "201别处");
        using var _ = scanner;
        var scan = scanner.Scan(app.Clock.Now().AddMinutes(-1), "out", pass.Number);
        await scanner.SendAsync(scan);
        await other.SendAsync(Correcting(other.Scan(app.Clock.Now(), "out", pass.Number), scan["id"], nobody: true));
        (await ScansAsync(gate)).ShouldHaveSingleItem().VoidAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_kept_beside_the_first_told_to_the_device_and_shown()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "202");
        using var _ = scanner;
        var told = scanner.Scan(app.Clock.Now().AddMinutes(-5), "out", pass.Number);
        await scanner.SendAsync(told);
        // The guard decided after the first was already on its way.
        var decided = new Dictionary<string, object?>(told) { ["verdict"] = "stop", ["note"] = "本人与证不符" };
        for (var i = 0; i < 2; i++)
        {
            var (status, body) = await scanner.SendAsync(decided, told);
            status.ShouldBe(HttpStatusCode.OK);
            body.GetProperty("conflicts").EnumerateArray().ShouldHaveSingleItem().GetGuid().ShouldBe((Guid)told["id"]!);
            body.GetProperty("stored").GetArrayLength().ShouldBe(2);
        }

        var kept = await ScansAsync(gate);
        kept.Count.ShouldBe(2);
        kept.Single(s => s.Mark == ScanMark.None).VoidAt.ShouldBeNull();
        var second = kept.Single(s => s.Mark == ScanMark.Conflict);
        (second.AboutId, second.Note, second.VoidAt is not null).ShouldBe(((Guid?)told["id"], "本人与证不符", true));
        await director.OpenAsync($"{Desk}/gates/day");
        director.Text.ShouldContain("编号相同、内容不同");
        await director.OpenAsync($"{Desk}/gates/log?gate={gate}&only=Conflict");
        director.Text.ShouldContain("和先传来的一条编号相同、内容不同，没有计数");
        director.Page.QuerySelectorAll("main tbody tr").Length.ShouldBe(2);
        // A turnstile that asks for somebody else by an id that it used gets no answer of the first.
        var code = await app.CardAsync(pass);
        var id = Ids.New();
        (await scanner.CheckAsync(new { code, direction = "in", id })).Status.ShouldBe(HttpStatusCode.OK);
        (await scanner.CheckAsync(new { code, direction = "in", id })).Status.ShouldBe(HttpStatusCode.OK);
        (await scanner.CheckAsync(new { code = "SI1:别人", direction = "in", id })).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task One_that_cannot_be_read_stays_on_the_device_with_a_reason_and_the_others_are_stored()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "301");
        using var __ = scanner;
        var (good, half, counted) = (scanner.Scan(app.Clock.Now(), "out"), scanner.Scan(app.Clock.Now(), "out"), scanner.Scan(app.Clock.Now(), "out"));
        half["note"] = "HALF";
        counted["seq"] = GateRules.MostSeq + 1;
        var json = JsonSerializer.Serialize(new { sentAt = app.Clock.Now().ToUnixTimeMilliseconds(), scans = new[] { half, good, counted } }).Replace("HALF", "\\ud83d", StringComparison.Ordinal);
        var (status, body) = await scanner.RawAsync(json);
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("stored").EnumerateArray().Select(s => s.GetGuid()).ShouldBe([(Guid)good["id"]!]);
        body.GetProperty("bad").EnumerateArray().Select(b => b.GetProperty("id").GetGuid()).ShouldBe([(Guid)half["id"]!, (Guid)counted["id"]!]);
        body.GetProperty("bad").EnumerateArray().ShouldAllBe(b => b.GetProperty("reason").GetString()!.Contains("没有收下"));
        (await ScansAsync(gate)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Every_refusal_has_a_chinese_title_and_says_why_in_chinese()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "302");
        using var __ = scanner;
        using var stranger = new Scanner(app.Address, app.Clock);
        (HttpStatusCode Status, JsonElement Body)[] answers =
        [
            await stranger.SendAsync(), await stranger.CheckAsync(new { code = "x", direction = "in" }), await stranger.SnapshotAsync(),
            await scanner.SendAsync([null!]), await scanner.BreachAsync([null!]), await scanner.CheckAsync(new { direction = "in" }), await scanner.RawAsync("{"), await scanner.RawAsync("\"\ud83d\""),
        ];
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        foreach (var (status, body) in answers.Append(await scanner.SnapshotAsync()))
        {
            ((int)status).ShouldBeGreaterThanOrEqualTo(400);
            foreach (var part in new[] { "title", "detail" })
            {
                body.GetProperty(part).GetString()!.ShouldMatch(@"^\p{IsCJKUnifiedIdeographs}");
            }
        }
    }

    [Fact]
    public async Task The_list_has_the_number_to_call_the_places_and_who_is_expected_back_and_names_nobody()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "401");
        using var __ = scanner;
        await app.InDbAsync(db => db.Communities.Where(c => c.CommunityId == Cast.Home).ExecuteUpdateAsync(set => set.SetProperty(c => c.Phone, "021-00001234")));
        using var anyone = app.Anyone();
        foreach (var (name, hours) in new[] { ("归来甲", 3.0), ("归来乙", 24 * 5.0) })
        {
            await anyone.OpenAsync("/r/310107103017");
            await anyone.SubmitAsync(
                "/r/310107103017", ("where", "1号楼2单元401室"), ("name", name), ("phone", "142 0000 0778"), ("from", "湖北宜昌"), ("at", app.Clock.Now().AddHours(hours).ForInput()), ("transport", "火车"));
        }

        var (_, list) = await scanner.SnapshotAsync();
        list.GetProperty("phone").GetString().ShouldBe("021-00001234");
        list.GetProperty("places").EnumerateArray().Select(p => p.GetString()).ShouldContain("401撤回门");
        var expected = list.GetProperty("returnees").EnumerateArray().ShouldHaveSingleItem();
        (expected.GetProperty("door").GetString(), expected.GetProperty("proven").GetBoolean()).ShouldBe(("1号楼 2-401", false));
        list.ToString().ShouldNotContain("归来");
        list.ToString().ShouldNotContain("宜昌");
        (await scanner.SnapshotAsync(list.GetProperty("seq").GetInt64())).Body.GetProperty("returnees").GetArrayLength().ShouldBe(1);
    }
}
