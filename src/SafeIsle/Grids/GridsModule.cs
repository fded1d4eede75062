using SafeIsle.Places.Plan;
using SafeIsle.Grids.Escalations;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>Grids, who answers for them, and what is to be done in them.</summary>
public static class GridsModule
{
    public static void AddGrids(this IServiceCollection services)
    {
        services.AddSingleton(new NavItem(28, "网格", "/grids", "map-pin", WhoMay.Readers));
        services.AddSingleton<PlanLayers>(GridLayer.OfAsync);
        services.AddSingleton<StaffOfGrids>();
        services.AddSingleton<ListSources>();
        services.AddSingleton<GridAnswers>(p => p.GetRequiredService<StaffOfGrids>().OfAsync);
        services.AddSingleton<TodoKinds>();
        FollowRegister.Add(services);
        services.AddSingleton(EscalationRules.Decided);
        services.AddSingleton(AskLook.Kind);
        services.AddSingleton(new NavItem(11, "已上报", "/escalations", "send", EscalationRules.See));
        services.AddSingleton(new TopItem(12, "上报待答复", ListEscalations.Above, "send", Role.Overseer));
        services.AddSingleton(new HouseholdPageLink("上报", "send", (community, household) => RaiseEscalation.Path(community, household: household), EscalationRules.Raise));
        services.AddSingleton(new NavItem(10, "我的待办", "/todos", "list-check", TodoRules.May));
    }

    public static void MapGrids(this IEndpointRouteBuilder app)
    {
        ListGrids.Map(app);
        ShowSplit.Map(app);
        SplitGrids.Map(app);
        RenameGrid.Map(app);
        AssignGrids.Map(app);
        ThreeLists.Map(app);
        ListTodos.Map(app);
        TryTodo.Map(app);
        TodosShell.Map(app);
        AskLook.Map(app);
        RaiseEscalation.Map(app);
        ListEscalations.Map(app);
        DecideEscalation.Map(app);
    }
}
