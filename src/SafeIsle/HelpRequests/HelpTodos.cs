using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Health;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.HelpRequests;

/// <summary>A request that somebody answers for stands on that person's list, and its button there is a step of the request.</summary>
internal static class HelpTodos
{
    internal const string Code = "help";

    private const string Done = "done", Silent = "silent";

    internal static TodoKind Kind(Sealer sealer) => new(
        Code, "求助", "heart-handshake", [new(Done, "已办好", Settles: true), new(Silent, "没联系上", Settles: false, Again: TimeSpan.FromHours(1))],
        (db, write, todo, attempt, cancel) => TriedAsync(sealer, db, write, todo, attempt, cancel), todo => $"{HelpDesk.Path(todo.CommunityId)}/{todo.SourceId}")
    {
        Private = true,
        Dials = (me, todo) => me.ForHealth().Tends(todo.CommunityId, todo.BuildingId),
    };

    /// <summary>Within every write that changes who answers for a request, or whether it is open.</summary>
    internal static async Task FollowAsync(Db db, HelpRequest row, DateTimeOffset now, CancellationToken cancel)
    {
        // Without an order and without an owner by name it is of whoever answers for the grid.
        if (row.ClosedAt is not null || row is { OwnerId: null, OrderId: not null })
        {
            await db.DropTodosAsync(row.CommunityId, Code, [row.Id], now, cancel);
            return;
        }

        var place = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == row.CommunityId && d.Id == row.DwellingId
            select new { d, b }).SingleAsync(cancel);
        await db.AskAnewAsync(
            new()
            {
                CommunityId = row.CommunityId, Id = Ids.New(), BuildingId = row.BuildingId, Unit = place.d.Unit, DwellingId = row.DwellingId, Dwelling = row.Dwelling,
                SortKey = Todo.Place(place.b, place.d), HouseholdId = row.HouseholdId, Kind = Code, SourceId = row.Id,
                // Which help is wanted may tell about somebody's health.
                Title = "住户求助", DueAt = row.DueAt, OwnerId = row.OwnerId,
            },
            cancel);
    }

    private static async Task TriedAsync(Sealer sealer, Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        var (community, id) = (todo.CommunityId, todo.SourceId);
        var row = await db.HelpRequests.AsTracking().SingleOrDefaultAsync(r => r.CommunityId == community && r.Id == id && r.ClosedAt == null, cancel);
        if (row is null || attempt.Outcome != Done)
        {
            return;
        }

        // What the household said after it was not dealt with by it, and waits on.
        var at = attempt.At;
        if (await db.HelpSteps.AnyAsync(s => s.CommunityId == community && s.RequestId == id && s.Act == HelpAct.Said && s.At > at, cancel))
        {
            todo.ClosedAt = null;
            return;
        }

        (row.State, row.ClosedAt) = (HelpState.Done, attempt.ReceivedAt);
        var last = await db.HelpSteps.Where(s => s.CommunityId == community && s.RequestId == id).MaxAsync(s => s.Number, cancel);
        var said = sealer.Open(SealedColumn.TodoNote, attempt.Id, attempt.NoteSealed) ?? "";
        db.Add(NewHelp.Step(sealer, row, last + 1, HelpAct.Done, attempt.ReceivedAt, attempt.By, "", said));
        write.Record(community, "help.done", id, $"{row.Dwelling}的求助“{row.Kind.Name()}”：已办好");
    }
}
