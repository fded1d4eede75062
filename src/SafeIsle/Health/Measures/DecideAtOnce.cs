using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>
/// A test that is not negative waits for no round: within the write of the result the committee and the building's doctor have it to decide on,
/// and are told so. It is settled when one of them says so, when somebody is to be fetched, when the result was a slip, and with the measure.
/// </summary>
internal static class DecideAtOnce
{
    internal const string Code = "measure-decide";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    public static readonly TodoKind Kind = new(
        Code, "马上决定", "alert-triangle", [new("decided", "已报告并作了决定", true), new("waits", "已报告，等决定", false, TimeSpan.FromMinutes(30))],
        null, todo => $"{MeasureDesk.Path(todo.CommunityId)}/call?person={todo.PersonId}")
    {
        Also = (me, community) => me.Keeps(community) || me.IsDoctor(community),
        Dials = (me, todo) => me.IsDoctor(todo.CommunityId, todo.BuildingId),
        OnlyAlso = true, Private = true,
    };

    public static async Task AskAsync(Db db, WriteScope write, Outside outside, Me me, Measure measure, MeasureTest test, DateTimeOffset now, CancellationToken cancel)
    {
        await MeasureTodos.AskAnewAsync(db, measure, Code, test.Id, "健康措施里有一件事要马上决定", now + Within, test.PersonId, cancel);
        var told = (await HealthStaff.OfBuildingAsync(db, measure.CommunityId, measure.BuildingId, cancel)).Where(a => a != me.AccountId).ToList();
        await outside.AddForStaffAsync(db, write, measure.CommunityId, me.Actor, told, "“健康措施”里有一件事要马上决定，请看“我的待办”。", cancel);
    }

    /// <summary>Of all tests of a measure, or of that one.</summary>
    public static Task<int> DropAsync(Db db, Measure measure, Guid? test, DateTimeOffset now, CancellationToken cancel)
    {
        var tests = db.MeasureTests.Where(t => t.CommunityId == measure.CommunityId && t.MeasureId == measure.Id && (test == null || t.Id == test));
        return db.Todos.Where(t => t.CommunityId == measure.CommunityId && t.Kind == Code && t.ClosedAt == null && tests.Any(s => s.Id == t.SourceId))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
    }

    /// <summary>What those who had it to decide said, and results that were not negative and were taken back.</summary>
    public static async Task<IReadOnlyList<MeasureLine>> LinesAsync(Db db, Measure measure, CancellationToken cancel)
    {
        var tests = db.MeasureTests.Where(t => t.CommunityId == measure.CommunityId && t.MeasureId == measure.Id);
        var tries = await (
            from t in db.Todos
            join a in db.TodoTries on new { t.CommunityId, Id = t.Id } equals new { a.CommunityId, Id = a.TodoId }
            where t.CommunityId == measure.CommunityId && t.Kind == Code && tests.Any(s => s.Id == t.SourceId)
            orderby a.At descending
            select new { a.At, a.By, a.Outcome }).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        // The test says what stands now. That it was not negative before is known by what was asked for then.
        var before = await (
            from t in db.Todos
            join s in tests on t.SourceId equals s.Id
            where t.CommunityId == measure.CommunityId && t.Kind == Code && s.Negative == true
            orderby t.AskedAt descending
            select new { t.AskedAt, s.Day, Own = s.PersonId == measure.PersonId }).Take(MeasureLimits.MostLines).ToListAsync(cancel);
        return
        [
            .. tries.Select(a => new MeasureLine(a.At, a.By, $"检测不是阴性：{Kind.Outcome(a.Outcome)?.Name}", "wait")),
            .. before.Select(b => new MeasureLine(b.AskedAt, "", $"{(b.Own ? "" : "同住的人，")}第 {b.Day} 天检测：登记为不是阴性，后来改为阴性", "late")),
        ];
    }
}
