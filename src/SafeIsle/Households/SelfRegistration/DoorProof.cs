using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using SafeIsle.Platform;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>
/// That this browser has shown to belong to a household: a sealed cookie for half an hour, never in the address. One at a time, and gone
/// when the form is sent, because phones are lent.
/// </summary>
internal sealed class DoorProof(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private const string Cookie = "safeisle-door";
    private const string Where = "/h";

    private readonly IDataProtector protector = protection.CreateProtector("SafeIsle.DoorProof");

    public void Give(HttpContext http, Door door, Guid household)
    {
        var until = (clock.Now() + Lasts).ToUnixTimeSeconds();
        var content = string.Create(
            CultureInfo.InvariantCulture, $"{door.Dwelling.Id:N} {door.Dwelling.DoorCodeVersion} {household:N} {until}");
        http.Response.Cookies.Append(Cookie, protector.Protect(content), Options(http, Lasts));
    }

    /// <summary>The household that was shown to be one's own; null without a proof for this door.</summary>
    public Guid? Read(HttpContext http, Door door)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var value) || string.IsNullOrEmpty(value))
        {
            return null;
        }

        string content;
        try
        {
            content = protector.Unprotect(value);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Made up, or sealed by keys that are gone: no proof.
            return null;
        }

        var parts = content.Split(' ');
        return parts is [var dwelling, var version, var household, var until]
            && dwelling == door.Dwelling.Id.ToString("N")
            && version == door.Dwelling.DoorCodeVersion.ToString(CultureInfo.InvariantCulture)
            && long.Parse(until, CultureInfo.InvariantCulture) > clock.Now().ToUnixTimeSeconds()
            ? Guid.Parse(household)
            : null;
    }

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? age) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = Where, MaxAge = age,
    };
}
