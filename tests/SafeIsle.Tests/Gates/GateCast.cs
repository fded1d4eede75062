using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Residents;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Gates;

/// <summary>What tests of gates need: rules in force, a gate, a device, a household with a pass.</summary>
internal static class GateCast
{
    public const string Desk = "/desk/310107103017";

    /// <summary>Key of the rule once in two days, at most three hours, by household.</summary>
    public const int Daily = 1;

    /// <summary>Key of the rule without limit, by person.</summary>
    public const int Work = 2;

    /// <summary>Puts rules into force in the community: as if its committee had published a plan and chosen it.</summary>
    public static Task<int> RulesAsync(this TestApp app) => app.InDbAsync(async db =>
    {
        if (await db.Set<GateSetting>().AnyAsync(s => s.CommunityId == Cast.Home))
        {
            return 0;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var like = await db.ResponsePlans.FirstAsync(p => p.CommunityId == Cast.Home && p.Code == "building-2-12");
        var body = like.Read() with
        {
            PassRules =
            [
                new() { Key = Daily, Name = "日常采购", Subject = PassSubject.Household, CycleDays = 2, Times = 1, LongestMinutes = 180, Voids = [PassVoid.Closed, PassVoid.Unscreened] },
                new() { Key = Work, Name = "上班", Subject = PassSubject.Person, Voids = [PassVoid.Closed] },
            ],
            Curfew = null,
        };
        db.Add(new ResponsePlan
        {
            CommunityId = Cast.Home, Id = Ids.New(), Code = "test-gates", Version = 1, Name = "小区封闭管理", Body = body.ToJson(),
            PublishedAt = app.Clock.Now(), PublishedBy = "测试",
        });
        db.Add(new GateSetting { CommunityId = Cast.Home, PlanCode = "test-gates" });
        write.Record(Cast.Home, "test.rules", null, "测试规则");
        await write.CommitAsync();
        return 1;
    });

    public static async Task<Guid> GateAsync(this TestApp app, Browser director, string name)
    {
        await director.OpenAsync(Desk + "/gates/new");
        await director.SubmitAsync("/gates/new", ("name", name), ("compound", app.Cast.Compound.ToString()));
        return await app.InDbAsync(db => db.Gates.Where(g => g.Name == name).Select(g => g.Id).SingleAsync());
    }

    /// <summary>A device of that gate, enrolled as its guard does it.</summary>
    public static async Task<Scanner> ScannerAsync(this TestApp app, Browser director, Guid gate, string name)
    {
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await director.SubmitAsync("/devices", ("device", name));
        var code = director.Page.QuerySelector(".display-5")!.TextContent;
        var scanner = new Scanner(app.Address, app.Clock);
        (await scanner.EnrolAsync(code)).ShouldBe(HttpStatusCode.OK);
        return scanner;
    }

    /// <summary>A checked household behind a door of building 1, with a pass of that rule.</summary>
    public static async Task<Pass> PassAsync(this TestApp app, Browser director, Guid household, int rule = Daily, string whom = "all")
    {
        await director.OpenAsync($"{Desk}/households/{household}/passes");
        await director.SubmitAsync("/passes", ("rule", $"{rule}"), ("whom", whom));
        director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        return await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == household).OrderByDescending(p => p.IssuedAt).FirstAsync());
    }

    /// <summary>The code on the pass's card.</summary>
    public static async Task<string> CardAsync(this TestApp app, Pass pass)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var key = await scope.ServiceProvider.GetRequiredService<GateKeys>().SigningAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, default);
        return PassCards.CodeOf(pass, key, app.Clock.Now());
    }

    /// <summary>A phone of the pass's household, which the committee has proven, with the pass on it.</summary>
    public static async Task<Browser> PhoneOfAsync(this TestApp app, Pass pass)
    {
        var door = await app.InDbAsync(db => db.Dwellings.SingleAsync(d => d.Id == pass.DwellingId));
        var phone = await app.PhoneAsync(door);
        var resident = Guid.Parse(phone.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident).ExecuteUpdateAsync(set => set.SetProperty(r => r.HouseholdId, pass.HouseholdId)));
        await app.ProvenAsync(phone);
        await phone.OpenAsync($"/home/{resident}/pass");
        return phone;
    }

    /// <summary>What the public halves of the community's keys make of a code.</summary>
    public static async Task<PassCode> CodeAsync(this TestApp app, string text)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var read = PassCodes.Read(text, await scope.ServiceProvider.GetRequiredService<GateKeys>().AllAsync(scope.ServiceProvider.GetRequiredService<Db>(), Cast.Home, default));
        read.Refusal.ShouldBeNull(text);
        return read.Value;
    }

    public static Task<int> VerifyAsync(this TestApp app, Guid household) => app.InDbAsync(async db =>
    {
        var now = app.Clock.Now();
        return await db.Households.Where(h => h.Id == household).ExecuteUpdateAsync(set => set.SetProperty(h => h.VerifiedAt, now).SetProperty(h => h.VerifiedBy, "测试"));
    });
}

/// <summary>A device at a gate as the server sees it: its token, its clock, the numbers it gives.</summary>
internal sealed class Scanner(Uri address, MovableClock clock) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };
    private long seq;

    /// <summary>How far its clock is ahead of ours.</summary>
    public TimeSpan Ahead { get; set; }

    public async Task<HttpStatusCode> EnrolAsync(string code)
    {
        using var answer = await http.PostAsJsonAsync("/api/gate/enrol", new { code });
        if (answer.IsSuccessStatusCode)
        {
            var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => http.PostAsJsonAsync(path, body);

    public void Forge(string token) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<(HttpStatusCode Status, JsonElement Body)> SnapshotAsync(long? since = null, int? waiting = null)
    {
        string?[] asked = [since is null ? null : $"since={since}", waiting is null ? null : $"waiting={waiting}"];
        using var answer = await http.GetAsync("/api/gate/snapshot?" + string.Join('&', asked.OfType<string>()));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A scan at that time by the true clock; the device writes its own.</summary>
    public Dictionary<string, object?> Scan(DateTimeOffset at, string direction, int? number = null, string? code = null, string verdict = "go", int? tenths = null,
        string? door = null) => new()
    {
        ["id"] = Ids.New(), ["seq"] = ++seq, ["at"] = (at + Ahead).ToUnixTimeMilliseconds(), ["direction"] = direction,
        ["how"] = code is not null ? "code" : number is not null ? "number" : door is not null ? "door" : "none", ["code"] = code, ["number"] = number,
        ["door"] = door, ["verdict"] = verdict, ["reason"] = "ok", ["tenths"] = tenths,
    };

    /// <summary>A scan that the device lost with itself.</summary>
    public void Lose() => seq++;

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(params object[] scans)
    {
        using var answer = await http.PostAsJsonAsync("/api/gate/scans", new { sentAt = (clock.Now() + Ahead).ToUnixTimeMilliseconds(), scans });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Asks as a turnstile does.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> CheckAsync(object ask)
    {
        using var answer = await http.PostAsJsonAsync("/api/gate/check", ask);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Events of the shelf, with no scan beside them.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> DropAsync(params object[] drops)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/gate/scans", new { sentAt = (clock.Now() + Ahead).ToUnixTimeMilliseconds(), scans = Array.Empty<object>(), drops });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Breaches, with no scan beside them.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> BreachAsync(params object[] breaches)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/gate/scans", new { sentAt = (clock.Now() + Ahead).ToUnixTimeMilliseconds(), scans = Array.Empty<object>(), breaches });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A body as it stands, that no program of ours would write.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> RawAsync(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/gate/scans", content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public void Dispose() => http.Dispose();
}
