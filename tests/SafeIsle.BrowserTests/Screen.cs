using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SafeIsle.BrowserTests;

/// <summary>One browser window of one person, which remembers what went wrong in it.</summary>
public sealed class Screen : IAsyncDisposable
{
    private const int LongestWait = 15_000; // milliseconds

    private readonly List<string> problems = [];

    internal Screen(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(LongestWait);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
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

    /// <summary>Errors of console, scripts and server since the screen was opened.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Opens a path such as <c>/login</c>.</summary>
    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        answer!.Status.ShouldBeLessThan(400, $"{path} answered {answer.Status}");
    }

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
        });
        result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}; {string.Join(", ", violation.Nodes.Select(node => node.Html))}")
            .ShouldBeEmpty();
    }

    /// <summary>A picture of the whole page in <c>tests/screenshots</c>, when <c>SAFEISLE_SCREENSHOTS</c> is set.</summary>
    public async Task ShootAsync(string name)
    {
        if (Places.Screenshots is { } folder)
        {
            var path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png");
            await Page.ScreenshotAsync(new() { Path = path, FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
