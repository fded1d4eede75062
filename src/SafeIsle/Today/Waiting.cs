using Microsoft.EntityFrameworkCore;
using SafeIsle.BuildingGroups.Posts;
using SafeIsle.Closures;
using SafeIsle.Gates.Fences;
using SafeIsle.Grids.Escalations;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.HelpRequests;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;
using SafeIsle.Screening.Returnees;
using SafeIsle.Screening.Tips;
using SafeIsle.Screening.Travel;

namespace SafeIsle.Today;

/// <summary>What residents, the compounds' borders and screening wait for, each only where the list behind it opens for the reader.</summary>
/// <param name="Todos">On her own list, for whoever may have one.</param>
/// <param name="LateTodos">Those past their time.</param>
/// <param name="Fevers">People with fever or symptoms whom nobody has looked after.</param>
/// <param name="MyRequests">Open requests that the reader owns.</param>
/// <param name="Requests">The other open ones that she may open.</param>
/// <param name="Late">Open requests past their time, hers or others'.</param>
/// <param name="Breaches">Breaches that are not mended, for those who go there.</param>
/// <param name="LateBreaches">Those past their time.</param>
/// <param name="Measures">Of people under a measure: what is late with them; null for those who do not open the list.</param>
/// <param name="Tips">New ones; 0 for those who do not read them.</param>
/// <param name="Findings">Proposed by others, waiting for the reader as second person.</param>
/// <param name="Decisions">What screening, grids and returns wait for from the committee; for others all 0.</param>
/// <param name="Questions">Unanswered ones of orders in force, by order.</param>
public sealed record Waiting(int Todos, int LateTodos, int Fevers, int MyRequests, int Requests, int Late, int Breaches, int LateBreaches, MeasureFigures? Measures, int Tips, int Findings,
    Decisions Decisions, IReadOnlyList<OpenQuestions> Questions)
{
    public bool Any => Todos + Fevers + MyRequests + Requests + Breaches + Tips + Findings + Decisions.Sum + Questions.Count > 0 || Measures is { Running: > 0 };

    internal static async Task<Waiting> LoadAsync(Db db, Me me, TodoKinds kinds, long community, DateTimeOffset now, CancellationToken cancel)
    {
        // As the list itself: what she has in other roles than those opens none.
        var worker = me.Only(TodoRules.May);
        var todos = await MyTodos.OpenAsync(db, worker, kinds, community, now.DateHere(), cancel);
        var hers = worker.Reaches(community) ? await todos.CountAsync(cancel) : 0;
        var herLate = hers == 0 ? 0 : await todos.CountAsync(t => t.DueAt < now, cancel);
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
        var breaches = db.Breaches.Within(me.Only(BreachRules.Acts)).Where(b => b.CommunityId == community && b.ClosedAt == null);
        var broken = await breaches.CountAsync(cancel);
        var overdue = await breaches.CountAsync(b => b.DueAt < now, cancel);
        var measures = me.ForHealth().Is(community, HealthStaff.Readers) ? await MeasureFigures.LoadAsync(db, me, community, now, cancel) : null;
        var tips = await TipReach.Visible(db, me.Only(TipReach.May), community).CountAsync(t => t.State == TipState.Open, cancel);
        var findings = await db.TravelFindings.Within(me.Only([Role.Committee]))
            .CountAsync(f => f.CommunityId == community && f.State == FindingState.Proposed && f.ProposedById != me.AccountId, cancel);
        return new(hers, herLate, fevers, mine, others, late, broken, overdue, measures, tips, findings, await Decisions.LoadAsync(db, me, community, now, cancel), [.. questions.OrderBy(q => q.Building, StringComparer.Ordinal)]);
    }
}

/// <summary>What only the committee can move on.</summary>
/// <param name="Escalations">Cases that grid workers raised.</param>
/// <param name="Objections">To findings about travel.</param>
/// <param name="Returnees">Announced, past their time, and not arrived.</param>
/// <param name="Answers">Doors whose answers are to be followed up, or contradict what is known.</param>
public sealed record Decisions(int Escalations, int Objections, int Returnees, int Answers)
{
    public int Sum => Escalations + Objections + Returnees + Answers;

    internal static async Task<Decisions> LoadAsync(Db db, Me me, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var mine = me.Only([Role.Committee]);
        return new(
            await db.Escalations.Within(mine).CountAsync(e => e.CommunityId == community && e.State == EscalationState.Director, cancel),
            await db.TravelFindings.Within(mine).CountAsync(f => f.CommunityId == community && f.State == FindingState.Objected, cancel),
            await db.Returnees.Within(mine).CountAsync(r => r.CommunityId == community && r.ArrivedAt == null && r.EndedAt == null && r.ArrivesAt < now, cancel),
            await db.Todos.Within(mine).Where(t => t.CommunityId == community && t.ClosedAt == null && (t.Kind == TryTarget.FollowKind || t.Kind == TryTarget.RecheckKind))
                .Select(t => t.DwellingId).Distinct().CountAsync(cancel));
    }
}

/// <summary>How many questions of an order nobody has answered.</summary>
/// <param name="Building">As the order calls it: 38号楼.</param>
public sealed record OpenQuestions(Guid Order, string Building, int Count);
