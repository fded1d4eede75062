using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>
/// A household's notices. Opening the list is reading it; whoever helps from another door says so when the household has been told,
/// because what a neighbour read, the household may not know.
/// </summary>
internal static class ReadNotices
{
    // A household has a few phones; more that press in the same instant are none.
    private const int MostTries = 5;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/home/{resident:guid}/notices", ShowAsync).MayAnyone(Homes.WhyOpen);
        app.MapPost("/home/{resident:guid}/notices/told", ToldAsync).MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(Home? home, Db db, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        var at = await HomeInOrder.OfAsync(db, home, cancel);
        var rows = at is null ? [] : await RowsAsync(db, at, clock.Now(), cancel);
        if (at is not null && !home.Row.IsProxy)
        {
            await MarkAsync(db, at, rows.Where(r => r.New).Select(r => r.Post).ToList(), ReadWay.Opened, clock.Now(), signals, cancel);
        }

        return Page.Of<HomeNoticesPage>(new { Home = home, At = at, Rows = rows });
    }

    private static async Task<IResult> ToldAsync(
        Home? home, FormInput form, HttpContext http, Db db, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (home is null)
        {
            return Homes.Unknown();
        }

        if (await HomeInOrder.OfAsync(db, home, cancel) is { } at)
        {
            // Only what stood on the page that she pressed on; what came meanwhile has not been told.
            var shown = form.All("post").Select(p => Guid.TryParse(p, out var id) ? id : default).ToList();
            var rows = await RowsAsync(db, at, clock.Now(), cancel);
            var told = rows.Where(r => r.New && shown.Contains(r.Post.Id)).Select(r => r.Post).ToList();
            await MarkAsync(db, at, told, ReadWay.Told, clock.Now(), signals, cancel);
        }

        return http.Done(home.Path + "/notices", "已记下：这家人知道了。");
    }

    /// <summary>What the household sees, the pinned first, then the newest.</summary>
    private static async Task<IReadOnlyList<NoticeRow>> RowsAsync(Db db, HomeInOrder at, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, order, household) = (at.Order.CommunityId, at.Order.Id, at.HouseholdId);
        var reads = db.PostReads;
        var found = await db.Announcements.Where(a => a.CommunityId == community && a.OrderId == order && a.HiddenAt == null)
            .OrderByDescending(a => a.Pinned).ThenByDescending(a => a.At).Take(PostLimits.Shown)
            .Select(a => new
            {
                Post = a,
                Read = reads.FirstOrDefault(r => r.CommunityId == community && r.PostId == a.Id && r.HouseholdId == household),
            }).ToListAsync(cancel);
        var last = found.Where(f => f.Post.FormId == f.Post.Id).MaxBy(f => f.Post.At)?.Post.Id;
        return [.. found.Select(f => new NoticeRow(
            f.Post, f.Read, SayAgain.TimeAt(f.Post.At, f.Post.RepeatMinutes, now), f.Read is null && at.Counts(f.Post),
            f.Post.FormId == f.Post.Id && f.Post.Id != last))];
    }

    /// <summary>Notes that the household knows these; where somebody noted one at the same moment, the first stays and the others are noted again.</summary>
    private static async Task MarkAsync(
        Db db, HomeInOrder at, IReadOnlyList<Announcement> posts, ReadWay way, DateTimeOffset now, Signals signals, CancellationToken cancel)
    {
        var (community, household) = (at.Order.CommunityId, at.HouseholdId);
        for (var tries = 1; !await WroteAsync(db, at, posts, way, now, signals, tries == MostTries, cancel); tries++)
        {
            var ids = posts.Select(p => p.Id).ToList();
            var known = await db.PostReads.Where(r => r.CommunityId == community && r.HouseholdId == household && ids.Contains(r.PostId))
                .Select(r => r.PostId).ToListAsync(cancel);
            posts = [.. posts.Where(p => !known.Contains(p.Id))];
        }
    }

    /// <summary>False when another phone of the household noted one of them first.</summary>
    private static async Task<bool> WroteAsync(
        Db db, HomeInOrder at, IReadOnlyList<Announcement> posts, ReadWay way, DateTimeOffset now, Signals signals, bool last, CancellationToken cancel)
    {
        if (posts.Count == 0)
        {
            return true;
        }

        var (home, order) = (at.Home, at.Order);
        await using var write = await db.BeginWriteAsync(home.Actor, cancel);
        await NoticeCallTodos.DropAsync(db, order, at.HouseholdId, now, cancel);
        db.AddRange(posts.Select(post => PostReading.Of(post, at.HouseholdId, way, now, home.Row.Name)));
        write.Record(
            order.CommunityId, way == ReadWay.Opened ? "post.read" : "post.told", order.Id,
            $"{home.Dwelling.Label}{(way == ReadWay.Opened ? "看了" : "由代办人告知")} {posts.Count} 条通知：{string.Join("；", posts.Select(p => p.Title))}");
        write.AfterCommit(() => signals.RaiseBuilding(order.CommunityId, order.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException collision) when (collision.IsTaken() && !last)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}

/// <summary>An announcement as a household sees it.</summary>
/// <param name="Time">The how-many-th time it is said.</param>
/// <param name="New">This household does not know it.</param>
/// <param name="Replaced">It told of a change of the order, and so did a later one.</param>
public sealed record NoticeRow(Announcement Post, PostRead? Read, int Time, bool New, bool Replaced);

/// <summary>Makes the rows that say a household knows something.</summary>
internal static class PostReading
{
    public static PostRead Of(Announcement post, Guid household, ReadWay way, DateTimeOffset now, string by) => new()
    {
        CommunityId = post.CommunityId,
        Id = Ids.New(),
        BuildingId = post.BuildingId,
        OrderId = post.OrderId,
        PostId = post.Id,
        HouseholdId = household,
        Way = way,
        At = now,
        By = by,
    };
}
