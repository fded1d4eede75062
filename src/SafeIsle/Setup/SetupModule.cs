namespace SafeIsle.Setup;

/// <summary>The first steps in an empty installation.</summary>
public static class SetupModule
{
    /// <summary>Stands before the access gate, because without accounts nobody passes that.</summary>
    public static void UseFirstVisit(this IApplicationBuilder app) => app.UseMiddleware<FirstVisit>();

    public static void MapSetup(this IEndpointRouteBuilder app) => CreateAdministrator.Map(app);
}
