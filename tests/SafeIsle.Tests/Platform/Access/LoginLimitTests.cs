using System.Net;

namespace SafeIsle.Tests.Platform.Access;

/// <summary>An application with the limit of a small office.</summary>
public sealed class LimitedApp : TestApp
{
    protected override string LoginsPerMinute => "5";
}

public sealed class LoginLimitTests(LimitedApp app) : IClassFixture<LimitedApp>
{
    [Fact]
    public async Task One_address_may_not_try_without_end()
    {
        using var browser = app.Anyone();
        await browser.OpenAsync("/login");
        for (var i = 0; i < 5; i++)
        {
            await browser.SubmitAsync("/login", ("name", $"name{i}"), ("password", "wrong"));
            browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var refused = await browser.PostBlindAsync("/login");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("太频繁了");

        // Pages stay open, and links have a count of their own.
        (await browser.OpenAsync("/login")).ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
        {
            using var link = await browser.PostBlindAsync("/join/nosuchlink");
            link.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var enough = await browser.PostBlindAsync("/join/nosuchlink");
        enough.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_rush_on_one_open_form_shuts_none_of_the_others()
    {
        using var browser = app.Anyone();
        for (var i = 0; i < 5; i++)
        {
            using var visit = await browser.PostBlindAsync("/v/310107103017");
        }

        using var enough = await browser.PostBlindAsync("/v/310107103017");
        enough.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var tip = await browser.PostBlindAsync("/tip/310107103017");
        tip.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}

/// <summary>What a community takes in a day is not for one address to use up. Alone, because it uses the address up.</summary>
public sealed class ShareOfDayTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task One_address_announces_no_more_returns_than_its_share_of_the_day()
    {
        using var browser = app.Anyone();
        for (var i = 0; i < 60; i++)
        {
            using var taken = await browser.PostBlindAsync("/r/310107103017");
            taken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var enough = await browser.PostBlindAsync("/r/310107103017");
        enough.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        // However the address is spelled.
        using var again = await browser.PostBlindAsync("/R/0310107103017/");
        again.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var elsewhere = await browser.PostBlindAsync("/r/310107103018");
        elsewhere.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
    }
}
