using SafeIsle.Households.Export;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Closed buildings (封控): the order, its board, its papers, its chain.</summary>
public static class ClosuresModule
{
    public static void AddClosures(this IServiceCollection services)
    {
        services.AddScoped<ExportSource, CareExport>();
        services.AddSingleton(new NavItem(30, "楼栋封控", "/closures", "lock", WhoMay.Readers));
    }

    public static void MapClosures(this IEndpointRouteBuilder app)
    {
        ListClosures.Map(app);
        CloseBuilding.Map(app);
        ClosureBoard.Map(app);
        TickTask.Map(app);
        ExtendClosure.Map(app);
        LiftClosure.Map(app);
        ClosureChain.Map(app);
        FirstCare.Map(app);
        ClosurePapers.Map(app);
    }

    /// <summary>Where an order's board is; other pages of the order lie below it.</summary>
    public static string Path(long community, Guid order) => $"/desk/{community}/closures/{order}";

    /// <summary>Raised whenever something of the order changed.</summary>
    internal static string Topic(Guid order) => $"closure:{order}";
}
