using System.Collections.Concurrent;
using Microsoft.Playwright;
using SafeIsle.BrowserTests;

[assembly: AssemblyFixture(typeof(Browser))]

namespace SafeIsle.BrowserTests;

/// <summary>One server with the demo data and one Chromium for all journeys; each journey opens screens of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private readonly ConcurrentBag<IBrowser> withCamera = [];
    private IBrowser? chromium;

    /// <summary>The server with the demo data.</summary>
    public Server Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await Server.StartAsync();
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Screen.LongestWait);
        chromium = await LaunchAsync();
    }

    /// <summary>A phone: 390 px wide, touched with a thumb, nobody logged in.</summary>
    public Task<Screen> PhoneAsync(Server? server = null) => OpenAsync(chromium!, server, OfAPhone());

    /// <summary>A phone whose camera sees this film (MJPEG), again and again, and whose owner lets pages look through it.</summary>
    public async Task<Screen> PhoneWithCameraAsync(string film)
    {
        var own = await LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");
        withCamera.Add(own);
        return await OpenAsync(own, null, OfAPhone());
    }

    /// <summary>A desk: 1440 px wide, nobody logged in.</summary>
    public Task<Screen> DeskAsync(Server? server = null) =>
        OpenAsync(chromium!, server, new() { ViewportSize = new() { Width = 1440, Height = 900 } });

    private static BrowserNewContextOptions OfAPhone() =>
        new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true };

    private Task<IBrowser> LaunchAsync(params string[] more) =>
        playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Places.Chromium, Args = [.. Switches, .. more] });

    private async Task<Screen> OpenAsync(IBrowser with, Server? server, BrowserNewContextOptions options)
    {
        options.BaseURL = (server ?? Server).Address;
        options.Locale = "zh-CN";
        options.TimezoneId = "Asia/Shanghai";
        options.AcceptDownloads = true;
        var context = await with.NewContextAsync(options);
        return new(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in withCamera)
        {
            await open.CloseAsync();
        }

        if (chromium is not null)
        {
            await chromium.CloseAsync();
        }
        playwright?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
