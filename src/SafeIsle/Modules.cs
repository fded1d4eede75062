using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform.Access;

namespace SafeIsle;

/// <summary>The modules of the product, in the order of the module map: each may use those above it.</summary>
public static class Modules
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CommunityStarter>(CareTags.For);
        services.AddSelfRegistration();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapSelfRegistration();
    }
}
