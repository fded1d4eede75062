using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Health;

/// <summary>Temperatures of people who are asked for them: reported, followed up, called about when missing.</summary>
public static class HealthModule
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DutyBook>();
        services.AddSingleton<HomeCards>(provider =>
        {
            var book = provider.GetRequiredService<DutyBook>();
            return (db, home, now, cancel) => ReportAtHome.CardsAsync(book, db, home, now, cancel);
        });
        services.AddSingleton(new HouseholdPageLink("体温", "temperature", ReportByStaff.Path, Role.Committee, Role.Field));
        services.AddSingleton(new NavItem(31, "体温异常", "/health/alerts", "stethoscope", HealthStaff.Readers));
        services.AddSingleton(new NavItem(32, "没报体温", "/health/missing", "temperature", HealthStaff.Readers));
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        ReportAtHome.Map(app);
        ReportByStaff.Map(app);
        HealthAlerts.Map(app);
        MissingReports.Map(app);
        Temperatures.Map(app);
    }
}
