using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Setup;

/// <summary>While there is no account at all, every address leads to the first steps.</summary>
internal sealed class FirstVisit(RequestDelegate next)
{
    // Once true, true for ever: accounts are closed, never removed.
    private volatile bool accountsExist;

    public async Task InvokeAsync(HttpContext http)
    {
        if (!accountsExist && !http.Request.Path.StartsWithSegments(CreateAdministrator.Path, StringComparison.Ordinal))
        {
            accountsExist = await http.RequestServices.GetRequiredService<Db>().Users.AnyAsync(http.RequestAborted);
            if (!accountsExist)
            {
                http.Response.Redirect(CreateAdministrator.Path);
                return;
            }
        }

        await next(http);
    }
}
