using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;

namespace SafeIsle;

/// <summary>The modules of the product, in the order of the module map: each may use those above it.</summary>
public static class Modules
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CommunityStarter>(CareTags.For);
        services.AddSingleton<BuildingChoices>(StaffBuildings.ListAsync);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
    }
}
