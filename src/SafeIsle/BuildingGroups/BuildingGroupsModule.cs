using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Platform;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Secrets;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>The building's group (楼组群): its code, its members, the five parties, and whether every household is covered.</summary>
public static class BuildingGroupsModule
{
    public static void AddBuildingGroups(this IServiceCollection services)
    {
        services.AddScoped<GroupFinder>();
        services.AddScoped<JoinProof>();
        services.AddSingleton(p => OpenGroup.With(p.GetRequiredService<KeyRing>()));
        services.AddSingleton(new OrderPage(10, "楼组群", "/group", "users"));
        services.AddSingleton<BoardFigures>(Coverage.FiguresAsync);
        services.AddSingleton<ChainSource>(GroupRecord.ChainAsync);
        services.AddSingleton<GridAnswers>(p => (db, community, buildings, cancel) =>
            AnswersOfGrids.OfAsync(p.GetRequiredService<Sealer>(), db, community, buildings, cancel));
        services.AddSingleton<FactSource>(GroupRecord.FactsAsync);
        services.AddSingleton<HomeCards>(WhoIsWho.CardsAsync);
        services.AddSingleton<InvitationSays>(InviteParty.SaysAsync);
        services.AddSingleton<InvitationTaken>(p => (db, write, invitation, account, name, cancel) =>
            InviteParty.TakenAsync(db, write, p.GetRequiredService<Signals>(), invitation, account, name, cancel));
    }

    public static void MapBuildingGroups(this IEndpointRouteBuilder app)
    {
        FindGroup.Map(app);
        JoinGroup.Map(app);
        AskToJoin.Map(app);
        WhoIsWho.Map(app);
        ShowGroup.Map(app);
        GroupPaper.Map(app);
        DecideJoin.Map(app);
        ManageMember.Map(app);
        NameKeeper.Map(app);
        InviteParty.Map(app);
        MyPhone.Map(app);
    }
}
