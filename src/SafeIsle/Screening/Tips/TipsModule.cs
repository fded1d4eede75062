using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Tips;

/// <summary>What people notice and tell without a name.</summary>
internal static class TipsModule
{
    internal static void AddTips(this IServiceCollection services)
    {
        services.AddSingleton(new NavItem(35, "线索", "/tips", "info-circle", TipReach.May));
    }

    internal static void MapTips(this IEndpointRouteBuilder app)
    {
        GiveTip.Map(app);
        HandleTips.Map(app);
    }
}
