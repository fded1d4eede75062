using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Lists;
using SafeIsle.Screening.Occupancy;
using SafeIsle.Screening.Tips;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Screening;

/// <summary>Who was where, who is at home, and who was not asked yet.</summary>
public static class ScreeningModule
{
    public static void AddScreening(this IServiceCollection services)
    {
        TravelParts.Add(services);
        AddCampaigns(services);
        AddOccupancy(services);
        services.AddLists();
        services.AddTips();
        services.AddHostedService<ForgetScreening>();
    }

    public static void MapScreening(this IEndpointRouteBuilder app)
    {
        TravelParts.Map(app);
        MapCampaigns(app);
        MapOccupancy(app);
        app.MapLists();
        app.MapTips();
    }

    private static void AddCampaigns(IServiceCollection services)
    {
        services.AddSingleton<TargetBook>();
        services.AddSingleton(TryTarget.Ask);
        services.AddSingleton(TryTarget.Recheck);
        services.AddSingleton(TryTarget.Follow);
        services.AddSingleton(TryTarget.Scanned);
        services.AddSingleton(TryTarget.Empty);
        foreach (var source in NewCampaign.Own)
        {
            services.AddSingleton(source);
        }

        services.AddScoped<TakeAnswer>();
        services.AddSingleton<PlanLayers>(CampaignLayer.OfAsync);
        services.AddSingleton<HomeCards>(AnswerAtHome.CardsAsync);
        FollowRegister.Add(services);
        services.AddSingleton(new NavItem(30, "排查行动", "/campaigns", "checklist", WhoMay.Readers) { Also = ["/screening", "/scripts"] });
    }

    private static void MapCampaigns(IEndpointRouteBuilder app)
    {
        ListCampaigns.Map(app);
        NewCampaign.Map(app);
        ShowCampaign.Map(app);
        DoorNotices.Map(app);
        AskTarget.Map(app);
        AnswerAtHome.Map(app);
        EditScripts.Map(app);
    }

    private static void AddOccupancy(IServiceCollection services)
    {
        services.AddSingleton<DwellingFacts>(ShowOccupancy.FactsAsync);
        services.AddSingleton<HistoryOfBuilding>(FollowDwellings.HistoryAsync);
        services.AddSingleton<WhenDwellingMerged>(FollowDwellings.MergedAsync);
        services.AddSingleton(new NavItem(36, "居住情况", "/occupancy", "home", WhoMay.Readers));
    }

    private static void MapOccupancy(IEndpointRouteBuilder app)
    {
        ListOccupancy.Map(app);
        ShowOccupancy.Map(app);
        EnterReadings.Map(app);
    }
}
