namespace SafeIsle.Residents;

/// <summary>Phones of residents: recognised at their door, without account; their first page.</summary>
public static class ResidentsModule
{
    public static void AddResidents(this IServiceCollection services) => services.AddScoped<Homes>();

    public static void MapResidents(this IEndpointRouteBuilder app)
    {
        JoinByDoor.Map(app);
        ShowHome.Map(app);
    }
}
