using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Gates;

/// <summary>Keys are rotated: a new one signs, the old one verifies as long as a card of its lasts.</summary>
public sealed class GateKeysTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_card_of_the_old_key_is_good_after_the_change_and_a_key_without_cards_is_told_no_more()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周一"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        using var scanner = await app.ScannerAsync(director, await app.GateAsync(director, "换钥匙门"), "换钥匙平板");
        using var key = (await KeyAsync()).Signer;
        var first = (await KeyAsync()).Kid;
        var card = PassCards.CodeOf(pass, new(first, key), app.Clock.Now());
        app.Clock.Advance(TimeSpan.FromDays(10));
        (await KeyAsync()).Kid.ShouldBe(first);
        app.Clock.Advance(TimeSpan.FromDays(21));
        var second = (await KeyAsync()).Kid;
        second.ShouldNotBe(first);
        (await KeysAsync(scanner)).ShouldBe([first, second], ignoreOrder: true);
        var (_, body) = await scanner.SendAsync(scanner.Scan(app.Clock.Now(), "out", code: card));
        // Its month is over; whose it is was read all the same, by the old key.
        body.GetProperty("differs")[0].GetProperty("reason").GetString().ShouldBe("expired");
        app.Clock.Advance(TimeSpan.FromDays(GateRules.MostDays));
        (await KeysAsync(scanner)).ShouldNotContain(first);
    }

    private async Task<GateKey> KeyAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GateKeys>().SigningAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, default);
    }

    private static async Task<List<string?>> KeysAsync(Scanner scanner) =>
        [.. (await scanner.SnapshotAsync()).Body.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString())];
}
