using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform.Access;

namespace SafeIsle;

/// <summary>The modules of the product, in the order of the module map: each may use those above it.</summary>
public static class Modules
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CommunityStarter>(CareTags.For);
        services.AddPlans();
        services.AddClosures();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPlans();
        app.MapClosures();
    }
}
