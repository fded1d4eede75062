using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Health.Measures;

/// <summary>Isolation, observation, monitoring of single people: decided elsewhere, looked after here.</summary>
internal static class MeasuresModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ShowMeasure>();
        services.AddSingleton(new FindingStep("开出措施", MeasureDesk.NewPath));
        services.AddSingleton<ReportDuties>(MeasureDuties.OfAsync);
        services.AddSingleton<DutySpans>(MeasureDuties.Spans);
        services.AddSingleton<HomeCards>(MeasuresAtHome.CardsAsync);
        services.AddSingleton<HomeCards>(MeasureAskedCards.OfAsync);
        services.AddSingleton<CertificateSource>(p => (db, code, cancel) => ReleaseMeasure.FindAsync(p.GetRequiredService<KeyRing>(), db, code, cancel));
        services.AddSingleton(new NavItem(40, "健康措施", "/measures", "shield-check", HealthStaff.Readers) { Also = ["/households/*/measures"] });
        services.AddSingleton(new HouseholdPageLink("健康措施", "shield-check", MeasureDesk.HouseholdPath, Role.Committee, Role.Field));
        FollowPeople.Add(services);
        services.AddHostedService<MeasureRounds>();
        services.AddHostedService<CorridorTodos>();
        services.AddSingleton(CorridorTodos.Kind);
        services.AddSingleton(RubbishTodos.Kind);
        services.AddSingleton(DeliverNotice.Kind);
        services.AddScoped<DeliverNotice>();
        services.AddSingleton<CorridorsToClean>(MeasureCorridors.DailyAsync);
        services.AddSingleton<PlanLayers>(MeasureLayers.PeopleAsync);
        services.AddSingleton<PlanLayers>(s => (db, me, compound, now, cancel) => MeasureLayers.CorridorsAsync(db, s.GetServices<CorridorsToClean>(), me, compound, now, cancel));
        services.AddSingleton<GridMeasures>(MeasuresOfGrids.OfAsync);
        services.AddSingleton<MeasureLines>(DecideAtOnce.LinesAsync);
        MeasureTodos.Add(services);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        ListMeasures.Map(app);
        OpenMeasure.Map(app);
        ShowMeasure.Map(app);
        MeasureActs.Map(app);
        ExtendMeasure.Map(app);
        ReleaseMeasure.Map(app);
        Trips.Map(app);
        Referrals.Map(app);
        ProposeClosing.Map(app);
        MeasurePapers.Map(app);
        MeasureCorridors.Map(app);
        EditContacts.Map(app);
        MeasuresAtHome.Map(app);
    }
}
