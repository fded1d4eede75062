using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>Where people were: risk areas, checks, findings; and who comes back.</summary>
internal static class TravelParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(s => TelecomSettings.From(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<ILogger<TelecomGateway>>()));
        services.AddSingleton(TravelDesk.Kind);
        FollowPeople.Add(services);
        services.AddSingleton(new NavItem(32, "行程核验", "/travel", "walk", TravelDesk.Roles) { Also = ["/households/*/travel"] });
        services.AddSingleton(new NavItem(33, "风险区", "/risk-areas", "alert-triangle", WhoMay.Readers));
        services.AddSingleton(new HouseholdPageLink("行程核验", "walk", TravelDesk.HouseholdPath, TravelDesk.Roles));
        services.AddSingleton<HomeCards>(TravelAtHome.CardsAsync);
        services.AddSingleton(AnnounceReturnee.Kind);
        services.AddSingleton(new NavItem(34, "返回人员", "/returnees", "login", TravelDesk.Roles));
        services.AddSingleton<HomeCards>(AnnounceReturnee.CardsAsync);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        ListRiskAreas.Map(app);
        AddRiskAreas.Map(app);
        ListTravel.Map(app);
        OpenCheck.Map(app);
        ShowCheck.Map(app);
        TakeRecord.Map(app);
        ImportRecords.Map(app);
        DecideTravel.Map(app);
        FindingPaper.Map(app);
        TravelAtHome.Map(app);
        AnnounceReturnee.Map(app);
        ReturneeDesk.Map(app);
    }
}
