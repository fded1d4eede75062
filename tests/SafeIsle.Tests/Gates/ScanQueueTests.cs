using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Uploads that arrive together: one transaction, one answer each, and nobody harmed by another's.</summary>
public sealed class ScanQueueTests(TestApp app) : IClassFixture<TestApp>
{
    private const int Uploads = 10;

    // While it is held, nothing is stored: what is sent meanwhile gathers.
    private static async Task<WriteScope> HoldAsync(Db db)
    {
        var write = await db.BeginWriteAsync(Actor.System, default);
        if (TestApp.OnPostgres)
        {
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE gate_scan IN EXCLUSIVE MODE");
        }

        return write;
    }

    private async Task<List<(HttpStatusCode Status, System.Text.Json.JsonElement Body)>> SendWhileHeldAsync(IEnumerable<(Scanner Scanner, object Scan)> uploads)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var held = await HoldAsync(db);
        var sent = new List<Task<(HttpStatusCode, System.Text.Json.JsonElement)>>();
        foreach (var (scanner, scan) in uploads)
        {
            sent.Add(scanner.SendAsync(scan));
            // The first is begun by itself, the others gather behind it.
            await Task.Delay(sent.Count == 1 ? 500 : 20);
        }

        await Task.Delay(500);
        sent.ShouldAllBe(s => !s.IsCompleted);
        await held.DisposeAsync();
        return [.. await Task.WhenAll(sent)];
    }

    private Task<int> LinesAsync(Guid gate) =>
        app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.CommunityId == Cast.Home && e.Action == "gate.scans" && e.Subject == gate));

    [Fact]
    public async Task What_arrives_together_is_stored_together_and_answered_after_it_is_there()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "同时门");
        using var one = await app.ScannerAsync(director, gate, "一号机");
        using var two = await app.ScannerAsync(director, gate, "二号机");
        var answers = await SendWhileHeldAsync(Enumerable.Range(0, Uploads).Select(i => (i % 2 == 0 ? one : two, (object)(i % 2 == 0 ? one : two).Scan(app.Clock.Now(), "out", verdict: "ask"))));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        (await app.InDbAsync(db => db.GateScans.CountAsync(s => s.GateId == gate))).ShouldBe(Uploads);
        // The first by itself; of the others a line for each device.
        (await LinesAsync(gate)).ShouldBe(3);
        var who = await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "gate.scans" && e.Subject == gate).Select(e => e.ActorName).Distinct().ToListAsync());
        who.ShouldBe(["扫码设备 一号机", "扫码设备 二号机"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_harms_no_other_of_its_group()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "坏件门");
        using var scanner = await app.ScannerAsync(director, gate, "坏件机");
        await app.InDbAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync(TestApp.OnPostgres
                ? """
                  CREATE FUNCTION no_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
                  CREATE TRIGGER no_poison BEFORE INSERT ON gate_scan FOR EACH ROW WHEN (NEW.note = 'poison') EXECUTE FUNCTION no_poison()
                  """
                : "CREATE TRIGGER no_poison BEFORE INSERT ON gate_scan WHEN NEW.note = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END");
            return 0;
        });
        var answers = await SendWhileHeldAsync(Enumerable.Range(0, Uploads).Select(i =>
        {
            var scan = scanner.Scan(app.Clock.Now(), "out", verdict: "ask");
            scan["note"] = i == Uploads / 2 ? "poison" : "";
            return (scanner, (object)scan);
        }));
        answers.Select(a => a.Status).Index().ShouldAllBe(a => a.Item == (a.Index == Uploads / 2 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK));
        (await app.InDbAsync(db => db.GateScans.CountAsync(s => s.GateId == gate))).ShouldBe(Uploads - 1);
    }

    [Fact]
    public async Task A_token_that_was_right_a_moment_ago_stores_nothing_any_more()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "换码门");
        using var old = await app.ScannerAsync(director, gate, "旧码");
        using var other = await app.ScannerAsync(director, gate, "别台");
        (await old.SendAsync(old.Scan(app.Clock.Now(), "out", verdict: "ask"))).Status.ShouldBe(HttpStatusCode.OK);
        await app.InDbAsync(db => db.GateDevices.Where(d => d.Name == "旧码").ExecuteUpdateAsync(set => set.SetProperty(d => d.TokenHash, (byte[]?)null)));
        // Together with one that is right, which it does not hold up.
        var answers = await SendWhileHeldAsync([(other, other.Scan(app.Clock.Now(), "out", verdict: "ask")), (old, old.Scan(app.Clock.Now(), "in", verdict: "ask")), (other, other.Scan(app.Clock.Now(), "in", verdict: "ask"))]);
        answers.ConvertAll(a => a.Status).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK]);
        (await old.CheckAsync(new { code = "x", direction = "out" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.InDbAsync(db => db.GateScans.CountAsync(s => s.GateId == gate))).ShouldBe(3);
    }
}

/// <summary>A queue that is being stopped.</summary>
public sealed class StoppedScanQueueTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task What_comes_too_late_is_sent_back_and_stays_in_the_device()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "停机门");
        using var scanner = await app.ScannerAsync(director, gate, "停机");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", verdict: "ask"))).Status.ShouldBe(HttpStatusCode.OK);
        await app.Services.GetRequiredService<ScanQueue>().StopAsync(default);
        var (status, body) = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "in", verdict: "ask"));
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("detail").GetString()!.ShouldContain("没有丢");
        (await app.InDbAsync(db => db.GateScans.CountAsync(s => s.GateId == gate))).ShouldBe(1);
    }
}

/// <summary>A queue that nobody serves: what is answered nevertheless never came to it.</summary>
public sealed class UnservedScanQueueTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_forged_token_is_refused_before_anything_waits()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "伪造门");
        using var scanner = await app.ScannerAsync(director, gate, "真的");
        (await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", verdict: "ask"))).Status.ShouldBe(HttpStatusCode.OK);
        var known = await app.InDbAsync(db => db.GateDevices.Where(d => d.GateId == gate).Select(d => d.Id).SingleAsync());
        await app.Services.GetRequiredService<ScanQueue>().StopAsync(default);
        using var forger = new Scanner(app.Address, app.Clock);
        foreach (var device in new[] { Ids.New(), known })
        {
            forger.Forge($"{Cast.Home}.{device:N}.{new string('0', 32)}");
            (await forger.SendAsync(forger.Scan(app.Clock.Now(), "out", verdict: "ask"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await forger.CheckAsync(new { code = "x", direction = "out" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }
}
