using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>How staff log in: ASP.NET Core Identity with lock-out, optional TOTP and a session that ends.</summary>
internal static class Accounts
{
    /// <summary>等保: five failures lock; 10–30 minutes idle end the session.</summary>
    public const int FailuresBeforeLock = 5;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan IdleSession = TimeSpan.FromMinutes(30);

    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Lockout.MaxFailedAccessAttempts = FailuresBeforeLock;
                options.Lockout.DefaultLockoutTimeSpan = LockedFor;
                options.User.RequireUniqueEmail = false;
                options.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<Db>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "safeisle";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = IdleSession;
                options.SlidingExpiration = true;
                options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
            });
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
        {
            options.Cookie.Name = "safeisle-second";
            options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        });
    }
}
