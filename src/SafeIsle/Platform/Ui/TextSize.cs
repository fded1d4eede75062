using SafeIsle.Platform.Access;

namespace SafeIsle.Platform.Ui;

/// <summary>How large residents' pages are written. The choice is a cookie: it stays on the device and is nobody's.</summary>
public static class TextSize
{
    /// <summary>Also written by text-size.island.ts, which changes the page in place.</summary>
    private const string Cookie = "safeisle-text";

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(365);

    /// <summary>The root's data-text in phone.css; the first is as usual.</summary>
    private static readonly string[] Steps = ["usual", "large", "larger", "largest"];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/text-size/{size}", Choose).MayAnyone("it changes nothing but how this device shows pages");

    /// <summary>What stands on the root; null: as usual.</summary>
    public static string? Of(HttpContext http) => StepOf(http) is > 0 and var step ? Steps[step] : null;

    /// <summary>The size that many steps away; null where there is none.</summary>
    public static string? Next(HttpContext http, int by) => Steps.ElementAtOrDefault(StepOf(http) + by);

    private static int StepOf(HttpContext http) => Math.Max(Array.IndexOf(Steps, http.Request.Cookies[Cookie] ?? ""), 0);

    private static IResult Choose(string size, string? back, HttpContext http)
    {
        if (!Steps.Contains(size))
        {
            return TypedResults.NotFound();
        }

        // Not HttpOnly: the page's own script writes it, too.
        http.Response.Cookies.Append(Cookie, size, new() { SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = Lasts });
        return TypedResults.LocalRedirect(Login.Within(back ?? "") ?? "/home");
    }
}
