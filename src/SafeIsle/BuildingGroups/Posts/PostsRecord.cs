using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>What a building was told and asked, for the order's chain and for statements of facts.</summary>
internal static class PostsRecord
{
    public static async Task<IReadOnlyList<ChainLink>> ChainAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel) =>
    [
        .. (await ToldAsync(db, me, order, cancel)).Select(t => new ChainLink(
            StageAt(order, t.Post.At), t.Post.At, t.Post.ByName, $"发通知“{t.Post.Title}”，{t.Known}/{t.All} 户知道了。")),
        .. await AskedAsync(db, me, order, cancel),
    ];

    // Numbers only, day by day: what was asked is between the household and whoever answers.
    private static async Task<IReadOnlyList<ChainLink>> AskedAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, id) = (order.CommunityId, order.Id);
        var asked = await db.Questions.Within(me).Where(q => q.CommunityId == community && q.OrderId == id).Select(q => new { q.At, q.Open }).ToListAsync(cancel);
        var answered = await db.Answers.Within(me).Where(a => a.CommunityId == community && a.OrderId == id).Select(a => new { a.At, a.ByName }).ToListAsync(cancel);
        return
        [
            .. asked.GroupBy(q => q.At.DateHere()).Select(g => new ChainLink(
                StageAt(order, g.Max(q => q.At)), g.Max(q => q.At), ChainLink.Resident,
                $"当天提问 {g.Count()} 个{(g.Count(q => q.Open) is > 0 and var open ? $"，其中公开 {open} 个" : "")}。")),
            .. answered.GroupBy(a => (Day: a.At.DateHere(), a.ByName)).Select(g => new ChainLink(
                StageAt(order, g.Max(a => a.At)), g.Max(a => a.At), g.Key.ByName, $"答复住户的问题 {g.Count()} 次。")),
        ];
    }

    private static Stage StageAt(ClosureOrder order, DateTimeOffset at) => order.LiftedAt is { } lifted && at >= lifted ? Stage.After : Stage.During;

    public static async Task<IReadOnlyList<FactLine>> FactsAsync(Sealer sealer, Db db, Me me, FactAsk ask, CancellationToken cancel)
    {
        var lines = new List<FactLine>();
        var orders = await ask.OrdersAsync(db, me, cancel);
        foreach (var order in orders)
        {
            lines.AddRange((await ToldAsync(db, me, order, cancel)).Select(t => new FactLine(
                t.Post.At, t.Post.ByName, $"向{order.Label}各户发通知“{t.Post.Title}”，{t.Known}/{t.All} 户知道了")));
        }

        // What single households read, were called about and asked stands only where the statement is about one.
        if (ask.Household is { } household)
        {
            var ids = orders.Select(o => o.Id).ToList();
            lines.AddRange(await OfHouseholdAsync(db, me, ask, household, ids, cancel));
            lines.AddRange(await QuestionsAsync(sealer, db, me, ask, household, ids, cancel));
        }

        return lines;
    }

    private static async Task<IReadOnlyList<Told>> ToldAsync(Db db, Me me, ClosureOrder order, CancellationToken cancel)
    {
        var (community, id, reads) = (order.CommunityId, order.Id, db.PostReads);
        var households = InsideOrder.Of(db, order);
        var posts = await db.Announcements.Within(me).Where(a => a.CommunityId == community && a.OrderId == id && a.HiddenAt == null)
            .OrderBy(a => a.At).Take(StatementDraft.MostLines).ToListAsync(cancel);
        if (posts.Count == 0)
        {
            return [];
        }

        var all = await households.CountAsync(cancel);
        var known = await (
            from h in households
            join r in reads on new { h.CommunityId, h.HouseholdId } equals new { r.CommunityId, r.HouseholdId }
            where r.CommunityId == community && r.OrderId == id
            group r by r.PostId into g
            select new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return posts.ConvertAll(p => new Told(p, known.GetValueOrDefault(p.Id), all));
    }

    private static async Task<IReadOnlyList<FactLine>> OfHouseholdAsync(
        Db db, Me me, FactAsk ask, Guid household, List<Guid> orders, CancellationToken cancel)
    {
        var (community, since, until) = (ask.Community, ask.From, ask.To);
        var reads = await (
            from r in db.PostReads.Within(me)
            join a in db.Announcements on new { r.CommunityId, Id = r.PostId } equals new { a.CommunityId, a.Id }
            where r.CommunityId == community && r.HouseholdId == household && orders.Contains(r.OrderId) && r.At >= since && r.At <= until
            orderby r.At
            select new { r.At, r.By, r.Way, a.Title }).Take(StatementDraft.MostLines).ToListAsync(cancel);
        var calls = await db.PostCalls.Within(me)
            .Where(c => c.CommunityId == community && c.HouseholdId == household && orders.Contains(c.OrderId) && c.At >= since && c.At <= until)
            .OrderBy(c => c.At).Take(StatementDraft.MostLines).ToListAsync(cancel);
        return
        [
            .. reads.Select(r => new FactLine(r.At, r.By, r.Way == ReadWay.Opened ? $"看了通知“{r.Title}”" : $"把通知“{r.Title}”告知这一户")),
            .. calls.Select(c => new FactLine(c.At, c.ByName, $"就通知联系这一户：{NoticeCalls.Words(c.Outcome)}")),
        ];
    }

    private static async Task<IReadOnlyList<FactLine>> QuestionsAsync(
        Sealer sealer, Db db, Me me, FactAsk ask, Guid household, List<Guid> orders, CancellationToken cancel)
    {
        var community = ask.Community;
        var questions = await db.Questions.Within(me)
            .Where(q => q.CommunityId == community && q.HouseholdId == household && orders.Contains(q.OrderId))
            .OrderBy(q => q.At).Take(StatementDraft.MostLines).ToListAsync(cancel);
        var ids = questions.ConvertAll(q => q.Id);
        var answers = await db.Answers.Within(me).Where(a => a.CommunityId == community && ids.Contains(a.QuestionId)).OrderBy(a => a.At).ToListAsync(cancel);
        return
        [
            .. questions.Select(q => new FactLine(q.At, q.Name, $"{(q.Open ? "公开提问" : "问居委会")}：{sealer.Open(SealedColumn.QuestionText, q.Id, q.TextSealed)}")),
            .. answers.Select(a => new FactLine(a.At, a.ByName, $"{(a.Open ? "公开回答" : "回答这一户")}：{sealer.Open(SealedColumn.AnswerText, a.Id, a.TextSealed)}")),
        ];
    }

    private sealed record Told(Announcement Post, int Known, int All);
}
