using System.Net;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
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
    private async Task<(Pass Pass, Scanner Scanner, Guid Gate)> ReadyAsync(Browser director, string room, int unit = 2)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, unit, room, Tenure.Owner, Groups.Person("周" + room));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, unit == 2 ? $"{room}门" : $"{unit}-{room}门");
        return (pass, await app.ScannerAsync(director, gate, $"{room}平板"), gate);
    }

    private Task<List<GateScan>> ScansAsync(Guid gate) => app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.At).ToListAsync());

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
        var code = await app.CardAsync(pass);
        var now = app.Clock.Now();
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-60), "out", code: code), scanner.Scan(now.AddMinutes(-50), "in", code: code));
        // The other gate had no network and did not know of it.
        var (status, body) = await other.SendAsync(other.Scan(now.AddMinutes(-30), "out", code: code));
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("differs")[0].GetProperty("verdict").GetString().ShouldBe("stop");
        body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("used");
        var kept = await app.InDbAsync(db => db.GateScans.SingleAsync(s => s.Differs && s.PassId == pass.Id));
        (kept.Verdict, kept.ServerVerdict, kept.ServerReason).ShouldBe((PassVerdict.Go, PassVerdict.Stop, "used"));
        await director.OpenAsync($"{Desk}/gates/log?only=Differs");
        director.Text.ShouldContain("2单元202室");
        director.Text.ShouldContain("不放行");
    }

    [Fact]
    public async Task What_comes_days_late_is_judged_by_what_was_before_it()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "501");
        using var _ = scanner;
        var then = app.Clock.Now().AddDays(-12);
        await app.InDbAsync(db => db.Passes.Where(p => p.Id == pass.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.FirstDay, then.DateHere())));
        await scanner.SendAsync(scanner.Scan(then, "out", pass.Number));
        // The next batch of the same days without network.
        var (_, body) = await scanner.SendAsync(scanner.Scan(then.AddMinutes(5), "in", pass.Number), scanner.Scan(then.AddMinutes(10), "out", pass.Number));
        body.GetProperty("differs").EnumerateArray().ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("used");
        (await ScansAsync(gate)).ConvertAll(s => s.ServerReason).ShouldBe(["ok", "in", "used"]);
    }

    [Fact]
    public async Task What_was_told_before_is_judged_again_when_something_earlier_comes_late()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "301", unit: 1);
        using var other = await app.ScannerAsync(director, await app.GateAsync(director, "301别处"), "301别处");
        using var _ = scanner;
        var now = app.Clock.Now();
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-30), "out", pass.Number), scanner.Scan(now.AddMinutes(-20), "in", pass.Number));
        (await VerdictsAsync()).ShouldBe([("ok", false), ("in", false)]);

        // The household had been out by the other gate already, which had no network.
        var early = other.Scan(now.AddMinutes(-60), "out", pass.Number);
        await other.SendAsync(early);
        (await VerdictsAsync()).ShouldBe([("used", true), ("in", false)]);
        await director.OpenAsync($"{Desk}/gates/log?only=Differs");
        director.Text.ShouldContain("1单元301室");

        // A slip of the finger, says the guard there: then the first one was right.
        var slip = other.Scan(now.AddMinutes(-59), "out", pass.Number);
        (slip["corrects"], slip["nobody"]) = (early["id"], true);
        await other.SendAsync(slip);
        (await VerdictsAsync()).ShouldBe([("ok", false), ("in", false)]);

        async Task<IReadOnlyList<(string, bool)>> VerdictsAsync() => (await ScansAsync(gate)).ConvertAll(s => (s.ServerReason, s.Differs));
    }

    [Fact]
    public async Task A_card_that_was_printed_anew_and_a_pass_taken_back_differ_from_what_an_old_list_said()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "301");
        using var _ = scanner;
        var old = await app.CardAsync(pass);
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        await director.SubmitAsync("/reprint");
        var (_, body) = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", code: old));
        body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("revoked");
        var forged = old[..^6] + (old[^6..] == "000000" ? "111111" : "000000");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", code: forged))).Body.GetProperty("differs")[0].GetProperty("verdict").GetString().ShouldNotBe("go");
        (await ScansAsync(gate)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_door_without_pass_that_the_guard_looked_up_stays_in_the_record()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "502");
        using var __ = scanner;
        await scanner.SendAsync(
            scanner.Scan(app.Clock.Now().AddMinutes(-1), "out", door: "1号楼 2-601", verdict: "ask"),
            scanner.Scan(app.Clock.Now(), "out", door: new string('长', GateRules.MostDoor + 1), verdict: "ask"));
        var kept = (await ScansAsync(gate)).ConvertAll(s => s.Dwelling);
        kept.ShouldContain("1号楼2单元601室");
        kept.Count(d => d.Length == GateRules.MostDoor).ShouldBe(1);
        await director.OpenAsync($"{Desk}/gates/day");
        director.Text.ShouldContain("1号楼2单元601室");
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
    public async Task A_phone_that_is_enrolled_anew_goes_on_counting_and_lost_nothing()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "602");
        using var _ = scanner;
        for (var i = 0; i < 40; i++)
        {
            scanner.Lose();
        }

        await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", pass.Number), scanner.Scan(app.Clock.Now(), "in", pass.Number));
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldContain("已收到 2 条");
        director.Text.ShouldNotContain("缺 ");
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
        await director.OpenAsync($"{Desk}/gates/log?only=Hot");
        director.Text.ShouldContain("37.8");
    }

    [Fact]
    public async Task Nothing_instead_of_a_scan_a_number_that_no_device_reaches_and_megabytes_are_refused()
    {
        using var director = await app.AsAsync("director");
        var (_, scanner, gate) = await ReadyAsync(director, "602", 1);
        using var _ = scanner;
        (await scanner.SendAsync([null!])).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await scanner.DropAsync([null!])).Status.ShouldBe(HttpStatusCode.BadRequest);
        var counted = scanner.Scan(app.Clock.Now(), "in");
        counted["seq"] = GateRules.MostSeq + 1;
        (await scanner.SendAsync(counted)).Body.GetProperty("bad").GetArrayLength().ShouldBe(1);
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", code: new string('A', (int)GateRules.MostPosted)))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await scanner.CheckAsync(new { code = new string('A', (int)GateRules.MostAsked), direction = "in" })).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var enrol = await scanner.PostAsync("/api/gate/enrol", new { code = new string('1', (int)GateRules.MostAsked) });
        enrol.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ScansAsync(gate)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clock_that_was_set_between_scan_and_upload_gives_the_time_of_arrival()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "501", 1);
        using var _ = scanner;
        var scan = scanner.Scan(app.Clock.Now(), "out", pass.Number);
        // A phone whose battery was empty began in 1970, and learned the time before it sent.
        scan["at"] = 28_800_000;
        await scanner.SendAsync(scan);
        var kept = (await ScansAsync(gate)).ShouldHaveSingleItem();
        (kept.At - app.Clock.Now()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        kept.DeviceAt.Year.ShouldBe(1970);
    }

    [Fact]
    public async Task What_a_wiped_device_tells_of_later_is_kept_and_uses_no_pass()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "601", 1);
        using var _ = scanner;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var before = scanner.Scan(app.Clock.Now().AddMinutes(-5), "in", pass.Number);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var door = scanner.Scan(app.Clock.Now(), "out", door: "1号楼 1-601", verdict: "stop");
        door["note"] = "编出来的话";
        var sent = await scanner.SendAsync(before, door, scanner.Scan(app.Clock.Now(), "out", pass.Number), scanner.Scan(app.Clock.Now().AddHours(-5), "out", pass.Number));
        sent.Status.ShouldBe(HttpStatusCode.Gone);
        // Before it was enrolled it was nobody's either.
        (await ScansAsync(gate)).Select(s => (s.PassId, s.Counter, s.DwellingId, s.Mark, s.VoidAt is null)).ShouldBe(
            [
                (null, null, null, ScanMark.Wiped, false), (pass.Id, pass.Counter, pass.DwellingId, ScanMark.None, true), (null, null, null, ScanMark.Wiped, false),
                (null, null, null, ScanMark.Wiped, false),
            ]);
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        director.Text.ShouldNotContain("编出来的话");
        await director.OpenAsync($"{Desk}/gates/log");
        director.Text.ShouldContain("编出来的话");
        director.Text.ShouldContain("设备清除以后记的，可能不实");
    }

    [Fact]
    public async Task A_guard_who_asks_and_then_stops_somebody_or_stops_a_fever_does_what_he_is_to_do()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "502", 1);
        using var __ = scanner;
        var now = app.Clock.Now();
        var (_, body) = await scanner.SendAsync(
            scanner.Scan(now.AddMinutes(-3), "in", verdict: "stop"), scanner.Scan(now.AddMinutes(-2), "out", pass.Number, verdict: "stop", tenths: 381),
            scanner.Scan(now.AddMinutes(-1), "out", pass.Number, verdict: "stop", tenths: 366));
        body.GetProperty("differs").EnumerateArray().ShouldHaveSingleItem().GetProperty("verdict").GetString().ShouldBe("go");
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
        director.Text.ShouldContain("这期间门岗仍会拦下这张证");
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household.Id));
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "封控门"), "封控平板");
        var (_, list) = await scanner.SnapshotAsync();
        list.GetProperty("held").EnumerateArray().Select(n => n.GetInt32()).ShouldContain(pass.Number);
        list.ToString().ShouldNotContain("封控期");
    }

    [Fact]
    public async Task A_whole_list_packs_outs_that_count_and_the_last_of_each_and_a_later_one_names_them_alike()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "101", unit: 1);
        using var __ = scanner;
        var (_, before) = await scanner.SnapshotAsync();
        // The beginning of a second: the time that an upload takes, which counts as the device's clock being behind, does not reach the next.
        var now = DateTimeOffset.FromUnixTimeSeconds(app.Clock.Now().ToUnixTimeSeconds());
        await scanner.SendAsync(
            scanner.Scan(now.AddMinutes(-50), "out", pass.Number), scanner.Scan(now.AddMinutes(-40), "in", pass.Number),
            scanner.Scan(now.AddMinutes(-30), "out", pass.Number), scanner.Scan(now.AddMinutes(-20), "in", pass.Number));
        long[] expected = [Seconds(now.AddMinutes(-50)), Seconds(now.AddMinutes(-30)), -Seconds(now.AddMinutes(-20))];
        var (_, whole) = await scanner.SnapshotAsync();
        var numbers = Bytes(whole, "passes", "numbers").Chunk(3).Select(b => (b[0] << 16) | (b[1] << 8) | b[2]).ToList();
        var (counts, high, low) = (Bytes(whole, "moves", "counts"), Bytes(whole, "moves", "high"), Bytes(whole, "moves", "low"));
        counts.Length.ShouldBe(numbers.Count);
        high.Length.ShouldBe(counts.Sum(c => c));
        var index = numbers.IndexOf(pass.Number);
        var first = counts.Take(index).Sum(c => c);
        var from = whole.GetProperty("moves").GetProperty("from").GetInt64();
        Enumerable.Range(first, counts[index]).Select(i => (high[i] << 16) | (low[2 * i] << 8) | low[(2 * i) + 1])
            .Select(t => (from + (t >> 1)) * (t % 2 == 0 ? 1 : -1)).ShouldBe(expected);
        var (_, later) = await scanner.SnapshotAsync(before.GetProperty("seq").GetInt64());
        later.GetProperty("full").GetBoolean().ShouldBeFalse();
        later.GetProperty("outs").EnumerateArray().Where(o => o[0].GetInt32() == pass.Counter)
            .Select(o => o[1].GetInt64() / 1000 * (o[2].GetInt32() == 0 ? 1 : -1)).ShouldBe(expected);
        later.GetProperty("outs").EnumerateArray().ShouldAllBe(o => o[1].GetInt64() % 1000 == 0);

        static long Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();
    }

    [Fact]
    public async Task A_pass_whose_first_day_is_yet_to_come_says_so_in_a_whole_list_and_in_a_later_one()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, _) = await ReadyAsync(director, "601");
        using var __ = scanner;
        var (_, before) = await scanner.SnapshotAsync();
        var first = app.Clock.Today().AddDays(2);
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
            var seq = await PassSequences.NextAsync(db, Cast.Home, default);
            await db.Passes.Where(p => p.Id == pass.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.FirstDay, first).SetProperty(p => p.ChangedSeq, seq));
            write.Record(Cast.Home, "test.first", null, "测试");
            await write.CommitAsync();
            return 0;
        });
        var (_, later) = await scanner.SnapshotAsync(before.GetProperty("seq").GetInt64());
        later.GetProperty("changed").EnumerateArray().Single(c => c.GetProperty("number").GetInt32() == pass.Number).GetProperty("from").GetString()
            .ShouldBe(first.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var (_, whole) = await scanner.SnapshotAsync();
        var numbers = Bytes(whole, "passes", "numbers").Chunk(3).Select(b => (b[0] << 16) | (b[1] << 8) | b[2]).ToList();
        Bytes(whole, "passes", "firsts").Index().Where(d => d.Item > 0).ShouldBe([(numbers.IndexOf(pass.Number), (byte)2)]);
    }

    [Fact]
    public async Task A_card_that_was_used_before_it_was_printed_anew_was_good_then()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "102", unit: 1);
        using var _ = scanner;
        var (old, then) = (await app.CardAsync(pass), app.Clock.Now());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        await director.SubmitAsync("/reprint");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await scanner.SendAsync(scanner.Scan(then, "out", code: old), scanner.Scan(app.Clock.Now(), "in", code: old));
        (await ScansAsync(gate)).ConvertAll(s => s.ServerReason).ShouldBe(["ok", "revoked"]);
    }

    [Fact]
    public async Task A_passage_before_the_building_was_closed_and_one_after_are_judged_by_their_own_times()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var building = await app.CloseAsync(director, 902, 1, [Groups.Person("郑二")]);
        var household = await app.InDbAsync(db => db.Households.SingleAsync(h => h.BuildingId == building.Id));
        await director.OpenAsync($"{Desk}/households/{household.Id}/passes");
        var person = await app.InDbAsync(db => db.People.SingleAsync(p => p.HouseholdId == household.Id));
        await director.SubmitAsync("/passes", ("rule", $"{Work}"), ("whom", person.Id.ToString()));
        await director.SubmitAsync("/passes", ("despite", "医院上班，经镇指挥部同意"));
        var pass = await app.InDbAsync(db => db.Passes.SingleAsync(p => p.HouseholdId == household.Id));
        await app.InDbAsync(db => db.Passes.Where(p => p.Id == pass.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.FirstDay, pass.FirstDay.AddDays(-9))));
        var order = await app.InDbAsync(db => db.ClosureOrders.SingleAsync(o => o.BuildingId == building.Id));
        var gate = await app.GateAsync(director, "先后门");
        using var scanner = await app.ScannerAsync(director, gate, "先后平板");
        var lifted = order.StartsAt.AddMinutes(30);
        await app.InDbAsync(db => db.ClosureOrders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.LiftedAt, lifted)));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await scanner.SendAsync(
            scanner.Scan(order.StartsAt.AddHours(-2), "out", pass.Number), scanner.Scan(order.StartsAt.AddHours(-1), "in", pass.Number),
            scanner.Scan(order.StartsAt.AddMinutes(10), "out", pass.Number, verdict: "stop"), scanner.Scan(order.StartsAt.AddMinutes(40), "out", pass.Number));
        (await ScansAsync(gate)).ConvertAll(s => s.ServerReason).ShouldBe(["ok", "in", "held", "ok"]);
    }

    [Fact]
    public async Task A_device_that_uploads_without_end_waits_and_loses_nothing_and_a_forged_token_takes_no_place()
    {
        using var director = await app.AsAsync("director");
        var (pass, scanner, gate) = await ReadyAsync(director, "201", unit: 1);
        using var other = await app.ScannerAsync(director, gate, "603另一台");
        using var _ = scanner;
        using var forger = new Scanner(app.Address, app.Clock);
        forger.Forge($"{Cast.Home}.{Ids.New():N}.{new string('0', 32)}");
        (await forger.SendAsync(forger.Scan(app.Clock.Now(), "out", pass.Number))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var (status, body) = await scanner.SendAsync();
        for (var i = 0; i < ScanLimit.PerMinute * 2 && status == HttpStatusCode.OK; i++)
        {
            (status, body) = await scanner.SendAsync();
        }

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        body.GetProperty("detail").GetString()!.ShouldContain("没有丢");
        (await other.SendAsync(other.Scan(app.Clock.Now(), "out", pass.Number))).Status.ShouldBe(HttpStatusCode.OK);
        (await ScansAsync(gate)).ShouldHaveSingleItem();
    }

    private static byte[] Bytes(System.Text.Json.JsonElement list, string part, string name) =>
        Convert.FromBase64String(list.GetProperty(part).GetProperty(name).GetString()!);
}
