using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

public sealed class SessionTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Half_an_hour_without_an_act_ends_it_and_every_act_begins_it_anew()
    {
        using var browser = await app.AsAsync("director");
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(29));
            await browser.OpenAsync("/account");
            browser.Path.ShouldBe("/account");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await browser.OpenAsync("/account");
        browser.Path.ShouldBe("/login?back=%2Faccount");
    }

    [Fact]
    public async Task After_twelve_hours_it_ends_however_busy_the_person_is()
    {
        using var browser = await app.AsAsync("director");
        for (var minutes = 0; minutes < 12 * 60 - 20; minutes += 20)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            await browser.OpenAsync("/account");
            browser.Path.ShouldBe("/account");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await browser.OpenAsync("/account");
        browser.Path.ShouldStartWith("/login");
    }

    [Fact]
    public async Task What_an_open_page_fetches_by_itself_keeps_nobody_logged_in()
    {
        using var browser = await app.AsAsync("director");
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await browser.OpenAsync("/account", ("Sec-Fetch-Dest", "empty"));
        browser.Path.ShouldBe("/account");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await browser.OpenAsync("/account");
        browser.Path.ShouldStartWith("/login");
    }

    [Fact]
    public async Task Whose_session_ended_over_an_open_form_logs_in_and_comes_back_to_it()
    {
        using var browser = await app.AsAsync("director");
        var form = $"/desk/{Cast.Home}/staff/invite";
        await browser.OpenAsync(form);
        app.Clock.Advance(TimeSpan.FromHours(1));
        browser.Referrer = new Uri(app.Address, form);
        await browser.SubmitAsync(form, ("display", "小李"));
        browser.Path.ShouldBe("/login?back=" + Uri.EscapeDataString(form));
        await browser.SubmitAsync("/login", ("name", "director"), ("password", Cast.Password));
        browser.Path.ShouldBe(form);
        browser.Page.QuerySelector("form[data-draft] input[name=display]").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("60", 60)]
    [InlineData("", 30)]
    [InlineData(null, 30)]
    public void Its_length_is_set_in_minutes(string? text, int minutes) =>
        Session.From(With(text)).Value.Idle.ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("9")]
    [InlineData("61")]
    [InlineData("half an hour")]
    public async Task A_length_that_makes_no_sense_keeps_the_product_from_starting(string text)
    {
        var folder = Directory.CreateTempSubdirectory("safeisle-test-");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_DATA"] = folder.FullName, ["SAFEISLE_SESSION_MINUTES"] = text });
        var opened = await ServeVerb.OpenAsync(builder, TimeProvider.System, CancellationToken.None);
        opened.Refusal.ShouldNotBeNull().ShouldContain("SAFEISLE_SESSION_MINUTES");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private static IConfiguration With(string? minutes) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_SESSION_MINUTES"] = minutes }).Build();
}
