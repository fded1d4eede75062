using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Log;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>What passages say of who lives where.</summary>
public sealed class SeenAtGatesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Whoever_passes_a_gate_lives_behind_her_door_once_a_day()
    {
        await app.RulesAsync();
        using var director = await app.AsAsync("director");
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, "402", Tenure.Owner, RegisterFixture.Person("门岗住户"));
        var pass = await app.PassAsync(director, household, Work, people[0].ToString());
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "佐证门"), "佐证平板");
        var now = app.Clock.Now();
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-9), "out", pass.Number, verdict: "stop"));
        await RoundAsync();
        (await EvidenceAsync()).ShouldBeEmpty();
        await scanner.SendAsync(scanner.Scan(now.AddMinutes(-5), "out", pass.Number), scanner.Scan(now.AddMinutes(-2), "in", pass.Number));
        await RoundAsync();
        await RoundAsync();
        var piece = (await EvidenceAsync()).ShouldHaveSingleItem();
        (piece.Kind, piece.Sign).ShouldBe((EvidenceKind.Gate, EvidenceSign.Present));
        (await app.InDbAsync(db => db.Occupancies.SingleAsync(o => o.Id == pass.DwellingId))).State.ShouldBe(OccupancyState.LivedIn);

        async Task RoundAsync()
        {
            await using var scope = app.Services.CreateAsyncScope();
            await SeenAtGates.RunAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, app.Clock.Now(), default);
        }

        Task<List<OccupancyEvidence>> EvidenceAsync() => app.InDbAsync(db => db.OccupancyEvidence.Where(e => e.DwellingId == pass.DwellingId).ToListAsync());
    }
}
