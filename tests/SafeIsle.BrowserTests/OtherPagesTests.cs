namespace SafeIsle.BrowserTests;

/// <summary>The pages beside the journeys that docs/guide shows or that somebody opens every day.</summary>
public sealed class OtherPagesTests(Browser browser)
{
    private static readonly string[] Pages =
    [
        "/search?q=12-1-101", "/people", "/exports", "/staff", "/staff/invite", "/audit", "/plans", "/places", "/tags", "/tables", "/closures", "/imports",
        "/grids", "/grids/split?n=3",
        "/occupancy", "/occupancy/meters", "/risk-areas", "/risk-areas/new", "/returnees", "/returnees/new", "/tips", "/escalations", "/scripts", "/travel", "/travel/file",
        "/measures/corridors", "/measures/contacts",
        "/gates", "/gates/log", "/gates/unseen", "/gates/plan", "/enclosures", "/enclosures/new", "/breaches", "/breaches/new", "/errands", "/firms", "/firms/new",
        "/passes", "/passes/many", "/shelf",
    ];
    private static readonly string[] InGuide = ["audit", "grids", "grids-split", "occupancy", "risk-areas", "returnees", "tips", "escalations"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_of_the_desk_is_sound(bool phone)
    {
        await using var screen = await (phone ? browser.PhoneAsync() : browser.DeskAsync());
        await screen.LoginAsync("yinghua");
        var root = screen.Root;
        foreach (var page in Pages)
        {
            await screen.GoAsync(root + page);
            var name = page.Split('?')[0].Trim('/').Replace('/', '-');
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
