using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>Who may use a route; every route carries one, and a test fails on one that does not.</summary>
/// <param name="Roles">Empty: everybody, also without account.</param>
/// <param name="Why">For open routes: why they are open.</param>
/// <param name="ByToken">The handler asks for a token in the header: no cookie counts there, so nothing can be forged by one.</param>
public sealed record Who(IReadOnlyList<Role> Roles, string Why, bool ByToken = false)
{
    public bool Anyone => Roles.Count == 0;
}

/// <summary>Declares on a route who may use it.</summary>
public static class WhoMay
{
    /// <summary>The name of the route value that holds the community's code.</summary>
    public const string Community = "community";

    public static readonly Role[] Everyone = Enum.GetValues<Role>();

    /// <summary>Those who read a community's boards and lists.</summary>
    public static readonly Role[] Readers = [Role.Field, Role.Partner, Role.Committee, Role.Overseer];

    /// <summary>One of the roles, held at the route's community where it has one.</summary>
    public static TBuilder May<TBuilder>(this TBuilder route, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Who(roles, ""));

    /// <summary>Open to everybody. Say why: open routes are where lists leak.</summary>
    public static TBuilder MayAnyone<TBuilder>(this TBuilder route, string why)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Who([], why));

    /// <summary>For programs, which have no cookie and no form: the handler asks for a token in the header.</summary>
    public static TBuilder MayByToken<TBuilder>(this TBuilder route, string why)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Who([], why, ByToken: true));
}

/// <summary>
/// Stands in front of every route: finds out who asks, checks the forgery token of whatever is posted, and answers 404 for a community
/// out of reach (as if it did not exist), 403 for a role too small, the login page for nobody.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext http, Db db)
    {
        // None, or the framework's own, which only refuses: 405.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }

        if (endpoint.Metadata.GetMetadata<Who>() is not { } who)
        {
            throw new InvalidOperationException($"The route {endpoint.DisplayName} does not say who may use it.");
        }

        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId))
        {
            var stamp = http.User.FindFirstValue(Me.StampClaim) ?? "";
            http.Features.Set(await Me.LoadAsync(db, accountId, stamp, http.RequestAborted));
        }

        if (!who.Anyone && http.Features.Get<Me>() is null && CameFromOurPage(http.Request))
        {
            // The session ended while a form was open: log in and come back to it; what was typed is kept in the browser.
            http.Response.Redirect("/login" + QueryString.Create("back", PageBefore(http.Request)));
            return;
        }

        try
        {
            if (!who.ByToken && !HttpMethods.IsGet(http.Request.Method) && !await antiforgery.IsRequestValidAsync(http))
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                http.Features.Set(new Refusal("页面放得太久或已在别处登录，请返回上一页刷新后再提交；填写的内容还在原来的页面里。"));
                return;
            }

            if (await HasNulAsync(http.Request))
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }
        }
        catch (NotSupportedException unreadable)
        {
            // A form in UTF-7, which .NET refuses to read.
            throw new BadHttpRequestException("The form's charset is not read.", unreadable);
        }

        if (who.Anyone)
        {
            await next(http);
            return;
        }

        if (http.Features.Get<Me>() is not { } me)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "";
            http.Response.Redirect("/login" + QueryString.Create("back", back));
            return;
        }

        http.Response.StatusCode = Decide(http, who, me);
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            http.Features.Set(new SignedIn(me));
            http.Features.Set(me.Only(who.Roles));
            await next(http);
        }
    }

    /// <summary>A post from a page of ours by somebody whose session has ended; others get the usual 400 below.</summary>
    private static bool CameFromOurPage(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Cookies.ContainsKey(Session.Cookie) || request.Headers["Sec-Fetch-Site"] == "same-origin");

    /// <summary>No keyboard types NUL, and PostgreSQL stores none: it would be a failure of ours far inside.</summary>
    private static async Task<bool> HasNulAsync(HttpRequest request) =>
        request.HasFormContentType
        && (await request.ReadFormAsync(request.HttpContext.RequestAborted)).Any(f => HasNul(f.Key) || f.Value.Any(HasNul));

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static string PageBefore(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value ? page.PathAndQuery : "";

    private static int Decide(HttpContext http, Who who, Me me)
    {
        if (http.GetRouteValue(WhoMay.Community) is not string text)
        {
            return me.Grants.Any(g => who.Roles.Contains(g.Role)) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var community)
            || !PlaceCode.IsCommunity(community) || !me.Reaches(community))
        {
            return StatusCodes.Status404NotFound;
        }

        return me.Is(community, [.. who.Roles]) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
    }
}

/// <summary>The signed-in person with all her grants, for what stands around every page.</summary>
internal sealed record SignedIn(Me Me);

/// <summary>What the error page says beyond the status code, in one Chinese sentence.</summary>
public sealed record Refusal(string Because);
