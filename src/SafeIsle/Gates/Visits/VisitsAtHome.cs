using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Gates.Visits;

/// <summary>Who wants to visit the household: yes or no with one tap.</summary>
internal static class VisitsAtHome
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/visits", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/visits/{id:guid}", DecideAsync).MayAnyone(Homes.WhyOpen);
    }

    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel) =>
        await home.OwnAsync(db, cancel) is not { } household
            || await Of(db, home, household).CountAsync(v => v.State == VisitState.Asked && v.ArrivesAt > now - GateRules.VisitOver, cancel) is not (> 0 and var asked) ? []
        : !home.IsProven ? [HomeCard.ProveFirst]
        : [new(-5, "有人来访", $"{asked} 人在等同意", "/visits", "wait", "去看看")];

    private static async Task<IResult> ShowAsync(Home? home, Db db, CancellationToken cancel) => home is null
        ? Homes.Unknown()
        : home.ProveFirst() ?? Page.Of<VisitsAtHomePage>(new
        {
            Home = home,
            Visits = await home.ProvenAsync(db, cancel) is { } household ? await Of(db, home, household).OrderByDescending(v => v.AskedAt).Take(20).ToListAsync(cancel) : [],
        });

    private static async Task<IResult> DecideAsync(
        Home? home, Guid id, FormInput form, HttpContext http, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (home.ProveFirst() is { } first)
        {
            return first;
        }

        if (await home.ProvenAsync(db, cancel) is not { } household)
        {
            return TypedResults.NotFound();
        }

        var yes = form.Typed("answer") == "yes";
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        var decided = await DecideVisit.DecideAsync(db, write, Of(db, home, household), id, yes, home.Actor.Name, DecideVisit.BarredAtHome, clock.Now(), cancel);
        if (decided.Refused)
        {
            return http.Refused(home.Path + "/visits", decided.Refusal!);
        }

        await write.CommitAsync(cancel);
        return http.Done(home.Path + "/visits", yes ? $"{DecideVisit.Agreed(decided.Value!, clock.Today())}。" : "已拒绝。");
    }

    // Whoever says yes makes a pass: neither a helper from another door nor a phone that showed the door's code alone.
    private static IQueryable<Visit> Of(Db db, Home home, Guid household)
    {
        var community = home.Dwelling.CommunityId;
        return db.Visits.Where(v => v.CommunityId == community && v.HouseholdId == household);
    }
}
