using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates;
using SafeIsle.Gates.Fences;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Photos;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Fences;

/// <summary>A guard reports a breach on the device, without an account and perhaps hours ago: it is the same breach as one of the desk, once.</summary>
public sealed class BreachOfDeviceTests(TestApp app) : IClassFixture<TestApp>
{
    private Dictionary<string, object?> Told(string kind, string? place = null, string? spot = null, string? note = null, string? guard = null) => new()
    {
        ["id"] = Ids.New(), ["at"] = app.Clock.Now().AddMinutes(-30).ToUnixTimeMilliseconds(), ["kind"] = kind, ["place"] = place, ["spot"] = spot, ["note"] = note, ["guard"] = guard,
    };

    private Task<Breach> RowAsync(object? id) => app.InDbAsync(db => db.Breaches.SingleAsync(b => b.Id == (Guid)id!));

    [Fact]
    public async Task Sent_again_and_at_once_it_is_one_breach_that_waits_for_a_patrol_under_the_devices_name()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "缺口门");
        using var scanner = await app.ScannerAsync(director, gate, "缺口平板");
        var told = Told("climbed", "缺口门", "东侧两米", "有人刚翻过去", "老秦");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => scanner.BreachAsync(told)));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK || a.Status == HttpStatusCode.Conflict);
        var (_, body) = await scanner.BreachAsync(told);
        body.GetProperty("stored").EnumerateArray().Select(s => s.GetGuid()).ShouldBe([(Guid)told["id"]!]);
        body.GetProperty("bad").GetArrayLength().ShouldBe(0);
        var row = await RowAsync(told["id"]);
        (row.GateId, row.Spot, row.Kind, row.By).ShouldBe((gate, "东侧两米", BreachKind.Climbed, "缺口平板（老秦）"));
        (row.At - app.Clock.Now().AddMinutes(-30)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        row.DueAt.ShouldBe(row.At + BreachRules.FirstVisitWithin);
        (await app.InDbAsync(db => db.BreachSteps.Where(s => s.BreachId == row.Id).ToListAsync())).ShouldHaveSingleItem().Note.ShouldBe("有人刚翻过去");
        (await app.AuditAsync("breach.report")).ShouldContain("报告有人翻越：缺口门，东侧两米");

        // From here on it is as any other.
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/breaches/{row.Id}");
        guard.Text.ShouldContain("缺口平板（老秦）报告");
        await guard.SubmitAsync("/owner", ("act", "take"));
        (await app.InDbAsync(db => db.Todos.CountAsync(t => t.Kind == "patrol" && t.SourceId == row.Id && t.ClosedAt == null))).ShouldBe(1);
    }

    [Fact]
    public async Task What_says_too_little_or_cannot_be_read_stays_on_the_device_with_a_sentence_and_harms_no_other()
    {
        using var director = await app.AsAsync("director");
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "少字门"), "少字平板");
        var half = Told("gap", spot: "HALF");
        object[] all = [Told("hole", spot: "水闸"), Told("gap"), Told("other", spot: "水闸"), Told("gap", spot: new string('远', BreachRules.MostSpot + 1)), half, Told("gap", spot: "水闸边")];
        var json = JsonSerializer.Serialize(new { sentAt = app.Clock.Now().ToUnixTimeMilliseconds(), scans = Array.Empty<object>(), breaches = all }).Replace("HALF", "\\udc00", StringComparison.Ordinal);
        var (status, body) = await scanner.RawAsync(json);
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("stored").GetArrayLength().ShouldBe(1);
        var bad = body.GetProperty("bad").EnumerateArray().Select(b => b.GetProperty("reason").GetString()!).ToList();
        bad.Count.ShouldBe(5);
        bad[0].ShouldBe("请选择看到了什么。");
        bad[1].ShouldContain("请选择门岗或围挡");
        bad[2].ShouldBe("请写一句看到了什么。");
        bad[3].ShouldContain("请写短一点");
        bad[4].ShouldContain("看不懂的字");
        (await scanner.BreachAsync([.. Enumerable.Range(0, TakeBreaches.MostReports + 1).Select(_ => (object)Told("gap", spot: "多"))])).Status.ShouldBe(HttpStatusCode.BadRequest);
        using var stranger = new Scanner(app.Address, app.Clock);
        (await stranger.BreachAsync(Told("gap", spot: "生人"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.InDbAsync(db => db.Breaches.CountAsync(b => b.Spot == "多" || b.Spot == "生人"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_place_that_has_another_name_by_now_keeps_the_guards_words_and_a_wiped_device_is_named_as_that()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "改名前的门");
        using var scanner = await app.ScannerAsync(director, gate, "改名平板");
        var told = Told("gap", "早没有的门", "西边");
        await scanner.BreachAsync(told);
        var row = await RowAsync(told["id"]);
        (row.GateId, row.Spot, row.By).ShouldBe((null, "早没有的门，西边", "改名平板"));
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        app.Clock.Advance(TimeSpan.FromHours(1));
        var later = Told("gap", spot: "清除以后");
        (await scanner.BreachAsync(later)).Status.ShouldBe(HttpStatusCode.Gone);
        (await RowAsync(later["id"])).By.ShouldBe("改名平板（设备已清除）");
        // Whoever has it now fills no list.
        await scanner.BreachAsync([.. Enumerable.Range(0, TakeBreaches.MostReports).Select(i => (object)Told("gap", spot: $"编的{i}"))]);
        (await app.InDbAsync(db => db.Breaches.CountAsync(b => b.By.EndsWith("（设备已清除）")))).ShouldBe(GateRules.MostOfWiped);
    }

    [Fact]
    public async Task A_photo_stands_with_the_report_and_one_that_cannot_be_read_loses_no_word()
    {
        using var director = await app.AsAsync("director");
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "拍照门"), "拍照平板");
        var (good, broken) = (Told("gap", spot: "拍到的"), Told("gap", spot: "没拍成的"));
        (good["photo"], broken["photo"]) = (Convert.ToBase64String(Pictures.Jpeg()), "这不是照片");
        (await scanner.BreachAsync(good)).Body.GetProperty("stored").GetArrayLength().ShouldBe(1);
        (await scanner.BreachAsync(broken)).Body.GetProperty("stored").GetArrayLength().ShouldBe(1);
        using var guard = await app.AsAsync("guard");
        await guard.OpenAsync($"{Desk}/breaches/{good["id"]}");
        using (var picture = await guard.FetchAsync(guard.Page.QuerySelector("main img")!.GetAttribute("src")!))
        {
            picture.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await guard.OpenAsync($"{Desk}/breaches/{broken["id"]}");
        guard.Page.QuerySelector("main img").ShouldBeNull();
        guard.Text.ShouldContain("没拍成的");
    }

    public static TheoryData<string?, string?, string?, string?, string> Rules =>
        [.. Vectors.Read<Case>("breach-rules").Select(c => (c.Kind, c.Place, c.Spot, c.Note, c.Why))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_report_says_enough_on_the_device_and_here_alike(string? kind, string? place, string? spot, string? note, string why) =>
        (BreachRules.WhyNot(new SentBreach(default, 0, kind).KindKept, place is not null, spot ?? "", note ?? "") ?? "").ShouldBe(why);

    public sealed record Case(string? Kind, string? Place, string? Spot, string? Note, string Why);
}
