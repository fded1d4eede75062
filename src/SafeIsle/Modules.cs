using SafeIsle.BuildingGroups;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Divisions;
using SafeIsle.Gates;
using SafeIsle.Grids;
using SafeIsle.HelpRequests;
using SafeIsle.Health;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Households.Import;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Notices;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Access;
using SafeIsle.Residents;
using SafeIsle.Screening;
using SafeIsle.Setup;
using SafeIsle.Today;

namespace SafeIsle;

/// <summary>The modules of the product, in the order of the module map: each may use those above it.</summary>
public static class Modules
{
    internal static void Add(IServiceCollection services, ChannelSettings channels)
    {
        services.AddDivisions();
        services.AddPlaces();
        services.AddSingleton<BuildingChoices>(StaffBuildings.ListAsync);
        services.AddHouseholds();
        services.AddSingleton<CommunityStarter>(CareTags.For);
        MoveWithDwelling.Add(services);
        services.AddSingleton<DivisionNames>(DivisionPath.NamesAsync);
        services.AddImport();
        services.AddExport();
        services.AddSelfRegistration();
        services.AddResidents();
        services.AddPlans();
        services.AddNotices(channels);
        services.AddGrids();
        services.AddScreening();
        services.AddHealth();
        services.AddClosures();
        services.AddBuildingGroups();
        services.AddPosts();
        services.AddHelpRequests();
        services.AddGates();
        services.AddToday();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapDivisions();
        app.MapSetup();
        app.MapPlaces();
        app.MapHouseholds();
        app.MapImport();
        app.MapExport();
        app.MapSelfRegistration();
        app.MapResidents();
        app.MapPlans();
        app.MapNotices();
        app.MapGrids();
        app.MapScreening();
        app.MapHealth();
        app.MapClosures();
        app.MapBuildingGroups();
        app.MapPosts();
        app.MapHelpRequests();
        app.MapGates();
        app.MapToday();
    }
}
