using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Access;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Divisions;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Access;
using SafeIsle.Setup;

namespace SafeIsle;

/// <summary>The modules of the product, in the order of the module map: each may use those above it.</summary>
public static class Modules
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CommunityStarter>(CareTags.For);
        services.AddImport();
        services.AddPlaces();
        services.AddSingleton<CommunityStarter>(CareTags.For);
        services.AddPlans();
        services.AddClosures();
        services.AddSelfRegistration();
        MoveWithDwelling.Add(services);
        services.AddSingleton<BuildingChoices>(StaffBuildings.ListAsync);
        services.AddHouseholds();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapImport();
        app.MapPlans();
        app.MapClosures();
        app.MapSelfRegistration();
        app.MapDivisions();
        app.MapSetup();
        app.MapPlaces();
        app.MapHouseholds();
    }
}
