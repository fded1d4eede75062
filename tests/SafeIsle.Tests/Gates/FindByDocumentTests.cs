using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Gates.Scans;
using SafeIsle.Households;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Nobody is barred for want of a card or a phone: the guard types the ID number.</summary>
public sealed class FindByDocumentTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Number = "990000199001010017";

    private static Task<HttpResponseMessage> AskAsync(Scanner device, string? document) => device.PostAsync("/api/gate/document", new { document });

    [Fact]
    public async Task A_guard_finds_the_pass_by_the_id_number_and_hears_nothing_else()
    {
        await app.RulesAsync();
        using var director = await app.AsAsync("director");
        var (household, _) = await app.SettleAsync(
            app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周老伯") with { DocumentKind = DocumentKind.ResidentId, DocumentNumber = Number });
        await app.VerifyAsync(household);
        var gate = await app.GateAsync(director, "证件门");
        using var scanner = await app.ScannerAsync(director, gate, "证件平板");
        using (var none = await AskAsync(scanner, Number))
        {
            (await none.Content.ReadAsStringAsync()).ShouldContain("\"passes\":[]");
        }

        var pass = await app.PassAsync(director, household);
        using var found = await AskAsync(scanner, " 9900 0019 9001 0100 17 ");
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        var words = await found.Content.ReadAsStringAsync();
        words.ShouldContain($"\"passes\":[{pass.Number}]");
        words.ShouldNotContain("周老伯");
        words.ShouldNotContain(Number);

        using var unknown = await AskAsync(scanner, "990000199001010025");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("登记册里没有这个号码");
        using var wrong = await AskAsync(scanner, "990000199001010018");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var empty = await AskAsync(scanner, null);
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var told = await app.InDbAsync(db => db.Set<SafeIsle.Platform.Audit.AuditEntry>().Where(e => e.Action == "gate.document" && e.ActorName == "扫码设备 证件平板").Select(e => e.Summary).ToListAsync());
        told.Count.ShouldBe(3);
        told.ShouldAllBe(t => !t.Contains(Number));
    }

    [Fact]
    public async Task Whoever_has_the_device_cannot_try_numbers_for_long()
    {
        using var director = await app.AsAsync("director");
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "试号门"), "试号平板");
        using (var first = await AskAsync(scanner, "990000199001010025"))
        {
            first.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var device = await app.InDbAsync(db => db.GateDevices.Where(d => d.Name == "试号平板").Select(d => d.Id).SingleAsync());
        var limit = app.Services.GetRequiredService<DocumentLimit>();
        for (var i = 1; i < DocumentLimit.PerHour; i++)
        {
            limit.Take(device).ShouldBeTrue();
        }

        using var stopped = await AskAsync(scanner, "990000199001010025");
        stopped.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await stopped.Content.ReadAsStringAsync()).ShouldContain("请按房号找");
    }

    [Fact]
    public async Task Without_a_device_or_with_a_wiped_one_nothing_is_found()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "证件小门");
        using var scanner = await app.ScannerAsync(director, gate, "清除的平板");
        using var anyone = new HttpClient { BaseAddress = app.Address };
        using var refused = await anyone.PostAsJsonAsync("/api/gate/document", new { document = Number });
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/wipe");
        using var gone = await AskAsync(scanner, Number);
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }
}
