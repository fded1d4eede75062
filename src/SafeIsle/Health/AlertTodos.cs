using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>
/// Somebody of a closed building, or of a home under a measure, reported fever or a symptom: a call for the doctor and for whoever answers for
/// the door, about that person, settled on either list or where alerts are handled.
/// </summary>
internal static class AlertTodos
{
    internal const string Code = "alert";

    // Nothing of what was reported: titles go to the log and to whoever a matter is escalated to.
    private const string Title = "有新的上报，打电话问一问";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    public static readonly TodoKind Kind = new(
        Code, "上报后问诊", "stethoscope",
        [
            new(nameof(AlertOutcome.Asked), "已电话问诊", true), new(nameof(AlertOutcome.SentToDoctor), "建议就医", true),
            new(nameof(AlertOutcome.NormalAgain), "复测正常", true), new("none", "没人接", false, TimeSpan.FromMinutes(30)),
        ],
        TriedAsync, todo => HealthAlerts.Path(todo.CommunityId))
    {
        Private = true,
        Also = (me, community) => me.IsDoctor(community),
        Dials = (me, todo) => me.IsDoctor(todo.CommunityId, todo.BuildingId),
    };

    /// <summary>Within the write of the report: one call for each person, whatever she reported before.</summary>
    public static async Task AskAsync(Db db, ReportDuty duty, IReadOnlyList<HealthAlert> alerts, DateTimeOffset now, CancellationToken cancel)
    {
        if (alerts.Count == 0)
        {
            return;
        }

        var (community, household) = (duty.CommunityId, alerts[0].HouseholdId);
        var door = await (
            from h in db.Households
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where h.CommunityId == community && h.Id == household
            select new { Dwelling = d, Building = b }).SingleAsync(cancel);
        foreach (var alert in alerts)
        {
            await db.AskAgainAsync(Make(alert, door.Dwelling, door.Building, now + Within), cancel);
        }
    }

    /// <summary>Her alerts were handled: nobody need call any more.</summary>
    public static Task<int> DropAsync(Db db, long community, Guid person, DateTimeOffset now, CancellationToken cancel) =>
        db.DropTodosAsync(community, Code, [SourceOf(person)], now, cancel);

    private static Guid SourceOf(Guid person) => Ids.Of(person, "alert");

    private static Todo Make(HealthAlert alert, Dwelling dwelling, Building building, DateTimeOffset due) => new()
    {
        CommunityId = alert.CommunityId, Id = Ids.New(), BuildingId = building.Id, Unit = dwelling.Unit, DwellingId = dwelling.Id, Dwelling = dwelling.Label,
        SortKey = Todo.Place(building, dwelling), HouseholdId = alert.HouseholdId, PersonId = alert.PersonId, Kind = Code, SourceId = SourceOf(alert.PersonId),
        Title = Title, DueAt = due,
    };

    // As on the doctor's list: what came after the call was not asked about, and waits on.
    private static async Task TriedAsync(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        if (attempt.TooLate || todo.PersonId is not { } person || !Enum.TryParse<AlertOutcome>(attempt.Outcome, out var outcome))
        {
            return;
        }

        var (community, at, by) = (todo.CommunityId, attempt.At, attempt.By);
        await db.HealthAlerts.Where(a => a.CommunityId == community && a.PersonId == person && a.HandledAt == null && a.At <= at).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Outcome, outcome).SetProperty(a => a.HandledAt, at).SetProperty(a => a.HandledBy, by), cancel);
        if (await db.HealthAlerts.AnyAsync(a => a.CommunityId == community && a.PersonId == person && a.HandledAt == null, cancel))
        {
            todo.ClosedAt = null;
        }
    }
}
