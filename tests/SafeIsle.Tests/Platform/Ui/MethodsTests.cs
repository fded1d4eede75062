using System.Net;

namespace SafeIsle.Tests.Platform.Ui;

/// <summary>What asks by other methods than browsers do: probes of a load balancer, previews of links, scanners.</summary>
public sealed class MethodsTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/h", HttpStatusCode.OK)]
    [InlineData("/account", HttpStatusCode.Redirect)]
    [InlineData("/logout", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/no-such-page", HttpStatusCode.NotFound)]
    public async Task HEAD_is_answered_as_GET_without_a_body(string path, HttpStatusCode status)
    {
        var (head, get) = (await AskAsync("HEAD", path), await AskAsync("GET", path));
        (head.Status, get.Status).ShouldBe((status, status));
        head.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PATCH")]
    public async Task Methods_that_no_route_has_are_refused(string method)
    {
        var (status, body) = await AskAsync(method, "/login");
        status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        body.ShouldContain("不能这样打开");
    }

    [Fact]
    public async Task Other_sites_are_not_told_which_page_a_link_stood_on()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(app.Address, "/login"), TestContext.Current.CancellationToken);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string method, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(app.Address, path));
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
