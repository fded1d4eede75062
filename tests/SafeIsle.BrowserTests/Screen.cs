using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SafeIsle.BrowserTests;

/// <summary>One browser window of one person, which remembers what went wrong in it.</summary>
public sealed class Screen : IAsyncDisposable
{
    /// <summary>In milliseconds, for a page or for what is to appear on it: a machine may have much else to do.</summary>
    internal const int LongestWait = 30_000;
    private const int LongestRound = 120_000; // milliseconds: several rounds of the slowest kind a journey waits for
    private const int BetweenLooks = 2_000; // milliseconds
    private const string DemoPassword = "anquandao2026";
    private const int TallestPicture = 900; // pixels, for the guide
    private const int DeskWidth = 1440;
    private const int PhoneWidth = 390;

    private const string SmallWords = """
        [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .filter(e => !e.matches('.only-heard, script, style, svg *') && parseFloat(getComputedStyle(e).fontSize) < 18)
          .map(e => getComputedStyle(e).fontSize + ' ' + e.textContent.trim().slice(0, 30))
        """;

    private const string LowButtons = """
        [...document.querySelectorAll('.weui-btn_primary')]
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 60)
          .map(e => Math.round(e.getBoundingClientRect().height) + ' px: ' + e.textContent.trim())
        """;

    private readonly List<string> problems = [];

    internal Screen(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(LongestWait);
        page.Console += (_, message) =>
        {
            // A form sent back with its errors (422) is an answer, not a mishap.
            if (message.Type is "error" or "warning" && !message.Text.Contains("422", StringComparison.Ordinal))
            {
                problems.Add($"console {message.Type} on {page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => problems.Add($"script error on {page.Url}: {error}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 500)
            {
                problems.Add($"{answer.Status} from {answer.Request.Method} {answer.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Where it stands: path and query.</summary>
    public string Path => new Uri(Page.Url).PathAndQuery;

    /// <summary>The community's own path, on one of its pages: <c>/desk/310107103017</c>.</summary>
    public string Root => string.Join('/', new Uri(Page.Url).AbsolutePath.Split('/').Take(3));

    /// <summary>Errors of console, scripts and server since the screen was opened.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Opens a path such as <c>/login</c>.</summary>
    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        answer!.Status.ShouldBeLessThan(400, $"{path} answered {answer.Status}");
    }

    /// <summary>Logs in as one of the demo staff; afterwards the board of its community stands open, or the town's of its communities.</summary>
    public async Task LoginAsync(string name)
    {
        await GoAsync("/login");
        await Page.GetByLabel("用户名").FillAsync(name);
        await Page.GetByLabel("密码").FillAsync(DemoPassword);
        await PressAsync("登录");
        // What comes next waits for what it needs; the page's last picture is no part of being in. (WaitForURL waits for ever where it is there already.)
        await Page.WaitForFunctionAsync("() => !location.pathname.startsWith('/login')");
    }

    /// <summary>Presses the only button of this name that is in sight.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Follows the first link of this name.</summary>
    public Task FollowAsync(string link) => Link(link).ClickAsync();

    /// <summary>Waits for the page that has this title.</summary>
    public Task AtAsync(string title) => Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();

    /// <summary>Opens the page again until this is in sight: what a round of the server writes, a page that is not live does not show by itself.</summary>
    public async Task ReloadUntilAsync(ILocator sought)
    {
        var end = Environment.TickCount64 + LongestRound;
        while (!await sought.IsVisibleAsync() && Environment.TickCount64 < end)
        {
            await Task.Delay(BetweenLooks);
            await Page.ReloadAsync();
        }

        await Assertions.Expect(sought).ToBeVisibleAsync();
    }

    /// <summary>A number of the page that stands over these words.</summary>
    public async Task<int> FigureAsync(string words) =>
        int.Parse(await Page.Locator($".figure:has(span:text-is('{words}')) b").InnerTextAsync(), CultureInfo.InvariantCulture);

    /// <summary>What a link of this name leads to, fetched as this person.</summary>
    public async Task<byte[]> FetchAsync(string link, bool exact = false)
    {
        var answer = await Page.APIRequest.GetAsync((await Link(link, exact).GetAttributeAsync("href"))!);
        answer.Status.ShouldBe(200, $"{link}: {answer.Url}");
        return await answer.BodyAsync();
    }

    /// <summary>The PDF behind a link, as words.</summary>
    public async Task<string> PaperAsync(string link, bool exact = false)
    {
        var pdf = await FetchAsync(link, exact);
        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue($"{link} is not a PDF");
        return await Paper.TextAsync(pdf);
    }

    private ILocator Link(string name, bool exact = false) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = exact }).First;

    /// <summary>What every page owes: nothing wider than the screen, and no errors.</summary>
    public async Task ShouldBeSoundAsync()
    {
        var excess = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        excess.ShouldBe(0, $"{Page.Url} is {excess} px wider than the screen");
        problems.ShouldBeEmpty();
    }

    /// <summary>Nobody is shut out: no serious finding of axe (contrast, labels, roles) by WCAG 2.1 A and AA.</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
            // What passes need not be named, element by element: half of the time went there.
            ResultTypes = [ResultType.Violations],
        });
        result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}; {string.Join(", ", violation.Nodes.Select(node => node.Html))}")
            .ShouldBeEmpty();
    }

    /// <summary>All that every page owes, on a desk and on a phone, without leaving it: what is typed stays. Takes its pictures at both widths.</summary>
    /// <param name="guide">Whether docs/guide shows it, as this person sees it.</param>
    public async Task ShouldBeGoodAsync(string name, bool guide = false)
    {
        var own = Page.ViewportSize!;
        var other = own.Width < DeskWidth ? new ViewportSize { Width = DeskWidth, Height = 900 } : new() { Width = PhoneWidth, Height = 844 };
        await (guide ? ShootForGuideAsync(name) : ShootAsync(name));
        await ShouldBeSoundAsync();
        await ShouldBeAccessibleAsync();
        await Page.SetViewportSizeAsync(other.Width, other.Height);
        await ShootAsync(name);
        await ShouldBeSoundAsync();
        await Page.SetViewportSizeAsync(own.Width, own.Height);
    }

    /// <summary>What a resident of seventy needs besides: no words below 18 px, main buttons as tall as a thumb is wide.</summary>
    public async Task ShouldBeLargeAsync()
    {
        (await Page.EvaluateAsync<string[]>(SmallWords)).ShouldBeEmpty($"{Page.Url} has small print");
        (await Page.EvaluateAsync<string[]>(LowButtons)).ShouldBeEmpty($"{Page.Url} has low buttons");
    }

    /// <summary>A picture of the whole page in <c>tests/screenshots</c>, when <c>SAFEISLE_SCREENSHOTS</c> is set.</summary>
    public async Task ShootAsync(string name)
    {
        if (Places.Screenshots is { } folder)
        {
            var picture = System.IO.Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png");
            await Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
        }
    }

    /// <summary>The page's upper part for docs/guide, when <c>SAFEISLE_SCREENSHOTS=guide</c>; and as <see cref="ShootAsync"/>.</summary>
    public async Task ShootForGuideAsync(string name)
    {
        await ShootAsync(name);
        if (Places.GuideImages is { } folder)
        {
            var tall = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
            await Page.ScreenshotAsync(new()
            {
                Path = System.IO.Path.Combine(folder, $"{name}.png"),
                FullPage = true,
                Clip = new() { X = 0, Y = 0, Width = Page.ViewportSize!.Width, Height = Math.Min(tall, TallestPicture) },
            });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
