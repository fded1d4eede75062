namespace SafeIsle.Platform.Ui;

/// <summary>
/// Addresses that take a form and have no page of their own. A browser opens them by itself: refreshed or reopened after a form was
/// shown again with what is wrong in it.
/// </summary>
public static class FormAddress
{
    /// <summary>Opened, the address leads to the page that has the form.</summary>
    /// <param name="pattern">Of the route that takes the form; its last part is left out.</param>
    /// <param name="page">What stands there instead: new; empty for the page right above.</param>
    public static RouteHandlerBuilder MapBack(this IEndpointRouteBuilder app, string pattern, string page = "") =>
        app.MapGet(pattern, (HttpContext http) =>
        {
            var path = http.Request.Path.Value!;
            return TypedResults.LocalRedirect(path[..path.LastIndexOf('/')] + (page.Length > 0 ? "/" + page : ""));
        });
}
