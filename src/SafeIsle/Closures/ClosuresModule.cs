using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Households.Export;
using SafeIsle.Places;
using SafeIsle.Places.Plan;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Closed buildings (封控): the order, its board, its papers, its chain.</summary>
public static class ClosuresModule
{
    public static void AddClosures(this IServiceCollection services)
    {
        services.AddScoped<ExportSource, CareExport>();
        ClosureReportDuties.Add(services);
        services.AddSingleton<CorridorsToClean>(CorridorsOfOrders.OfAsync);
        HealthOfOrder.Add(services);
        ClosureTodos.Add(services);
        services.AddSingleton(new NavItem(50, "楼栋封控", "/closures", "lock", WhoMay.Readers));
        services.AddSingleton(new NavItem(55, "情况说明", "/statements", "file-text", Role.Committee));
        services.AddSingleton(new TopItem(10, "所辖社区", Oversee.Path, "lock", Role.Overseer));
        services.AddSingleton(new HouseholdPageLink("情况说明", "file-text", Statements.PathAbout, Role.Committee));
        services.AddSingleton<HistoryOfBuilding>(HistoryAsync);
        services.AddScoped<StatementDraft>();
        services.AddSingleton<PlanLayers>(ClosureLayer.OfAsync);
        services.AddSingleton<GridMeasures>(ClosuresOfGrids.OfAsync);
        services.AddSingleton<PassPhases>();
        services.AddHostedService(services => services.GetRequiredService<PassPhases>());
    }

    public static void MapClosures(this IEndpointRouteBuilder app)
    {
        ListClosures.Map(app);
        Oversee.Map(app);
        CloseBuilding.Map(app);
        ClosureBoard.Map(app);
        TickTask.Map(app);
        GiveTask.Map(app);
        ClosureTodos.Map(app);
        ExtendClosure.Map(app);
        RestartClosure.Map(app);
        CloseSame.Map(app);
        LiftClosure.Map(app);
        ClosureChain.Map(app);
        FirstCare.Map(app);
        ClosurePapers.Map(app);
        ReleaseCertificates.Map(app);
        VerifyCertificate.Map(app);
        Statements.Map(app);
        EditStatement.Map(app);
    }

    /// <summary>Where an order's board is; other pages of the order lie below it.</summary>
    public static string Path(long community, Guid order) => $"/desk/{community}/closures/{order}";

    private static async Task<string?> HistoryAsync(Db db, long community, Guid building, CancellationToken cancel) =>
        await db.ClosureOrders.CountAsync(o => o.CommunityId == community && o.BuildingId == building, cancel) is > 0 and var orders
            ? $"封控记录 {orders} 次"
            : null;
}
