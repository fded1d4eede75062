using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>A resident's first page: what is asked of the household today. A phone known at one door goes straight there.</summary>
internal static class ShowHome
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home", ListAsync).MayAnyone(Homes.WhyOpen);
        app.MapGet("/home/{resident:guid}", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapGet("/home/{resident:guid}/forget", (Home? home) => home is null ? Homes.Unknown() : Page.Of<ForgetPage>(new { Home = home })).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/forget", ForgetAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Homes homes)
    {
        var all = await homes.AllAsync(http);
        return all is [{ Row.State: ResidentState.In } only] ? TypedResults.LocalRedirect(only.Path) : Page.Of<HomesPage>(new { All = all });
    }

    private static async Task<IResult> ShowAsync(
        Home? home, HttpContext http, Homes homes, Db db, KeyRing keys, IEnumerable<HomeCards> sources, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var (household, unclear) = await home.BehindAsync(db, cancel);
        var cards = new List<HomeCard>();
        foreach (var source in sources)
        {
            cards.AddRange(await source(db, home, clock.Now(), cancel));
        }

        return Page.Of<HomePage>(new
        {
            Home = home,
            Cards = cards.Distinct().OrderBy(c => c.Position).ToList(),
            Others = (await homes.AllAsync(http)).Count > 1,
            Empty = household is null && !unclear,
            Unclear = unclear,
            Register = home.RegisterPath(keys),
        });
    }

    private static async Task<IResult> ForgetAsync(
        Home? home, HttpContext http, Homes homes, Db db, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var now = clock.Now();
        await db.Residents.Where(r => r.CommunityId == home.Row.CommunityId && r.Id == home.Row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ResidentState.Left).SetProperty(r => r.LeftAt, now), cancel);
        write.Record(home.Row.CommunityId, "resident.leave", home.Row.Id, $"{home.Dwelling.Label}的一台手机退出");
        write.AfterCommit(() => signals.RaiseBuilding(home.Row.CommunityId, home.Row.BuildingId));
        await write.CommitAsync(cancel);
        homes.Forget(http, home.Row.Id);
        return http.Done("/home", $"这台手机已经不再认得{home.Dwelling.Label}。");
    }
}
