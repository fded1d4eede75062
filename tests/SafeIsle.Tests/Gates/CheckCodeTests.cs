using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Turnstiles: a code goes there, yes or no comes back and nothing else; and what a maker of them reads.</summary>
public sealed class CheckCodeTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Pass Pass, string Code, Scanner Turnstile, Guid Gate)> ReadyAsync(Browser director, string room)
    {
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, room, Tenure.Owner, Groups.Person("钱" + room));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var gate = await app.GateAsync(director, $"{room}闸机门");
        return (pass, await app.CardAsync(pass), await app.ScannerAsync(director, gate, $"{room}闸机"), gate);
    }

    private Task<List<GateScan>> ScansAsync(Guid gate) => app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).OrderBy(s => s.Id).ToListAsync());

    [Fact]
    public async Task An_unknown_token_is_401_and_a_broken_question_400()
    {
        using var director = await app.AsAsync("director");
        var (_, code, turnstile, gate) = await ReadyAsync(director, "101");
        using var _ = turnstile;
        using var stranger = new Scanner(app.Address, app.Clock);
        (await stranger.CheckAsync(new { code, direction = "out" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        stranger.Forge($"{Cast.Home}.{Ids.New():N}.{new string('0', 32)}");
        (await stranger.CheckAsync(new { code, direction = "out" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var broken in new object[] { new { direction = "out" }, new { code }, new { code, direction = "up" }, new { code, direction = 7 }, new { code, direction = "out", seq = 0 } })
        {
            var (status, body) = await turnstile.CheckAsync(broken);
            status.ShouldBe(HttpStatusCode.BadRequest);
            body.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        }

        (await ScansAsync(gate)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_good_code_is_a_yes_that_says_nothing_else_and_is_recorded_once_by_its_id()
    {
        using var director = await app.AsAsync("director");
        var (pass, code, turnstile, gate) = await ReadyAsync(director, "102");
        using var _ = turnstile;
        var ask = new { code, direction = "out", tenths = 366, id = Ids.New(), seq = 1 };
        var (status, body) = await turnstile.CheckAsync(ask);
        status.ShouldBe(HttpStatusCode.OK);
        body.GetRawText().ShouldBe("""{"ok":true}""");
        // The answer was lost on its way: the same again is the same passage, and not a second way out.
        (await turnstile.CheckAsync(ask)).Body.GetRawText().ShouldBe("""{"ok":true}""");
        var scan = (await ScansAsync(gate)).ShouldHaveSingleItem();
        (scan.PassId, scan.Verdict, scan.ServerVerdict, scan.Direction, scan.Tenths, scan.Differs)
            .ShouldBe((pass.Id, PassVerdict.Go, PassVerdict.Go, PassDirection.Out, 366, false));
        // A new passage in the same cycle is a no; home again is not.
        (await turnstile.CheckAsync(new { code, direction = "out", seq = 2 })).Body.GetRawText().ShouldBe("""{"ok":false}""");
        (await turnstile.CheckAsync(new { code, direction = "in", seq = 3 })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();
        (await ScansAsync(gate)).Select(s => s.Verdict).ShouldBe([PassVerdict.Go, PassVerdict.Stop, PassVerdict.Go]);
        await director.OpenAsync($"{Desk}/gates/day");
        director.Text.ShouldContain("2单元102室");
    }

    [Fact]
    public async Task A_phones_code_opens_for_a_minute_and_a_screenshot_of_it_no_longer()
    {
        using var director = await app.AsAsync("director");
        var (pass, _, turnstile, gate) = await ReadyAsync(director, "301");
        using var _ = turnstile;
        using var phone = await app.PhoneOfAsync(pass);
        var code = await QrOnScreen.Of(phone.Page).ReadAsync();
        var made = (await app.CodeAsync(code)).IssuedAt;
        app.Clock.Advance(made + TimeSpan.FromSeconds(58.5) - app.Clock.Now());
        (await turnstile.CheckAsync(new { code, direction = "out" })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();
        app.Clock.Advance(made + TimeSpan.FromSeconds(61) - app.Clock.Now());
        (await turnstile.CheckAsync(new { code, direction = "in" })).Body.GetProperty("ok").GetBoolean().ShouldBeFalse();
        (await ScansAsync(gate)).Select(s => s.Reason).ShouldBe(["ok", ScanJudge.Stale]);
        // A scanner showed it in time; what is sent is judged by a clock that may be wrong.
        using var scanner = await app.ScannerAsync(director, gate, "301手机");
        await scanner.SendAsync(scanner.Scan(made + TimeSpan.FromSeconds(75), "in", code: code));
        (await ScansAsync(gate))[^1].ServerReason.ShouldNotBe(ScanJudge.Stale);
    }

    [Fact]
    public async Task The_id_of_another_devices_passage_opens_nothing()
    {
        using var director = await app.AsAsync("director");
        var (_, code, turnstile, gate) = await ReadyAsync(director, "502");
        using var _ = turnstile;
        using var other = await app.ScannerAsync(director, await app.GateAsync(director, "另一个闸机门"), "另一台闸机");
        var id = Ids.New();
        (await turnstile.CheckAsync(new { code, direction = "out", id })).Body.GetProperty("ok").GetBoolean().ShouldBeTrue();
        (await other.CheckAsync(new { code = "https://example.org/", direction = "out", id })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await ScansAsync(gate)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_fever_a_code_of_nobody_and_a_pass_taken_back_are_a_no()
    {
        using var director = await app.AsAsync("director");
        var (pass, code, turnstile, gate) = await ReadyAsync(director, "201");
        using var _ = turnstile;
        (await turnstile.CheckAsync(new { code, direction = "out", tenths = 373 })).Body.GetRawText().ShouldBe("""{"ok":false}""");
        (await turnstile.CheckAsync(new { code = "https://example.org/", direction = "out" })).Body.GetRawText().ShouldBe("""{"ok":false}""");
        await director.OpenAsync($"{Desk}/households/{pass.HouseholdId}/passes");
        await director.SubmitAsync("/revoke", ("why", "丢了"));
        (await turnstile.CheckAsync(new { code, direction = "out" })).Body.GetRawText().ShouldBe("""{"ok":false}""");
        (await ScansAsync(gate)).Select(s => (s.Verdict, s.Reason))
            .ShouldBe([(PassVerdict.Stop, "fever"), (PassVerdict.Stop, "unknown"), (PassVerdict.Stop, "revoked")]);
        // It stores nothing and numbers nothing, so nothing of it is missing.
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldNotContain("缺 ");
    }

    [Fact]
    public async Task A_wiped_turnstile_opens_to_nobody_and_one_that_asks_too_often_waits()
    {
        using var director = await app.AsAsync("director");
        var (_, code, turnstile, gate) = await ReadyAsync(director, "202");
        using var _ = turnstile;
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        (await turnstile.CheckAsync(new { code, direction = "out" })).Status.ShouldBe(HttpStatusCode.Gone);
        (await ScansAsync(gate)).ShouldBeEmpty();
        var last = HttpStatusCode.OK;
        for (var i = 1; i <= CheckCode.PerMinute && last != HttpStatusCode.TooManyRequests; i++)
        {
            last = (await turnstile.CheckAsync(new { })).Status;
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests);
        using var refused = await turnstile.PostAsync("/api/gate/check", new { });
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_gate_that_was_closed_lets_nobody_pass()
    {
        using var director = await app.AsAsync("director");
        var (_, code, turnstile, gate) = await ReadyAsync(director, "402");
        using var _ = turnstile;
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync($"/gates/{gate}", ("why", "封闭管理"), ("decidedBy", "街道指挥部"));
        var (status, body) = await turnstile.CheckAsync(new { code, direction = "out" });
        (status, body.GetProperty("ok").GetBoolean()).ShouldBe((HttpStatusCode.OK, false));
        (await ScansAsync(gate)).ShouldHaveSingleItem().Reason.ShouldBe(ScanJudge.GateClosed);
        (await turnstile.SnapshotAsync()).Body.GetProperty("gate").GetProperty("open").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_document_describes_every_address_of_a_device_and_all_of_them_are_there()
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        var document = await http.GetFromJsonAsync<JsonElement>("/api/gate/openapi.json");
        var paths = document.GetProperty("paths").EnumerateObject().ToList();
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!)
            .Where(r => r.StartsWith("/api/gate/", StringComparison.Ordinal) && r != GateApi.Path).Distinct();
        paths.Select(p => p.Name).ShouldBe(routes, ignoreOrder: true);
        paths.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var (path, method, operation) in paths.SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name, o.Value))))
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            using var ask = new HttpRequestMessage(new(method), path) { Content = method == "get" ? null : JsonContent.Create(new { }) };
            using var answer = await http.SendAsync(ask);
            var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            status.ShouldBe(path == "/api/gate/enrol" ? "400" : "401");
            operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldContain(status);
            operation.TryGetProperty("security", out var _).ShouldBe(path != "/api/gate/enrol");
        }

        // Meaning and unit of a field, from the sentence beside it in the code; nothing that only the server works with.
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Field(nameof(CheckAsk), "tenths").GetProperty("description").GetString()!.ShouldContain("tenths of a degree");
        Field(nameof(GateSnapshot), "seq").GetProperty("type").GetString().ShouldBe("integer");
        schemas.GetProperty(nameof(CheckAsk)).GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe(["code", "direction"]);
        schemas.GetProperty(nameof(SentScan)).GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(
            ["id", "seq", "at", "direction", "how", "code", "number", "door", "tenths", "verdict", "reason", "note", "firm", "guard", "corrects", "nobody"], ignoreOrder: true);

        schemas.GetProperty(nameof(SentScan)).GetProperty("properties").GetProperty("note").GetProperty("type").EnumerateArray().Select(t => t.GetString()).ShouldBe(["null", "string"], ignoreOrder: true);

        JsonElement Field(string type, string name) => schemas.GetProperty(type).GetProperty("properties").GetProperty(name);
    }
}
