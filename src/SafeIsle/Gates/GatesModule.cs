using SafeIsle.Closures;
using SafeIsle.Gates.Enclosures;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Fences;
using SafeIsle.Gates.Firms;
using SafeIsle.Gates.Log;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scanner;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates.Shelf;
using SafeIsle.Gates.Visits;
using SafeIsle.Households.Export;
using SafeIsle.Households;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Gates;

/// <summary>Gates, passes, and what scanners record.</summary>
public static class GatesModule
{
    public static void AddGates(this IServiceCollection services)
    {
        services.AddSingleton(p => BreachTodos.Kind(p.GetRequiredService<Sealer>()));
        services.AddSingleton(FeverTodos.Kind);
        services.AddSingleton<GateKeys>();
        services.AddSingleton<DoorList>();
        services.AddSingleton<EnclosuresAtGate>();
        services.AddSingleton<DocumentLimit>();
        CheckCode.AddLimit(services);
        ScanLimit.Add(services);
        GateApi.AddDocument(services);
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<ScanQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<ScanQueue>());
        services.AddSingleton(new NavItem(60, "门岗", "/gates", "door", WhoMay.Readers) { Also = ["/enclosures"] });
        services.AddSingleton(new NavItem(61, "出入证", "/passes", "qrcode", HouseholdsModule.MayCall));
        services.AddSingleton(new HouseholdPageLink("出入证", "qrcode", HouseholdPasses.Path, HouseholdsModule.MayCall));
        services.AddSingleton<HomeCards>(PassAtHome.CardsAsync);
        services.AddSingleton<HomeCards>(VisitsAtHome.CardsAsync);
        services.AddScoped<ExportSource, GateLogExport>();
        services.AddSingleton<ComingChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<ComingChanges>());
        services.AddHostedService<ForgetScans>();
        services.AddHostedService<SeenAtGates>();
        EnclosureOfDwelling.Add(services);
        EndWithHousehold.Add(services);
        services.AddSingleton<PlanLayers>(GateLayers.BorderAsync);
        services.AddSingleton<PlanLayers>(GateLayers.EnclosuresAsync);
        services.AddSingleton(new NavItem(66, "巡查", "/breaches", "fence", WhoMay.Readers));
        services.AddSingleton(new NavItem(63, "访客", "/visits", "user-plus", HouseholdsModule.MayCall));
        ErrandsModule.Add(services);
        services.AddSingleton(new NavItem(64, "送货维修", "/firms", "truck-delivery", Role.Committee));
        services.AddSingleton(new NavItem(65, "货架", "/shelf", "package", HouseholdsModule.MayCall));
        services.AddSingleton<HomeCards>(DropsAtHome.CardsAsync);
        services.AddSingleton<FactSource>(GateFacts.FactsAsync);
    }

    public static void MapGates(this IEndpointRouteBuilder app)
    {
        ListGates.Map(app);
        EditGate.Map(app);
        ComingChanges.Map(app);
        ChoosePlan.Map(app);
        Devices.Map(app);
        HouseholdPasses.Map(app);
        ListPasses.Map(app);
        IssueMany.Map(app);
        ListRefused.Map(app);
        PassCards.Map(app);
        PassAtHome.Map(app);
        Snapshot.Map(app);
        app.MapScanner();
        TakeScans.Map(app);
        FindByDocument.Map(app);
        CheckCode.Map(app);
        ShowFever.Map(app);
        GateApi.Map(app);
        GateDesk.Map(app);
        GateLog.Map(app);
        UnseenHouseholds.Map(app);
        AskVisit.Map(app);
        VisitsAtHome.Map(app);
        VisitDesk.Map(app);
        RegisterVisit.Map(app);
        ErrandsModule.Map(app);
        ListFirms.Map(app);
        EditFirm.Map(app);
        ShelfDesk.Map(app);
        DropsAtHome.Map(app);
        ListBreaches.Map(app);
        ReportBreach.Map(app);
        PatrolBreach.Map(app);
        ListEnclosures.Map(app);
        OpenEnclosure.Map(app);
        ShowEnclosure.Map(app);
        ChooseDwellings.Map(app);
    }
}
