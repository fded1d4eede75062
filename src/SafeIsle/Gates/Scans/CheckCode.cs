using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Yes or no to a turnstile or a temperature gate, and nothing else: it has a network and nobody who could ask. Recorded as a scan like any
/// other, before the answer.
/// </summary>
internal static class CheckCode
{
    internal const string Path = "/api/gate/check";

    /// <summary>The limit's name.</summary>
    internal const string Limit = "gate-check";

    /// <summary>Of one device in a minute; more people than one in half a second pass no turnstile.</summary>
    internal const int PerMinute = 120;

    private const string Damaged = "请求看不懂：要有 code（码的全文）和 direction（out 或 in）。";
    private const string Busy = "服务器正忙或正在重启，请稍后再试；这次没有记录。";

    internal static void AddLimit(IServiceCollection services) =>
        services.Configure<RateLimiterOptions>(options => options.AddPolicy(Limit, PerDevice));

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, CheckAsync).MayByToken(Devices.WhyOpen).RequireRateLimiting(Limit).AtMost(GateRules.MostAsked)
        .DescribedAs(
            "Lets one person pass, or not",
            "Asks once for each person. The answer is yes or no and nothing else: why not is told at the desk, not at the gate. The passage is recorded before the answer; "
            + "after yes it counts as happened. Where no answer comes, ask again with the same id: it is recorded once, and the answer is the same. "
            + "A gate that the committee has closed lets nobody pass; the entrance of an enclosure lets nobody of another one out. A phone's code older than a minute is a no. "
            + "A temperature from the plan's fever limit up is a no. A pass that is held back is a no on the way in, too: a guard has to be within call.")
        .Produces<CheckAnswer>().Refuses(400, 401, 409, 410, 413, 429, 503);

    private static async Task<IResult> CheckAsync(CheckAsk? ask, HttpContext http, Db db, KnownTokens known, ScanQueue queue, TimeProvider clock, CancellationToken cancel)
    {
        // Before it takes a place that waits.
        if (DeviceToken.Of(http) is not { } token || !await known.HasAsync(token, db, cancel))
        {
            return Devices.Unknown(http);
        }

        if (ask is not { Code: { Length: > 0 } code, Direction: { } direction } || !Enum.IsDefined(direction) || ask.Id == Guid.Empty || ask.Seq is < 1 or > GateRules.MostSeq)
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, Damaged);
        }

        // Its clock is not asked for: it asks while the person stands there.
        var scan = new SentScan(
            ask.Id ?? Ids.New(), ask.Seq ?? 0, clock.Now().ToUnixTimeMilliseconds(), direction, PassVerdict.Ask, "code", code, Tenths: ask.Tenths);
        var answer = await queue.StoreAsync(new(token, null, [scan], Asks: true), cancel);
        http.Response.Headers.CacheControl = "no-store";
        return answer.End switch
        {
            UploadEnd.Stored => TypedResults.Ok(new CheckAnswer(answer.Scans[0].Verdict == PassVerdict.Go)),
            UploadEnd.Unknown => Devices.Unknown(http),
            UploadEnd.Wiped => Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除，不再放行。"),
            UploadEnd.Twice => Devices.Refuse(http, StatusCodes.Status409Conflict, "同一次通行正在处理，请用同一个编号再问一次。"),
            UploadEnd.NotNow => Devices.Refuse(http, StatusCodes.Status503ServiceUnavailable, Busy),
        };
    }

    // With the address, so that nobody uses up what another device may ask.
    private static RateLimitPartition<string> PerDevice(HttpContext http) => RateLimitPartition.GetFixedWindowLimiter(
        string.Create(CultureInfo.InvariantCulture, $"{DeviceToken.Of(http)?.Device} {CallerAddress.Of(http.Connection.RemoteIpAddress)}"),
        _ => new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
}

/// <summary>What a turnstile asks.</summary>
/// <param name="Code">The text of the QR code as it was read, at most 512 characters; one that is none of ours is a no.</param>
/// <param name="Direction">Which way the person goes.</param>
/// <param name="Tenths">Temperature in tenths of a degree Celsius: 365 is 36.5 °C. Left out where it was not measured.</param>
/// <param name="Id">UUID (version 7) made by the device for this passage: asking again with it changes nothing. Without it every try is a passage of its own.</param>
/// <param name="Seq">1, 2, 3 … over all passages of this device, also those that it sends later; a gap then shows at the desk as lost. Left out by devices that store nothing.</param>
internal sealed record CheckAsk(string Code, PassDirection? Direction, int? Tenths = null, Guid? Id = null, long? Seq = null);

/// <summary>The answer to a turnstile.</summary>
/// <param name="Ok">Whether to open.</param>
internal sealed record CheckAnswer(bool Ok);
