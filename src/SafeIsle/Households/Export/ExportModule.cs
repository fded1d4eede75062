using SafeIsle.Households.Tables;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Export;

/// <summary>Lists leave the product as files here.</summary>
public static class ExportModule
{
    public static void AddExport(this IServiceCollection services)
    {
        services.AddScoped<ExportSource, RegisterExport>();
        services.AddScoped<ExportSource, RosterExport>();
        services.AddScoped<ExportSource, DwellingsExport>();
        services.AddScoped<ExportSource, AuditExport>();
        services.AddScoped<ExportFile>();
        services.AddScoped<JobHandler, FetchExport.Handler>();
        services.AddSingleton(new NavItem(27, "导出", "/exports", "download", AskExport.May));
    }

    public static void MapExport(this IEndpointRouteBuilder app)
    {
        AskExport.Map(app);
        ListExports.Map(app);
        DecideExport.Map(app);
        FetchExport.Map(app);
    }
}
