using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Response plans (预案): what differs between diseases, cities and years, as versioned data.</summary>
public static class PlansModule
{
    public static void AddPlans(this IServiceCollection services)
    {
        services.AddSingleton(new NavItem(80, "预案", "/plans", "file-text", Role.Committee, Role.Overseer));
        services.AddSingleton<CommunityStarter>(s => community => ShippedPlans.For(community, s.GetRequiredService<TimeProvider>().Now()));
    }

    public static void MapPlans(this IEndpointRouteBuilder app)
    {
        ReadPlans.Map(app);
        EditPlan.Map(app);
    }
}
