using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SafeIsle.Platform.Access;

/// <summary>How long a login lasts without an act of the person; 等保 2.0 (GB/T 22239) asks for an end, assessors for 10–30 minutes.</summary>
public sealed record Session(TimeSpan Idle)
{
    public const int LeastMinutes = 10;
    public const int MostMinutes = 60;
    public const int UsualMinutes = 30;

    /// <summary>However busy the person is: a login ends after a shift.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>The session cookie's name.</summary>
    public const string Cookie = "safeisle";

    private const string Started = "started";
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromMinutes(1);

    /// <summary>Reads <c>SAFEISLE_SESSION_MINUTES</c> (10–60, default 30).</summary>
    public static Outcome<Session> From(IConfiguration configuration)
    {
        if (configuration["SAFEISLE_SESSION_MINUTES"] is not { Length: > 0 } text)
        {
            return new Session(TimeSpan.FromMinutes(UsualMinutes));
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= LeastMinutes and <= MostMinutes
            ? new Session(TimeSpan.FromMinutes(minutes))
            : new No($"环境变量 SAFEISLE_SESSION_MINUTES 要填 {LeastMinutes} 到 {MostMinutes} 之间的整数（分钟），现在是“{text}”；程序没有启动。");
    }

    internal void Apply(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Cookie;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.Events.OnSigningIn = context =>
        {
            var account = Guid.Parse(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!);
            context.HttpContext.RequestServices.GetRequiredService<KnownBrowsers>().Remember(context.HttpContext, account);
            // A new cookie after a password change belongs to the same login.
            context.Properties.Items.TryAdd(Started, Now(context.Options, context.HttpContext).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = context =>
        {
            var started = long.Parse(context.Properties.Items[Started]!, CultureInfo.InvariantCulture);
            if (Now(context.Options, context.HttpContext) - DateTimeOffset.FromUnixTimeMilliseconds(started) >= Longest)
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
        options.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew = context.ElapsedTime >= RenewedAfter && IsAct(context.Request);
            return Task.CompletedTask;
        };
    }

    /// <summary>What an open page fetches by itself is no sign that somebody sits before it.</summary>
    private static bool IsAct(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    private static DateTimeOffset Now(AuthenticationSchemeOptions options, HttpContext http) =>
        (options.TimeProvider ?? http.RequestServices.GetRequiredService<TimeProvider>()).Now();
}
