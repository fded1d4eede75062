using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>One announcement: who knows it, who does not; pinning and taking it back.</summary>
internal static class ShowAnnouncement
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/notices/{post:guid}", ShowAsync).May(WhoMay.Readers);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices/{post:guid}/pin", PinAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices/{post:guid}/hide", HideAsync).May(Role.Committee);
    }

    internal static string Path(ClosureOrder order, Guid post) => $"{ListPosts.Path(order)}/{post}";

    private static async Task<IResult> ShowAsync(
        long community, Guid id, Guid post, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel) =>
        await FindAsync(db, me, community, id, post, cancel) is { } found
            ? await PageAsync(found.Order, found.Post, FormInput.Empty, db, me, reader, clock, cancel)
            : TypedResults.NotFound();

    private static async Task<IResult> PinAsync(
        long community, Guid id, Guid post, FormInput form, HttpContext http, Db db, Me me, Signals signals, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, id, post, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var pinned = form.Ticked("pinned");
        await db.Announcements.Where(a => a.CommunityId == community && a.Id == post)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Pinned, pinned), cancel);
        write.Record(community, "post.pin", post, $"{found.Order.Label}的通知“{found.Post.Title}”{(pinned ? "置顶" : "取消置顶")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.Order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(Path(found.Order, post), pinned ? "已置顶。" : "已取消置顶。");
    }

    private static async Task<IResult> HideAsync(
        long community, Guid id, Guid post, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, TimeProvider clock, Signals signals,
        CancellationToken cancel)
    {
        var reason = form.Required("reason", "原因", PostLimits.Reason);
        if (await FindAsync(db, me, community, id, post, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (!form.Ok)
        {
            return await PageAsync(found.Order, found.Post, form, db, me, reader, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var now = (DateTimeOffset?)clock.Now();
        var changed = await db.Announcements.Where(a => a.CommunityId == community && a.Id == post && a.HiddenAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.HiddenAt, now).SetProperty(a => a.HiddenBy, me.Name).SetProperty(a => a.HiddenReason, reason), cancel);
        if (changed == 0)
        {
            return http.Done(Path(found.Order, post), "这条通知已经收起了。");
        }

        write.Record(community, "post.hide", post, $"收起{found.Order.Label}的通知“{found.Post.Title}”，原因：{reason}");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.Order.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(Path(found.Order, post), "已收起，住户不再看到；记录还在。");
    }

    internal static async Task<(ClosureOrder Order, Announcement Post)?> FindAsync(Db db, Me me, long community, Guid id, Guid post, CancellationToken cancel)
    {
        var order = await ListPosts.OrderAsync(db, me, community, id, cancel);
        var found = await db.Announcements.Within(me).SingleOrDefaultAsync(a => a.CommunityId == community && a.OrderId == id && a.Id == post, cancel);
        return order is null || found is null ? null : (order, found);
    }

    private static async Task<IResult> PageAsync(
        ClosureOrder order, Announcement post, FormInput form, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var (community, id) = (post.CommunityId, post.Id);
        var unread = await CallRow.OfAsync(db, me, reader, order, [post], (_, _) => true, cancel);
        var calls = me.Calls(community, order.BuildingId);
        if (calls && unread.Count > 0)
        {
            await db.RecordLookAsync(me.Actor, community, "post.calls", id, $"查看{order.Label}没读“{post.Title}”的 {unread.Count} 户（含电话）", cancel);
        }

        var knows = await (
            from r in InsideOrder.Of(db, order)
            join x in db.PostReads on new { r.CommunityId, r.HouseholdId } equals new { x.CommunityId, x.HouseholdId }
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            where x.CommunityId == community && x.PostId == id
            orderby x.At
            select new KnownBy(d.Label, x.Way, x.By, x.At, r.HouseholdId, null)).ToListAsync(cancel);
        var told = knows.Where(k => k.Way == ReadWay.Told).Select(k => k.Household).ToList();
        var last = (await db.PostCalls.Where(c => c.CommunityId == community && c.OrderId == order.Id && told.Contains(c.HouseholdId)).ToListAsync(cancel))
            .GroupBy(c => c.HouseholdId).Select(g => g.MaxBy(c => c.Number)!).Where(c => TakeBackCall.May(me, c)).ToDictionary(c => c.HouseholdId);
        // A helper who told the household is a resident too; who only watches reads no name in full.
        var names = me.Answers(community, order.BuildingId);
        var known = knows.ConvertAll(k => k with
        {
            By = names ? k.By : RegisterWords.MaskedName(k.By),
            Call = last.GetValueOrDefault(k.Household) is { } call && call.At == k.At ? call : null,
        });
        return Page.Of<AnnouncementPage>(
            new
            {
                Order = order,
                Post = post,
                Unread = unread,
                Known = known,
                Calls = calls && order.LiftedAt is null && post.HiddenAt is null,
                Keeps = me.Keeps(community),
                Now = clock.Now(),
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>A household that knows an announcement: since when, and by whom.</summary>
/// <param name="By">Masked for who only watches.</param>
/// <param name="Call">The call by which it knows, when the reader may take that back.</param>
public sealed record KnownBy(string Dwelling, ReadWay Way, string By, DateTimeOffset At, Guid Household, PostCall? Call);
