using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SafeIsle.Tests.Notices;

/// <summary>
/// A provider on loopback that speaks the documented protocols: the gateway for short messages at /sms, that for operators' travel records
/// at /travel, WeCom's server API below /cgi-bin. It keeps what it was sent and fails as it is told to.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    public const string SmsKey = "sms-key";
    public const string Corp = "corp-1";
    public const string Secret = "secret-1";
    public const int Agent = 1000002;

    private readonly WebApplication app;
    private int tokens;

    private FakeProvider(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Bodies of the short messages that arrived, also those that were answered with trouble.</summary>
    public ConcurrentQueue<JsonElement> Sms { get; } = [];

    public ConcurrentQueue<JsonElement> WeCom { get; } = [];

    /// <summary>Questions about travel that arrived.</summary>
    public ConcurrentQueue<JsonElement> Travel { get; } = [];

    /// <summary>How often a token was fetched.</summary>
    public int Tokens => tokens;

    /// <summary>What the next short messages are answered with, one each; afterwards all is well. 200 and above 999: status or code.</summary>
    public ConcurrentQueue<int> Trouble { get; } = [];

    /// <summary>What the next requests for a token are answered with, one each: WeCom's error code.</summary>
    public ConcurrentQueue<int> TokenTrouble { get; } = [];

    /// <summary>What the next short message or question is answered with, whatever it is; afterwards all is well.</summary>
    public ConcurrentQueue<IResult> Strange { get; } = [];

    /// <summary>Tokens given out so far are no longer good.</summary>
    public int OldestGoodToken { get; set; } = 1;

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var fake = new FakeProvider(builder.Build());
        fake.app.MapPost("/sms", (Delegate)fake.TakeSmsAsync);
        fake.app.MapPost("/travel", (Delegate)fake.TellTravelAsync);
        fake.app.MapGet("/cgi-bin/gettoken", (Delegate)fake.GiveToken);
        fake.app.MapPost("/cgi-bin/message/send", (Delegate)fake.TakeWeComAsync);
        fake.app.MapPost("/cgi-bin/externalcontact/groupchat/add_join_way", (HttpContext http) =>
            fake.IsGood(http) ? Results.Json(new { errcode = 0, errmsg = "ok", config_id = "way-1" }) : OldToken());
        fake.app.MapPost("/cgi-bin/externalcontact/groupchat/get_join_way", (HttpContext http) =>
            fake.IsGood(http) ? Results.Json(new { errcode = 0, errmsg = "ok", join_way = new { config_id = "way-1", qr_code = "https://example.invalid/qr/way-1" } }) : OldToken());
        await fake.app.StartAsync();
        fake.Address = new(fake.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return fake;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> TakeSmsAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != "Bearer " + SmsKey)
        {
            return Results.StatusCode(401);
        }

        Sms.Enqueue(await http.Request.ReadFromJsonAsync<JsonElement>());
        return Strange.TryDequeue(out var strange) ? strange : Trouble.TryDequeue(out var trouble)
            ? trouble < 1000 ? Results.StatusCode(trouble) : Results.Json(new { code = trouble, message = "号码不存在" })
            : Results.Json(new { code = 0, message = "ok" });
    }

    private async Task<IResult> TellTravelAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != "Bearer " + SmsKey)
        {
            return Results.StatusCode(401);
        }

        Travel.Enqueue(await http.Request.ReadFromJsonAsync<JsonElement>());
        return Strange.TryDequeue(out var strange) ? strange : Results.Json(new { text = "您在前14天内到达或途经：河南省信阳市。中国电信" });
    }

    private IResult GiveToken(string corpid, string corpsecret) => TokenTrouble.TryDequeue(out var trouble)
        ? Results.Json(new { errcode = trouble, errmsg = "no token" })
        : corpid == Corp && corpsecret == Secret
        ? Results.Json(new { errcode = 0, errmsg = "ok", access_token = $"token-{Interlocked.Increment(ref tokens)}", expires_in = 7200 })
        : Results.Json(new { errcode = 40001, errmsg = "invalid credential" });

    private async Task<IResult> TakeWeComAsync(HttpContext http)
    {
        if (!IsGood(http))
        {
            return OldToken();
        }

        var body = await http.Request.ReadFromJsonAsync<JsonElement>();
        WeCom.Enqueue(body);
        return body.GetProperty("touser").GetString() == "gone"
            ? Results.Json(new { errcode = 0, errmsg = "ok", invaliduser = "gone", msgid = "m" })
            : Results.Json(new { errcode = 0, errmsg = "ok", invaliduser = "", msgid = "m" });
    }

    private bool IsGood(HttpContext http) =>
        http.Request.Query["access_token"].ToString() is ['t', 'o', 'k', 'e', 'n', '-', .. var number]
        && int.TryParse(number, out var given) && given >= OldestGoodToken;

    private static IResult OldToken() => Results.Json(new { errcode = 42001, errmsg = "access_token expired" });
}
