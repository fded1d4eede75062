using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access;

/// <summary>Staff and how they log in: ASP.NET Core Identity's passwords and cookies; lock, second step and session end are ours.</summary>
internal static class Accounts
{
    public static void AddAccounts(this IServiceCollection services, Session session, IConfiguration configuration)
    {
        services.AddIdentityCore<Account>(options =>
            {
                // PasswordRules says what people are told; this holds for whatever else makes accounts.
                options.Password.RequiredLength = PasswordRules.Least;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.User.RequireUniqueEmail = false;
                options.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<Db>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, session.Apply)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, LoginCode.Apply);
        services.AddLoginLimits(configuration);
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<KnownBrowsers>();
        services.AddScoped<PlaceNames>();
        services.AddSingleton(new NavItem(82, "人员", "/staff", "users", Role.Committee, Role.Administrator));
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        Login.Map(app);
        LoginCode.Map(app);
        MyAccount.Map(app);
        SecondStep.Map(app);
        StaffRoutes.Map(app);
    }
}
