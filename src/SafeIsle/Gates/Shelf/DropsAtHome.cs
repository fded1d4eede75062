using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.Gates.Shelf;

/// <summary>What lies on the shelf for a door, on every phone that is known there, helpers' too: they fetch for those who cannot.</summary>
internal static class DropsAtHome
{
    /// <summary>Things that one page shows; there is no more for one door.</summary>
    private const int Most = 50;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/shelf", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/shelf/{id:guid}", TakeAsync).MayAnyone(Homes.WhyOpen);
    }

    internal static async Task<IReadOnlyList<HomeCard>> CardsAsync(Db db, Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var lying = await LyingAsync(db, home, cancel);
        if (lying.Count == 0)
        {
            return [];
        }

        var where = string.Join("，", lying.GroupBy(l => l.Where).Select(g => $"有 {g.Count()} 件东西在{g.Key}"));
        return [new(5, "货架", where, "/shelf", lying.Any(l => l.Drop.LeftAt < now - ShelfRules.Longest) ? "late" : "wait", "去看看")];
    }

    private static async Task<IResult> ShowAsync(Home? home, Db db, CancellationToken cancel) => home is null
        ? Homes.Unknown()
        : Page.Of<DropsAtHomePage>(new { Home = home, Lying = await LyingAsync(db, home, cancel) });

    private static async Task<IResult> TakeAsync(Home? home, Guid id, HttpContext http, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var (community, door) = (home.Dwelling.CommunityId, home.Dwelling.Id);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        if (await db.ShelfDrops.AsTracking().SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id && d.DwellingId == door, cancel) is not { } drop)
        {
            return TypedResults.NotFound();
        }

        var back = home.Path + "/shelf";
        if (drop.TakenAt is { } before)
        {
            return http.Done(back, $"这件东西 {before.Short()} 已经取走了。");
        }

        await TakenAsync(db, drop, clock.Now(), home.Actor.Name, cancel);
        write.Record(community, "shelf.take", id, $"{home.Dwelling.Label}的住户说货架上的东西取走了");
        await write.CommitAsync(cancel);
        return http.Done(back, "好的，已记下取走。");
    }

    /// <summary>Within the open write.</summary>
    internal static async Task TakenAsync(Db db, ShelfDrop drop, DateTimeOffset at, string by, CancellationToken cancel)
    {
        (drop.TakenAt, drop.TakenBy) = (at, by);
        drop.ChangedSeq = await PassSequences.NextAsync(db, drop.CommunityId, cancel);
    }

    private static async Task<List<DropAtHome>> LyingAsync(Db db, Home home, CancellationToken cancel) => await (
        from d in ShelfAtGate.For(db, home.Dwelling)
        join g in db.Gates on new { d.CommunityId, Id = d.GateId } equals new { g.CommunityId, g.Id }
        orderby d.LeftAt
        select new DropAtHome(d, g.Name + (d.Place.Length > 0 ? d.Place : "货架"))).Take(Most).ToListAsync(cancel);
}

/// <summary>A thing with where it lies: 北门货架3.</summary>
public sealed record DropAtHome(ShelfDrop Drop, string Where);
