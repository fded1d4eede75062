using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Health;
using SafeIsle.HelpRequests;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Today;

/// <summary>What residents of closed buildings wait for, each only where the list behind it opens for the reader.</summary>
/// <param name="Fevers">People with fever or symptoms whom nobody has looked after.</param>
/// <param name="MyRequests">Open requests that the reader owns.</param>
/// <param name="Requests">The other open ones that she may open.</param>
/// <param name="Late">Open requests past their time, hers or others'.</param>
/// <param name="Questions">Unanswered ones of orders in force, by order.</param>
public sealed record Waiting(int Fevers, int MyRequests, int Requests, int Late, IReadOnlyList<OpenQuestions> Questions)
{
    public bool Any => Fevers + MyRequests + Requests + Questions.Count > 0;

    internal static async Task<Waiting> LoadAsync(Db db, Me me, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var fevers = await db.HealthAlerts.Within(me.ForHealth().Only(HealthStaff.Readers))
            .Where(a => a.CommunityId == community && a.HandledAt == null).Select(a => a.PersonId).Distinct().CountAsync(cancel);
        var open = HelpDesk.Visible(db, me, community).Where(r => r.ClosedAt == null);
        var mine = await open.CountAsync(r => r.OwnerId == me.AccountId, cancel);
        var others = await open.CountAsync(r => r.OwnerId == null || r.OwnerId != me.AccountId, cancel);
        var late = await open.CountAsync(r => r.DueAt < now, cancel);
        // As QuestionReader.ReadsClosed.
        var closed = db.Questions.Within(me.ForHealth().Only(QuestionReader.MayAnswer));
        var questions = await (
            from q in db.Questions.Within(me.Only(QuestionReader.MayAnswer))
            join o in db.ClosureOrders on new { q.CommunityId, Id = q.OrderId } equals new { o.CommunityId, o.Id }
            where q.CommunityId == community && q.AnsweredAt == null && q.HiddenAt == null && o.LiftedAt == null
                && (q.Open || closed.Any(c => c.CommunityId == q.CommunityId && c.Id == q.Id))
            group q by new { o.Id, o.Label } into g
            select new OpenQuestions(g.Key.Id, g.Key.Label, g.Count())).ToListAsync(cancel);
        return new(fevers, mine, others, late, [.. questions.OrderBy(q => q.Building, StringComparer.Ordinal)]);
    }
}

/// <summary>How many questions of an order nobody has answered.</summary>
/// <param name="Building">As the order calls it: 38号楼.</param>
public sealed record OpenQuestions(Guid Order, string Building, int Count);
