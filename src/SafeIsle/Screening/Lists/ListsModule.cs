using SafeIsle.Households.Export;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Screening.Lists;

/// <summary>Lists sent from above are compared with the register here.</summary>
internal static class ListsModule
{
    internal static void AddLists(this IServiceCollection services)
    {
        services.AddScoped<JobHandler, MatchList>();
        services.AddScoped<ExportSource, AnswerExport>();
        services.AddScoped<ExportSource, NowhereExport>();
        services.AddSingleton<TargetSources>(ShowList.SourcesAsync);
        services.AddSingleton(new NavItem(31, "上级名单", "/lists", "list-check", Role.Committee));
    }

    internal static void MapLists(this IEndpointRouteBuilder app)
    {
        TakeList.Map(app);
        ConfirmListColumns.Map(app);
        ShowList.Map(app);
        DecideRow.Map(app);
        Nowhere.Map(app);
    }
}
