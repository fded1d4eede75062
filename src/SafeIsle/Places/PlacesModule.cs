using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Compounds, buildings and dwellings.</summary>
public static class PlacesModule
{
    public static void AddPlaces(this IServiceCollection services) =>
        services.AddSingleton(new NavItem(60, "楼栋与房屋", "/places", "building-community", Role.Committee));

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
    }
}
