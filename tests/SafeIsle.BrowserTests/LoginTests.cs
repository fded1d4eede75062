namespace SafeIsle.BrowserTests;

public sealed class LoginTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_login_page_is_sound_on_phone_and_desk(bool phone)
    {
        await using var screen = await (phone ? browser.PhoneAsync() : browser.DeskAsync());
        await screen.GoAsync("/login");
        (await screen.Page.GetByRole(Microsoft.Playwright.AriaRole.Button).First.IsVisibleAsync()).ShouldBeTrue();
        await screen.ShootAsync("login");
        await screen.ShouldBeAccessibleAsync();
        await screen.ShouldBeSoundAsync();
    }
}
