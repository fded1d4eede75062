using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Scanner;

/// <summary>
/// The guard's scanner (扫码页): a page that installs to the home screen and opens without network. Page, manifest and worker are the same
/// for everybody and hold no data.
/// </summary>
internal static class ScannerRoutes
{
    internal const string Path = "/gate";
    internal const string Manifest = "/gate/manifest.webmanifest";
    internal const string Worker = "/gate/sw.js";
    internal const string Look = "gate";
    internal const string Style = $"css/{Look}.css";
    internal const string Script = "islands/gate-scanner.js";
    internal const string Icon = "icon.svg";
    internal const string HomeScreenIcon = "icon-512.png";

    /// <summary>The page's ground, for the phone's own bars around it.</summary>
    internal const string Ground = "#10151c";

    private const string WhyOpen = "it is the same for everybody and holds no data; a device shows its own token when it asks for any";

    internal static void MapScanner(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, () => Page.Of<ScannerPage>(new { })).MayAnyone(WhyOpen);
        app.MapGet(Manifest, DescribeApp).MayAnyone(WhyOpen);
        app.MapGet(Worker, GiveWorker).MayAnyone(WhyOpen);
    }

    private static IResult DescribeApp(SiteFiles files) => TypedResults.Json(
        new
        {
            id = Path,
            name = "安全岛门岗扫码",
            short_name = "门岗扫码",
            lang = "zh-CN",
            start_url = Path,
            scope = Path,
            display = "standalone",
            background_color = Ground,
            theme_color = Ground,
            icons = new[]
            {
                new { src = files.Of(Icon), sizes = "any", type = "image/svg+xml" },
                new { src = files.Of(HomeScreenIcon), sizes = "512x512", type = "image/png" },
            },
        },
        contentType: "application/manifest+json");

    private static IResult GiveWorker(HttpContext http, SiteFiles files)
    {
        // The worker lies below the page that it serves.
        http.Response.Headers["Service-Worker-Allowed"] = Path;
        return ScannerWorker.Give([Path, Manifest, files.Of(Style), files.Of(Script), files.Of(Icon), files.Of(HomeScreenIcon)]);
    }
}
