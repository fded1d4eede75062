using SafeIsle.Gates.Scanner;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Gates;

/// <summary>Gates, passes, and what scanners record.</summary>
public static class GatesModule
{
    public static void AddGates(this IServiceCollection services)
    {
        services.AddSingleton<GateKeys>();
        services.AddSingleton(new NavItem(36, "门岗", "/gates", "door", WhoMay.Readers));
        services.AddSingleton(new NavItem(37, "出入证", "/passes", "qrcode", HouseholdsModule.MayCall));
        services.AddSingleton(new HouseholdPageLink("出入证", "qrcode", HouseholdPasses.Path, HouseholdsModule.MayCall));
        services.AddSingleton<HomeCards>(PassAtHome.CardsAsync);
        services.AddSingleton<HomeCards>(VisitsAtHome.CardsAsync);
        services.AddSingleton(new NavItem(38, "访客", "/visits", "user-plus", HouseholdsModule.MayCall));
    }

    public static void MapGates(this IEndpointRouteBuilder app)
    {
        ListGates.Map(app);
        EditGate.Map(app);
        ChoosePlan.Map(app);
        Devices.Map(app);
        HouseholdPasses.Map(app);
        ListPasses.Map(app);
        IssueMany.Map(app);
        PassCards.Map(app);
        PassAtHome.Map(app);
        Snapshot.Map(app);
        app.MapScanner();
        TakeScans.Map(app);
        GateDesk.Map(app);
        AskVisit.Map(app);
        VisitsAtHome.Map(app);
        VisitDesk.Map(app);
    }
}
