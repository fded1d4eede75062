using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Gates.Fences;

/// <summary>A breach to which somebody goes stands on that person's list; having been there is one tap, without a photo.</summary>
internal static class BreachTodos
{
    internal const string Code = "patrol";

    private const string Mended = "mended", Visited = "visited";

    internal static TodoKind Kind(Sealer sealer) => new(
        Code, "巡查", "fence", [new(Mended, "去过，修好了", Settles: true), new(Visited, "去过，还没修好", Settles: false, Again: BreachRules.NextVisitWithin)],
        (db, write, todo, attempt, cancel) => TriedAsync(sealer, db, write, todo, attempt, cancel), todo => PatrolBreach.Path(todo.CommunityId, todo.SourceId));

    /// <summary>Within every write that changes who goes, when, or whether it is mended.</summary>
    /// <param name="place">Where it is, in words.</param>
    internal static Task FollowAsync(Db db, Breach row, string place, DateTimeOffset now, CancellationToken cancel) =>
        row.ClosedAt is not null || row.OwnerId is null
            ? db.DropTodosAsync(row.CommunityId, Code, [row.Id], now, cancel)
            : db.AskAnewAsync(
                new()
                {
                    CommunityId = row.CommunityId, Id = Ids.New(), BuildingId = Guid.Empty, Unit = 0, DwellingId = null,
                    Dwelling = place, SortKey = "", Kind = Code, SourceId = row.Id, Title = $"巡查：{row.Kind.Name()}", DueAt = row.DueAt, OwnerId = row.OwnerId,
                },
                cancel);

    private static async Task TriedAsync(Sealer sealer, Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        var (community, id) = (todo.CommunityId, todo.SourceId);
        var row = await db.Breaches.AsTracking().SingleOrDefaultAsync(b => b.CommunityId == community && b.Id == id && b.ClosedAt == null, cancel);
        if (row is null)
        {
            return;
        }

        // Who was there after it found it broken: that stands.
        var at = attempt.At;
        if (attempt.Outcome == Mended
            && await db.BreachSteps.AnyAsync(s => s.CommunityId == community && s.BreachId == id && s.Act == BreachAct.Visited && s.At > at, cancel))
        {
            todo.ClosedAt = null;
            return;
        }

        (row.DueAt, row.ClosedAt) = (attempt.At + BreachRules.NextVisitWithin, attempt.Outcome == Mended ? attempt.ReceivedAt : null);
        var last = await db.BreachSteps.Where(s => s.CommunityId == community && s.BreachId == id).MaxAsync(s => s.Number, cancel);
        var step = new BreachStep
        {
            CommunityId = community, Id = Ids.New(), BreachId = id, Number = last + 1, Act = row.ClosedAt is null ? BreachAct.Visited : BreachAct.Mended,
            At = attempt.At, EnteredAt = attempt.ReceivedAt, By = attempt.By, Note = sealer.Open(SealedColumn.TodoNote, attempt.Id, attempt.NoteSealed) ?? "",
        };
        db.Add(step);
        write.Record(community, "breach.visit", id, $"巡查{row.Kind.Name()}：{step.Words()}");
    }
}
