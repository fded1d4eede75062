using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>What devices send: once whatever happens, by the true time, with the server's verdict beside the guard's.</summary>
public sealed class ScanTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Pass Pass, Scanner Scanner, Guid Gate)> ReadyAsync(Browser director, string room)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, room, Tenure.Owner, Groups.Person("周" + room));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, $"{room}门");
        return (pass, await app.ScannerAsync(director, gate, $"{room}平板"), gate);
    }

    private Task<List<GateScan>> ScansAsync(Guid gate) => app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.At).ToListAsync());

    private async Task<string> PaperAsync(Pass pass)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var key = await scope.ServiceProvider.GetRequiredService<GateKeys>().SigningAsync(db, Cast.Home, default);
        return PassCards.CodeOf(pass, key, app.Clock.Now());
    }

    [Fact]
    public async Task The_same_scans_again_and_in_another_order_are_there_once()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "101");
        using var _ = scanner;
        var now = app.Clock.Now();
        var scans = Enumerable.Range(0, 5).Select(i => (object)scanner.Scan(now.AddMinutes(-10 + i), i % 2 == 0 ? "out" : "in", pass.Number)).ToArray();
        (await scanner.SendAsync(scans[3], scans[1])).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await scanner.SendAsync([.. scans.Reverse()]);
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("stored").GetArrayLength().ShouldBe(5);
        (await scanner.SendAsync([.. scans, scans[0]])).Status.ShouldBe(HttpStatusCode.OK);
        (await ScansAsync(gate)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Eight_uploads_of_one_batch_at_once_leave_each_scan_once()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "102");
        using var _ = scanner;
        var scans = Enumerable.Range(0, 50).Select(i => (object)scanner.Scan(app.Clock.Now().AddMinutes(-i), "out", pass.Number)).ToArray();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scanner.SendAsync(scans)));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK || a.Status == HttpStatusCode.Conflict);
        (await scanner.SendAsync(scans)).Body.GetProperty("stored").GetArrayLength().ShouldBe(50);
        (await ScansAsync(gate)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_clock_ten_minutes_wrong_is_measured_and_both_times_are_kept()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "201");
        using var _ = scanner;
        scanner.Ahead = TimeSpan.FromMinutes(10);
        var at = app.Clock.Now().AddHours(-3);
        await scanner.SendAsync(scanner.Scan(at, "out", pass.Number));
        var scan = (await ScansAsync(gate)).ShouldHaveSingleItem();
        (scan.At - at).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (scan.DeviceAt - at - TimeSpan.FromMinutes(10)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldMatch("快 (9|10) 分钟，已换算");
    }

    [Fact]
    public async Task A_second_out_in_a_cycle_is_stored_and_shown_as_different()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "202");
        using var other = await app.ScannerAsync(director, await app.GateAsync(director, "另一个门"), "另一台");
        using var _ = scanner;
        var code = await PaperAsync(pass);
        var now = app.Clock.Now();
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-60), "out", code: code), scanner.Scan(now.AddMinutes(-50), "in", code: code));
        // The other gate had no network and did not know of it.
        var (status, body) = await other.SendAsync(other.Scan(now.AddMinutes(-30), "out", code: code));
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("differs")[0].GetProperty("verdict").GetString().ShouldBe("stop");
        body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("used");
        var kept = await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.Differs && s.PassId == pass.Id));
        (kept.Verdict, kept.ServerVerdict, kept.ServerReason).ShouldBe((PassVerdict.Go, PassVerdict.Stop, "used"));
        await director.OpenAsync($"{Desk}/gates/day?show=differs");
        director.Text.ShouldContain("2单元202室");
        director.Text.ShouldContain("不放行");
    }

    [Fact]
    public async Task A_card_that_was_printed_anew_and_a_pass_taken_back_differ_from_what_an_old_list_said()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "301");
        using var _ = scanner;
        var old = await PaperAsync(pass);
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        await director.SubmitAsync("/reprint");
        var (_, body) = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", code: old));
        body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("revoked");
        var forged = old[..^6] + (old[^6..] == "000000" ? "111111" : "000000");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", code: forged))).Body.GetProperty("differs")[0].GetProperty("verdict").GetString().ShouldNotBe("go");
        (await ScansAsync(gate)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Lost_scans_show_as_gaps()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "302");
        using var _ = scanner;
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number));
        scanner.Lose();
        scanner.Lose();
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", pass.Number));
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldContain("缺 2 条");
    }

    [Fact]
    public async Task A_batch_too_large_or_broken_is_refused_whole_and_temperatures_out_of_reach_are_left_out()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "401");
        using var _ = scanner;
        var many = Enumerable.Range(0, GateRules.MostScans + 1).Select(i => (object)scanner.Scan(app.Clock.Now(), "out", pass.Number)).ToArray();
        (await scanner.SendAsync(many)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await ScansAsync(gate)).ShouldBeEmpty();
        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number, tenths: 378), scanner.Scan(app.Clock.Now(), "in", pass.Number, tenths: 3660));
        (await ScansAsync(gate)).Select(s => s.Tenths).ShouldBe([378, null], ignoreOrder: true);
        await director.OpenAsync($"{Desk}/gates/day?show=hot");
        director.Text.ShouldContain("37.8");
    }

    [Fact]
    public async Task The_snapshot_names_nobody_and_then_tells_only_what_changed()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "402");
        using var __ = scanner;
        var (_, whole) = await scanner.SnapshotAsync();
        whole.GetProperty("full").GetBoolean().ShouldBeTrue();
        whole.ToString().ShouldNotContain("周402");
        Convert.FromBase64String(whole.GetProperty("passes").GetProperty("numbers").GetString()!).Chunk(3)
            .Select(b => (b[0] << 16) | (b[1] << 8) | b[2]).ShouldContain(pass.Number);
        var seq = whole.GetProperty("seq").GetInt64();
        var (_, nothing) = await scanner.SnapshotAsync(seq);
        nothing.GetProperty("full").GetBoolean().ShouldBeFalse();
        nothing.GetProperty("changed").GetArrayLength().ShouldBe(0);
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        await director.SubmitAsync("/revoke", ("why", "丢了"));
        var (_, changed) = await scanner.SnapshotAsync(seq);
        changed.GetProperty("changed")[0].GetProperty("number").GetInt32().ShouldBe(pass.Number);
        changed.GetProperty("changed")[0].GetProperty("state").GetString().ShouldBe("revoked");
        changed.GetProperty("revoked").EnumerateArray().Select(n => n.GetInt32()).ShouldContain(pass.Number);
    }

    [Fact]
    public async Task A_closed_building_holds_its_passes_and_the_list_does_not_say_why()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var building = await app.CloseAsync(director, 901, 1, [Groups.Person("郑一")]);
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.BuildingId == building.Id));
        await director.OpenAsync($"{Desk}/households/{household.Id}/passes");
        (await director.SubmitAsync("/passes", ("rule", $"{Work}"), ("whom", (await app.InDbAsync(db => db.People.SingleAsync(p => p.HouseholdId == household.Id))).Id.ToString())))
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("正在封控");
        await director.SubmitAsync("/passes", ("despite", "医院上班，经镇指挥部同意"));
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household.Id));
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "封控门"), "封控平板");
        var (_, list) = await scanner.SnapshotAsync();
        list.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ShouldContain(pass.Number);
        list.ToString().ShouldNotContain("封控期");
    }
}
