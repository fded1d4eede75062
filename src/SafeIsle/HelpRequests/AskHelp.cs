using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.HelpRequests;

/// <summary>A household says what it needs, in one form, with a photo if it helps.</summary>
internal static class AskHelp
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/requests", ListAsync).MayAnyone(Homes.WhyOpen);
        app.MapGet("/home/{resident:guid}/requests/new", FormAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/requests", SendAsync).MayAnyone(Homes.WhyOpen);
    }

    internal static string Path(Home home) => home.Path + "/requests";

    private static async Task<IResult> ListAsync(Home? home, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var at = await HomeHelp.OfAsync(db, home, cancel);
        var rows = await at.Requests(db).OrderBy(r => r.ClosedAt != null).ThenByDescending(r => r.At).Take(100).ToListAsync(cancel);
        return Page.Of<HomeRequestsPage>(new { Home = home, At = at, Rows = rows, Now = clock.Now() });
    }

    private static async Task<IResult> FormAsync(Home? home, string? kind, Db db, HttpContext http, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (await HomeHelp.OfAsync(db, home, cancel) is { Open: false } at)
        {
            return http.Refused(Path(home), at.Closed);
        }

        return Enum.TryParse<HelpKind>(kind, out var chosen) && Enum.IsDefined(chosen)
            ? Page.Of<AskHelpPage>(new { Home = home, Kind = HelpKinds.Of(chosen) })
            : TypedResults.LocalRedirect(Path(home));
    }

    private static async Task<IResult> SendAsync(
        Home? home, FormInput form, HttpContext http, Db db, Sealer sealer, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var at = await HomeHelp.OfAsync(db, home, cancel);
        if (!at.Open)
        {
            return http.Refused(Path(home), at.Closed);
        }

        var (community, building, now) = (home.Dwelling.CommunityId, home.Dwelling.BuildingId, clock.Now());
        var help = await NewHelp.ReadAsync(form, cancel);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (help is not null && await db.HelpRequests.AnyAsync(r => r.CommunityId == community && r.Id == help.Id, cancel))
        {
            return http.Done(Path(home), "这个求助已经收到了，不用再发。");
        }

        if (help is not null && await NewHelp.TooManyAsync(db, community, home.Dwelling.Id, now, cancel) is { } why)
        {
            form.Wrong("text", why);
        }

        if (help is null || !form.Ok)
        {
            var kind = form.Choice<HelpKind>("kind", "要什么帮助") ?? HelpKind.Other;
            return Page.Again<AskHelpPage>(new { Home = home, Kind = HelpKinds.Of(kind), Form = form });
        }

        await help.AddAsync(db, sealer, at.Order, new(at.HouseholdId, home.Dwelling), home.Row.Name, home.Row.Id, "", now, cancel);
        write.Record(community, "help.ask", help.Id, $"{home.Dwelling.Label}求助：{help.Kind.Name}{(help.Photo is null ? "" : "（带照片）")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, building));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(Path(home), "这个求助已经收到了，不用再发。");
        }

        return http.Done(FollowHelp.Path(home, help.Id), "已收到，进展会显示在这里。");
    }
}
