using SafeIsle.Households.Duplicates;
using SafeIsle.Households.Members;
using SafeIsle.Households.Search;
using SafeIsle.Households.Tables;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>The register: people, households, search, the three-level tables.</summary>
public static class HouseholdsModule
{
    /// <summary>Who reads single people: the committee and its field workers with numbers on request, those above it names and numbers masked.</summary>
    internal static readonly Role[] MayRead = [Role.Committee, Role.Field, Role.Overseer];

    /// <summary>Who reads whole names, and numbers on request, each look recorded: those whose work is to call.</summary>
    internal static readonly Role[] MayCall = [Role.Committee, Role.Field];

    public static IServiceCollection AddHouseholds(this IServiceCollection services)
    {
        services.AddScoped<RegisterReader>();
        services.AddScoped<RegisterHistory>();
        services.AddSingleton<RegisterDesk>();
        services.AddSingleton<LeftFollowers>();
        services.AddScoped<DwellingSearch>();
        services.AddScoped<PersonSearch>();
        services.AddScoped<RosterQuery>();
        services.AddScoped<CompoundTableQuery>();
        services.AddScoped<JobHandler, PrintRosters.Handler>();
        services.AddSingleton(new NavItem(20, "住户登记", "/people", "users", MayRead) { Also = ["/households", "/dwellings", "/search", "/tags"] });
        services.AddSingleton(new NavItem(21, "重复登记", "/duplicates", "user", Role.Committee));
        services.AddSingleton(new NavItem(22, "三级表", "/tables", "file-spreadsheet", WhoMay.Readers) { Also = ["/compounds", "/buildings/*/roster"] });
        return services;
    }

    public static void MapHouseholds(this IEndpointRouteBuilder app)
    {
        ListPeople.Map(app);
        ShowHousehold.Map(app);
        ShowDwelling.Map(app);
        EditHousehold.Map(app);
        AddPerson.Map(app);
        EditPerson.Map(app);
        ClosePerson.Map(app);
        MovePerson.Map(app);
        OrderMembers.Map(app);
        CommunityCareTags.Map(app);
        ListDuplicates.Map(app);
        MergePeople.Map(app);
        SearchRegister.Map(app);
        ShowRoster.Map(app);
        ShowCompoundTable.Map(app);
        HouseholdPaper.Map(app);
        PrintRosters.Map(app);
    }
}
