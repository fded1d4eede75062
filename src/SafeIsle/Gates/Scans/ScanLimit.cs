using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SafeIsle.Platform.Access;

namespace SafeIsle.Gates.Scans;

/// <summary>How many uploads of scans one device may send in a minute. It is generous: a month without network goes up in one minute.</summary>
internal sealed class ScanLimit(IConfiguration configuration) : IRateLimiterPolicy<string>
{
    /// <summary>The limit's name.</summary>
    public const string Name = "gate-scans";

    /// <summary>Uploads of one device in a minute, of up to <see cref="GateRules.MostScans"/> scans each.</summary>
    public const int PerMinute = 300;

    private const int WaitSeconds = 60;

    // Measurements send more than any gate does.
    private readonly int most =
        int.TryParse(configuration["SAFEISLE_SCANS_PER_MINUTE"], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0 ? set : PerMinute;

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = async (context, _) =>
    {
        context.HttpContext.Response.Headers.RetryAfter = WaitSeconds.ToString(CultureInfo.InvariantCulture);
        await Devices.Refuse(context.HttpContext, StatusCodes.Status429TooManyRequests, "上传太快，请过一分钟再传；记录都还在设备里，没有丢。").ExecuteAsync(context.HttpContext);
    };

    internal static void Add(IServiceCollection services) => services.Configure<RateLimiterOptions>(options => options.AddPolicy<string, ScanLimit>(Name));

    // With the address, so that nobody uses up what another device may send.
    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        string.Create(CultureInfo.InvariantCulture, $"{DeviceToken.Of(httpContext)?.Device} {CallerAddress.Of(httpContext.Connection.RemoteIpAddress)}"),
        _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
}
