using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Health.Measures;

/// <summary>A door whose rubbish is fetched today.</summary>
/// <param name="DueAt">By when.</param>
/// <param name="By">When who was there and what came of it; empty before.</param>
public sealed record RubbishToday(Guid Building, string Door, DateTimeOffset DueAt, string By);

/// <summary>
/// Whoever may not go out does not carry out the rubbish: every day it is fetched at the door, by those who clean and whoever answers for the
/// door, in the round of <see cref="CorridorTodos"/>. Names nobody: what a neighbour reads over a shoulder is that rubbish is fetched.
/// </summary>
internal static class RubbishTodos
{
    internal const string Code = "rubbish";

    internal static readonly TodoKind Kind = new(
        Code, "上门收垃圾", "trash", [new("done", "收好了", Settles: true), new("none", "门口没有", Settles: true), new("later", "晚点再收", Settles: false, TimeSpan.FromHours(1))])
    {
        Private = true,
        Also = MeasureCorridors.Cleans,
        OfItsDay = true,
    };

    /// <summary>One round of a community.</summary>
    internal static async Task AskAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var doors = await (
            from m in db.Measures.WithHome(db)
            join d in db.Dwellings on new { m.CommunityId, Id = m.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where m.CommunityId == community && m.EndedAt == null && m.StartsAt <= now && m.Out == GoingOut.Never
            select new { Measure = m, Dwelling = d, Building = b }).ToListAsync(cancel);
        var hours = new Dictionary<Guid, TimeOnly>();
        foreach (var measure in doors.Select(d => d.Measure).DistinctBy(m => m.PlanId))
        {
            hours[measure.PlanId] = (await MeasureDesk.PlanAsync(db, measure, cancel)).Times.RubbishBy;
        }

        // Where two of a home are told different hours, by the first of them.
        var wanted = doors.OrderBy(d => hours[d.Measure.PlanId]).DistinctBy(d => d.Dwelling.Id).Select(d => new Todo
        {
            CommunityId = community, Id = Ids.New(), BuildingId = d.Building.Id, Unit = d.Dwelling.Unit, DwellingId = d.Dwelling.Id,
            Dwelling = ChineseText.Cut(d.Dwelling.Label, 60), SortKey = Todo.Place(d.Building, d.Dwelling), Kind = Code,
            SourceId = Ids.Of(d.Dwelling.Id, $"rubbish {now.DateHere():yyyyMMdd}"), Title = "上门收垃圾", DueAt = Clock.FromHere(now.DateHere().ToDateTime(hours[d.Measure.PlanId])),
        });
        await CorridorTodos.OfDayAsync(db, community, Code, wanted, "rubbish.ask", "今天上门收的垃圾", now, cancel);
    }

    /// <summary>Today's doors as one walks, with who was there when.</summary>
    internal static async Task<IReadOnlyList<RubbishToday>> TodayAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var midnight = Clock.Midnight(now.DateHere());
        var todos = await db.Todos.Where(t => t.CommunityId == community && t.Kind == Code && t.AskedAt >= midnight).OrderBy(t => t.SortKey).ThenBy(t => t.Id).ToListAsync(cancel);
        var ids = todos.ConvertAll(t => t.Id);
        var tries = (await db.TodoTries.Where(t => t.CommunityId == community && ids.Contains(t.TodoId) && !t.TooLate).OrderBy(t => t.At).ToListAsync(cancel)).ToLookup(t => t.TodoId);
        // What was dropped without anybody having been there is of no door any more.
        return [.. todos.Where(t => t.ClosedAt is null || tries.Contains(t.Id)).Select(t => new RubbishToday(
            t.BuildingId, t.Dwelling, t.DueAt, string.Join("、", tries[t.Id].Select(a => $"{a.At.Short()} {a.By} {Kind.Known(a.Outcome)?.Name}"))))];
    }
}
