namespace SafeIsle.BrowserTests;

/// <summary>The pages beside the journeys that docs/guide shows or that somebody opens every day.</summary>
public sealed class OtherPagesTests(Browser browser)
{
    private static readonly string[] Pages =
    [
        "/search?q=12-1-101", "/people", "/exports", "/staff", "/staff/invite", "/audit", "/plans", "/places", "/tags", "/tables", "/closures", "/imports",
        "/grids", "/grids/split?n=3", "/plan",
        "/occupancy", "/occupancy/meters", "/risk-areas", "/risk-areas/new", "/returnees", "/returnees/new", "/tips", "/escalations", "/scripts", "/travel", "/travel/file",
        "/measures/corridors", "/measures/contacts",
        "/gates", "/gates/log", "/gates/unseen", "/gates/plan", "/enclosures", "/enclosures/new", "/breaches", "/breaches/new", "/errands", "/firms", "/firms/new",
        "/passes", "/passes/many", "/shelf",
    ];

    // Those whose address is an id: found by a link of another page.
    private static readonly (string From, string Link, string Name)[] Behind = [("/grids", "a[href*='/grids/splits/']", "grids-who")];

    private static readonly string[] InGuide = ["audit", "grids", "grids-split", "occupancy", "risk-areas", "returnees", "tips", "escalations"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_of_the_desk_is_sound(bool phone)
    {
        await using var screen = await (phone ? browser.PhoneAsync() : browser.DeskAsync());
        await screen.LoginAsync("yinghua");
        var root = screen.Root;
        var pages = Pages.Select(p => (Path: root + p, Name: p.Split('?')[0].Trim('/').Replace('/', '-'))).ToList();
        foreach (var (from, link, name) in Behind)
        {
            await screen.GoAsync(root + from);
            pages.Add(((await screen.Page.Locator(link).First.GetAttributeAsync("href"))!, name));
        }

        foreach (var (path, name) in pages)
        {
            await screen.GoAsync(path);
            await (phone || !InGuide.Contains(name) ? screen.ShootAsync(name) : screen.ShootForGuideAsync(name));
            await screen.ShouldBeSoundAsync();
            if (phone)
            {
                // The same elements as at the desk, and those that scroll besides.
                await screen.ShouldBeAccessibleAsync();
            }
        }
    }
}
