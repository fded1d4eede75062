using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>An order's announcements with how many households know each, and its questions.</summary>
internal static class ListPosts
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/closures/{id:guid}/notices", ShowAsync).May(WhoMay.Readers);

    /// <summary>Where it is.</summary>
    internal static string Path(ClosureOrder order) => ClosuresModule.Path(order.CommunityId, order.Id) + "/notices";

    /// <summary>Null when the order is not there, or not the person's.</summary>
    internal static Task<ClosureOrder?> OrderAsync(Db db, Me me, long community, Guid id, CancellationToken cancel) =>
        db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == id, cancel);

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        if (await OrderAsync(db, me, community, id, cancel) is not { } order)
        {
            return TypedResults.NotFound();
        }

        var recipients = InsideOrder.Of(db, order);
        var posts = await db.Announcements.Within(me).Where(a => a.CommunityId == community && a.OrderId == id)
            .OrderBy(a => a.HiddenAt != null).ThenByDescending(a => a.Pinned).ThenByDescending(a => a.At).Take(PostLimits.Shown).ToListAsync(cancel);
        var read = await (
            from r in recipients
            join x in db.PostReads on new { r.CommunityId, r.HouseholdId } equals new { x.CommunityId, x.HouseholdId }
            where x.CommunityId == community && x.OrderId == id
            group x by x.PostId into g
            select new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return Page.Of<PostsPage>(new
        {
            Order = order,
            Households = await recipients.CountAsync(cancel),
            Posts = posts.ConvertAll(p => new PostLine(p, read.GetValueOrDefault(p.Id))),
            Questions = await QuestionReader.ForStaffAsync(db, sealer, me, order, null, cancel),
            Now = clock.Now(),
            Keeps = me.Keeps(community),
            Answers = me.Answers(community, order.BuildingId),
            Calls = me.Calls(community, order.BuildingId),
        });
    }
}

/// <summary>An announcement with the number of households that know it.</summary>
public sealed record PostLine(Announcement Post, int Read);
