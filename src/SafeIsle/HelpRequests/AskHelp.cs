using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
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

        var at = await HomeInOrder.OfAsync(db, home, cancel);
        var rows = at is null ? [] : await OfHome(db, at).OrderBy(r => r.ClosedAt != null).ThenByDescending(r => r.At).Take(100).ToListAsync(cancel);
        return Page.Of<HomeRequestsPage>(new { Home = home, At = at, Rows = rows, Now = clock.Now() });
    }

    /// <summary>The requests of a phone's household, whoever entered them; a helper's own only.</summary>
    internal static IQueryable<HelpRequest> OfHome(Db db, HomeInOrder at)
    {
        var (community, household, resident) = (at.Order.CommunityId, at.Reads, at.Home.Row.Id);
        return db.HelpRequests.Where(r => r.CommunityId == community && (r.HouseholdId == household || r.ResidentId == resident));
    }

    private static async Task<IResult> FormAsync(Home? home, string? kind, Db db, HttpContext http, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (await HomeInOrder.OfAsync(db, home, cancel) is not { InForce: true })
        {
            return http.Refused(Path(home), "封控已经解除，这里不再收新的求助；有事请打居委会电话。");
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

        if (await HomeInOrder.OfAsync(db, home, cancel) is not { InForce: true } at)
        {
            return http.Refused(Path(home), "封控已经解除，这里不再收新的求助；有事请打居委会电话。");
        }

        var (order, now) = (at.Order, clock.Now());
        var help = await NewHelp.ReadAsync(form, cancel);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (help is not null && await db.HelpRequests.AnyAsync(r => r.CommunityId == order.CommunityId && r.Id == help.Id, cancel))
        {
            return http.Done(Path(home), "这个求助已经收到了，不用再发。");
        }

        if (help is not null && await NewHelp.TooManyAsync(db, order.CommunityId, home.Dwelling.Id, now, cancel) is { } why)
        {
            form.Wrong("text", why);
        }

        if (help is null || !form.Ok)
        {
            var kind = form.Choice<HelpKind>("kind", "要什么帮助") ?? HelpKind.Other;
            return Page.Again<AskHelpPage>(new { Home = home, Kind = HelpKinds.Of(kind), Form = form });
        }

        var place = new HelpPlace(at.HouseholdId, home.Dwelling.Id, home.Dwelling.Label);
        await help.AddAsync(db, sealer, order, place, home.Row.Name, home.Row.Id, "", now, cancel);
        write.Record(order.CommunityId, "help.ask", help.Id, $"{home.Dwelling.Label}求助：{help.Kind.Name}{(help.Photo is null ? "" : "（带照片）")}");
        write.AfterCommit(() => signals.RaiseBuilding(order.CommunityId, order.BuildingId));
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
