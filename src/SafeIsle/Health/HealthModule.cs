using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Health;

/// <summary>
/// A household that was called about its temperature needs something; a module below makes it a request inside the open write.
/// </summary>
/// <param name="Id">Equal for each sending of the same form.</param>
/// <param name="Duty">The order under which it was called.</param>
/// <param name="Words">What is needed; empty when nobody wrote it down.</param>
public sealed record HelpWanted(long Community, Guid Id, Guid Duty, Guid Household, Guid Dwelling, string Door, string Words);

/// <summary>Makes the request.</summary>
/// <returns>What became of it, one Chinese sentence for whoever called; null when it is nothing for this module.</returns>
public delegate Task<string?> HelpTaker(Db db, Me me, HelpWanted wanted, DateTimeOffset now, CancellationToken cancel);

/// <summary>Temperatures of people who are asked for them: reported, followed up, called about when missing.</summary>
public static class HealthModule
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DutyBook>();
        services.AddSingleton<ShownDuties>();
        services.AddScoped<MissingTexts>();
        services.AddSingleton(provider => MissingTodos.Kind(provider.GetRequiredService<DutyBook>()));
        services.AddSingleton<MissingTodos>();
        services.AddSingleton(AlertTodos.Kind);
        services.AddHostedService(provider => provider.GetRequiredService<MissingTodos>());
        services.AddSingleton<HomeCards>(AlertsAtHome.CardsAsync);
        services.AddSingleton<HomeCards>(provider =>
        {
            var book = provider.GetRequiredService<DutyBook>();
            return (db, home, now, cancel) => ReportAtHome.CardsAsync(book, db, home, now, cancel);
        });
        services.AddSingleton(provider => new HouseholdPageLink("体温", "temperature", ReportByStaff.Path, Role.Committee, Role.Field)
        {
            Opens = (db, me, dwelling, now, cancel) => ReportByStaff.OpensAsync(provider.GetRequiredService<DutyBook>(), db, me, dwelling, now, cancel),
        });
        MeasuresModule.Add(services);
        services.AddSingleton(new NavItem(41, "体温异常", "/health/alerts", "stethoscope", HealthStaff.Readers));
        services.AddSingleton(new NavItem(42, "没报体温", "/health/missing", "temperature", HealthStaff.Readers));
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        ReportAtHome.Map(app);
        ReportByStaff.Map(app);
        HealthAlerts.Map(app);
        NewAlerts.Map(app);
        MissingReports.Map(app);
        Temperatures.Map(app);
        MeasuresModule.Map(app);
    }
}
