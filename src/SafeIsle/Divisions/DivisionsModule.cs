using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Divisions;

/// <summary>The division table, and the communities that stand in it.</summary>
public static class DivisionsModule
{
    public static void AddDivisions(this IServiceCollection services) =>
        services.AddSingleton(new TopItem(20, "全部社区", Communities.ListPath, "building-community", WhoMay.Everyone));

    public static void MapDivisions(this IEndpointRouteBuilder app)
    {
        Communities.Map(app);
        NewCommunity.Map(app);
        CommunityForm.Map(app);
    }
}
