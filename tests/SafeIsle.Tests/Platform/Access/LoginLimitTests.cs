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
}
