using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Compounds, buildings and dwellings.</summary>
public static class PlacesModule
{
    public static void AddPlaces(this IServiceCollection services)
    {
        services.AddSingleton(new NavItem(29, "防疫地图", "/plan", "map-2", WhoMay.Readers));
        services.AddSingleton(new NavItem(25, "楼栋与房屋", "/places", "building-community", Role.Committee));
    }

    public static void MapPlaces(this IEndpointRouteBuilder app)
    {
        ListPlaces.Map(app);
        EditCompound.Map(app);
        GenerateBuildings.Map(app);
        ShowBuilding.Map(app);
        AddDwelling.Map(app);
        RenameBuilding.Map(app);
        DeleteBuilding.Map(app);
        ShowDwelling.Map(app);
        RenameDwelling.Map(app);
        MergeDwelling.Map(app);
        SplitDwelling.Map(app);
        CloseDwelling.Map(app);
        ShowPlan.Map(app);
        PlaceThings.Map(app);
        LayGround.Map(app);
    }
}
