using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform;

/// <summary>What holds for every route there is, also for those that are written tomorrow.</summary>
public sealed class RoutesTests(TestApp app) : IClassFixture<TestApp>
{
    private IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Every_route_says_who_may()
    {
        Routes.ShouldNotBeEmpty();
        Routes.Where(r => r.Metadata.GetMetadata<Who>() is null).Select(r => r.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_community_out_of_reach_looks_like_one_that_is_not_there()
    {
        using var stranger = await app.AsAsync("stranger");
        var paths = Routes.Where(r => r.RoutePattern.RawText!.Contains("{community", StringComparison.Ordinal)).Select(Path).ToList();
        paths.ShouldNotBeEmpty();
        foreach (var (path, isGet) in paths)
        {
            await stranger.OpenAsync("/login");
            var status = isGet ? await stranger.OpenAsync(path) : await stranger.PostAsync(path);
            status.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task Nobody_is_sent_to_the_login_page_and_a_role_too_small_is_told_so()
    {
        using var anyone = app.Anyone();
        using var nobody = await app.AsAsync("nobody");
        foreach (var route in Routes.Where(r => r.Metadata.GetMetadata<Who>() is { Anyone: false }))
        {
            var (path, isGet) = Path(route);
            if (isGet)
            {
                await anyone.OpenAsync(path);
                anyone.Path.ShouldStartWith("/login", customMessage: path);
                (await nobody.OpenAsync(path)).ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
            }
            else
            {
                using var blind = await anyone.PostBlindAsync(path);
                blind.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            }
        }
    }

    private static (string Path, bool IsGet) Path(RouteEndpoint route)
    {
        var path = "/" + string.Join('/', route.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: WhoMay.Community } => $"{Cast.Home}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart => "018f0000-0000-7000-8000-000000000000",
            _ => "-",
        }))));
        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return (path, methods.Contains("GET"));
    }
}
