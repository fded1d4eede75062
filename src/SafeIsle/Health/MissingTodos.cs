using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;

namespace SafeIsle.Health;

/// <summary>
/// A household that has not reported when its window ended is reminded by a short message, then called by whoever answers for its grid, each
/// after the minutes of the plan. Asked for by the clock; taken
/// back by the report itself, and at the next round by whatever else made an end of it.
/// </summary>
internal sealed class MissingTodos(IServiceScopeFactory scopes, DutyBook book, TimeProvider clock, ILogger<MissingTodos> log)
    : Rounds(Every, scopes, clock, log, "The calls about missing reports could not be asked for")
{
    internal const string Code = "report-call";

    internal const string NoAnswer = "silent";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    // A window that ended earlier is not called about: the next one is near.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    private static readonly TimeSpan Within = TimeSpan.FromHours(1);

    internal static TodoKind Kind(DutyBook book) => new(
        Code, "没有上报", "phone",
        [
            new(NoAnswer, "没人接", Settles: false, Again: TimeSpan.FromMinutes(30)), new("told", "说好马上报", Settles: false, Again: TimeSpan.FromMinutes(30)),
            new("done", "不用报了", Settles: true),
        ],
        (db, _, todo, attempt, cancel) => TriedAsync(book, db, todo, attempt, cancel), todo => $"/desk/{todo.CommunityId}/health/report/{todo.HouseholdId}")
    {
        Private = true,
    };

    /// <summary>The same for a household and a window each time it is asked.</summary>
    internal static Guid SourceOf(Guid household, ReportSlot slot) => Ids.Of(household, slot.Code);

    protected override Task<List<long>> CommunitiesAsync(Db db, DateTimeOffset now, CancellationToken cancel) =>
        db.Communities.Select(c => c.CommunityId).ToListAsync(cancel);

    protected override Task ServeAsync(IServiceProvider services, Db db, long community, TimeProvider clock, CancellationToken cancel) =>
        AskAsync(db, services.GetRequiredService<MissingTexts>(), community, clock.Now(), cancel);

    private async Task AskAsync(Db db, MissingTexts texts, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var (wanted, told) = (new Dictionary<Guid, Todo>(), new List<MissingHome>());
        // Of a single door its measure asks, as the plan says.
        foreach (var duty in (await book.RunningAsync(db, community, now, cancel)).Where(d => d.DwellingId is null))
        {
            if (Ended(duty, now) is not { } slot)
            {
                continue;
            }

            var missing = await MissingAsync(db, duty, slot, cancel);
            if (MissingTexts.IsDue(duty, slot, now))
            {
                told.AddRange(missing.Select(t => new MissingHome(t.HouseholdId!.Value, t.Dwelling, slot)));
            }

            // First the message, then a call.
            foreach (var todo in now - slot.To >= TimeSpan.FromMinutes(duty.Chase.CallMinutes) ? missing : [])
            {
                wanted[todo.SourceId] = todo;
            }
        }

        await texts.TellAsync(db, community, told, now, cancel);

        var open = (await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && t.ClosedAt == null).Select(t => t.SourceId).ToListAsync(cancel)).ToHashSet();
        var gone = open.Where(s => !wanted.ContainsKey(s)).ToList();
        var sources = wanted.Keys.Where(s => !open.Contains(s)).ToList();
        var known = await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && sources.Contains(t.SourceId)).CountAsync(cancel);
        if (gone.Count == 0 && sources.Count == known)
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var dropped = await db.DropTodosAsync(community, Code, gone, now, cancel);
        var asked = await db.AskAsync([.. sources.Select(s => wanted[s])], cancel);
        write.Record(community, "todo.ask", null, $"没有上报要打电话的：新列 {asked} 户，不用再打的 {dropped} 户");
        await write.CommitAsync(cancel);
    }

    private static ReportSlot? Ended(ReportDuty duty, DateTimeOffset now) =>
        ReportTimes.Past(duty, now).FirstOrDefault(s => !s.OpenAt(now)) is { } slot && now - slot.To < Fresh ? slot : null;

    private static async Task<List<Todo>> MissingAsync(Db db, ReportDuty duty, ReportSlot slot, CancellationToken cancel)
    {
        var missing = ReportFigure.MissingIn(db, ReportFigure.AskedOf(db, duty), slot).Select(p => p.HouseholdId).Distinct();
        var doors = await (
            from h in db.Households
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == duty.CommunityId && h.BuildingId == duty.BuildingId && missing.Contains(h.Id)
            select new { h.Id, d, b }).ToListAsync(cancel);
        return doors.ConvertAll(door => new Todo
        {
            CommunityId = duty.CommunityId, Id = Ids.New(), BuildingId = door.b.Id, Unit = door.d.Unit, DwellingId = door.d.Id, Dwelling = door.d.Label,
            SortKey = Todo.Place(door.b, door.d), HouseholdId = door.Id, Kind = Code, SourceId = SourceOf(door.Id, slot), Title = "没有上报，打个电话", DueAt = slot.To + Within,
        });
    }

    // A call that nobody took stands on the list of who is missing, too.
    private static async Task TriedAsync(DutyBook book, Db db, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        if (attempt.Outcome != NoAnswer || todo.HouseholdId is not { } household
            || await db.Dwellings.SingleOrDefaultAsync(d => d.CommunityId == todo.CommunityId && d.Id == todo.DwellingId, cancel) is not { } dwelling
            || await book.OfDwellingAsync(db, dwelling, attempt.At, cancel) is not { } duty
            || ReportTimes.Past(duty, attempt.At).FirstOrDefault(s => SourceOf(household, s) == todo.SourceId) is not { } slot)
        {
            return;
        }

        db.Add(new MissingCall
        {
            CommunityId = todo.CommunityId, Id = attempt.Id, BuildingId = todo.BuildingId, HouseholdId = household, DutyId = duty.Id, Day = slot.Day,
            Window = slot.Window.Name, Outcome = MissingOutcome.NoAnswer, At = attempt.At, ById = attempt.ById, By = attempt.By,
        });
    }
}
