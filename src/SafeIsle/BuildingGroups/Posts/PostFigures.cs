using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>未读: households that do not know every announcement; 待答: questions nobody has answered.</summary>
internal static class PostFigures
{
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BoardFigure>>> OfAsync(
        Db db, Me me, IReadOnlyList<ClosureOrder> orders, DateTimeOffset now, CancellationToken cancel)
    {
        var figures = new Dictionary<Guid, IReadOnlyList<BoardFigure>>();
        if (orders.Count == 0)
        {
            return figures;
        }

        var community = orders[0].CommunityId;
        var ids = orders.Select(o => o.Id).ToList();
        var told = db.Announcements.Where(a => a.CommunityId == community && a.HiddenAt == null);
        var reads = db.PostReads;
        var unread = await InsideOrder.Of(db, db.ClosureOrders.Where(o => o.CommunityId == community && ids.Contains(o.Id)))
            .Where(r => told.Any(a => a.OrderId == r.OrderId
                && !reads.Any(x => x.CommunityId == community && x.PostId == a.Id && x.HouseholdId == r.HouseholdId)))
            .GroupBy(r => r.OrderId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var open = await Unanswered(db, community).Where(q => ids.Contains(q.OrderId))
            .GroupBy(q => q.OrderId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        foreach (var id in ids)
        {
            figures[id] =
            [
                Figure(35, "unread", "未读", unread.GetValueOrDefault(id)),
                Figure(36, "questions", "待答", open.GetValueOrDefault(id)),
            ];
        }

        return figures;
    }

    /// <summary>The same questions, named before the order passes on or is lifted.</summary>
    public static async Task<IReadOnlyList<string>> UnansweredAsync(Db db, ClosureOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        var id = order.Id;
        return await Unanswered(db, order.CommunityId).CountAsync(q => q.OrderId == id, cancel) is > 0 and var open ? [$"还有 {open} 个问题没有答复。"] : [];
    }

    private static IQueryable<Question> Unanswered(Db db, long community) =>
        db.Questions.Where(q => q.CommunityId == community && q.AnsweredAt == null && q.HiddenAt == null);

    private static BoardFigure Figure(int position, string key, string label, int count) =>
        new(position, key, label, $"{count}", count == 0 ? "ok" : "wait", "/notices");
}
