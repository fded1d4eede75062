using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>
/// What measures ask people to do at doors: calls, knocks, looks. Titles tell nothing of anybody's health and name nobody: they go to the
/// audit log and to whoever a matter is escalated to; the list shows the person beside them as its reader may see her.
/// </summary>
internal static class MeasureTodos
{
    public const string DailyCall = "daily-call";

    /// <summary>A report is missing. Of one that is not as it should be <see cref="AlertTodos"/> asks.</summary>
    public const string AskCall = "measure-ask";

    public const string Knock = "measure-knock";
    public const string Spot = "measure-spot";

    /// <summary>After it ended: the notice comes off the door.</summary>
    public const string DoorOff = "measure-door";

    /// <summary>A need that nobody took up yet.</summary>
    public const string Need = "measure-need";

    /// <summary>A home and its corridor wait to be disinfected.</summary>
    public const string Clean = "measure-clean";

    /// <summary>A test that is due.</summary>
    public const string Test = "measure-test";

    // What ends with the measure; the other kinds go on.
    private static readonly string[] Daily = [DailyCall, AskCall, Knock, Spot, Test];

    private static readonly string[] OfTheDoor = [AskCall, Knock];

    /// <summary>What a call settles.</summary>
    public static readonly string[] Calls = [DailyCall, AskCall];

    private static readonly TodoOutcome Done = new("done", "办好了", true);
    private static readonly TodoOutcome Later = new("later", "晚点再办", false, TimeSpan.FromHours(2));
    private static readonly TodoOutcome Sampled = new("done", "采样了", false, TimeSpan.FromDays(1));
    private static readonly TodoOutcome Fine = new("fine", "正常", true);
    private static readonly TodoOutcome Trouble = new("trouble", "有情况", true);
    private static readonly TodoOutcome NoAnswer = new("none", "没人接", false, TimeSpan.FromHours(1));
    private static readonly TodoOutcome NobodyOpened = new("none", "没人应门", false, TimeSpan.FromHours(1));
    private static readonly TodoOutcome NotThere = new("away", "不在家", true);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new TodoKind(DailyCall, "每天一个电话", "phone", [Fine, Trouble, NoAnswer], TriedAsync, CallPage) { Private = true, OfItsDay = true, Dials = Dials });
        services.AddSingleton(new TodoKind(AskCall, "打电话问一问", "phone", [Fine, Trouble, NoAnswer], TriedAsync, CallPage) { Private = true, Also = Doctor, Dials = Dials });
        services.AddSingleton(new TodoKind(Knock, "上门看看", "walk", [Fine, Trouble, NobodyOpened], TriedAsync, CallPage) { Private = true });
        services.AddSingleton(new TodoKind(Spot, "上门走访", "walk", [Fine with { Name = "在家" }, NotThere, NobodyOpened], TriedAsync) { Private = true, OfItsDay = true });
        services.AddSingleton(new TodoKind(DoorOff, "取下门上的告知书", "circle-check", [Done, Later]) { Private = true });
        services.AddSingleton(new TodoKind(Need, "办一件住户要的事", "heart-handshake", [Done, Later], null, CallPage) { Private = true });
        // Until its result stands there: one that is lost is missed by somebody.
        services.AddSingleton(new TodoKind(Test, "检测", "circle-check", [Sampled, NobodyOpened], null, CallPage) { Private = true, Also = Doctor, Dials = Dials });
        services.AddSingleton(new TodoKind(Clean, "消毒", "circle-check", [Done, Later], CleanedAsync) { Private = true });
        services.AddSingleton(DecideAtOnce.Kind);
        services.AddSingleton(ProposeClosing.Kind);
        services.AddSingleton(ArrangeReferral.Kind);
    }

    // What is missing or abnormal, and tests, are the doctor's as well as the grid's, whoever comes first.
    private static bool Doctor(Me me, long community) => me.IsDoctor(community);

    private static bool Dials(Me me, Todo todo) => me.IsDoctor(todo.CommunityId, todo.BuildingId);

    /// <summary>The person's file, where a call is noted.</summary>
    internal static string CallPage(Todo todo) => $"{MeasureDesk.Path(todo.CommunityId)}/call?person={todo.PersonId}";

    /// <summary>What a call noted in the file is on the list; null for what is no outcome of a call there.</summary>
    public static string? OutcomeOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Fine => Fine.Code,
        CallOutcome.Trouble => Trouble.Code,
        CallOutcome.NoAnswer => NoAnswer.Code,
        CallOutcome.NotThere => null,
    };

    /// <summary>What is asked for on the first day; later days come with each day's first round.</summary>
    public static async Task AskForTodayAsync(Db db, Measure measure, Dwelling dwelling, Building building, DateTimeOffset now, CancellationToken cancel)
    {
        if (Call(measure, dwelling, building, now) is { } call)
        {
            await db.AskAsync([call], cancel);
        }
    }

    /// <summary>The source of a measure's call of that day.</summary>
    public static Guid CallOf(Guid measure, DateOnly day) => Ids.Of(measure, $"call {day:yyyyMMdd}");

    /// <summary>The source of a measure's spot check of that day.</summary>
    public static Guid SpotOf(Guid measure, DateOnly day) => Ids.Of(measure, $"spot {day:yyyyMMdd}");

    /// <summary>The call of today; null where nobody calls today: before it begins, after the day's hour, or not at all.</summary>
    public static Todo? Call(Measure measure, Dwelling dwelling, Building building, DateTimeOffset now)
    {
        var day = now.DateHere();
        var first = measure.AsksFrom.DateHere();
        return measure.CallBy is { } by && first <= day && Clock.FromHere(day.ToDateTime(by)) is var due && (due > now || first < day)
            ? Make(measure, dwelling, building, DailyCall, CallOf(measure.Id, day), "每天一个电话", due)
            : null;
    }

    /// <param name="person">Whom it is about; null: the person under the measure.</param>
    public static Todo Make(
        Measure measure, Dwelling dwelling, Building building, string kind, Guid source, string title, DateTimeOffset due, Guid? person = null) => new()
    {
        CommunityId = measure.CommunityId,
        Id = Ids.New(),
        BuildingId = building.Id,
        Unit = dwelling.Unit,
        DwellingId = dwelling.Id,
        Dwelling = Platform.Text.ChineseText.Cut(dwelling.Label, 60),
        SortKey = Todo.Place(building, dwelling),
        HouseholdId = measure.HouseholdId,
        PersonId = person ?? measure.PersonId,
        Kind = kind,
        SourceId = source,
        Title = Platform.Text.ChineseText.Cut(title, TodoKind.MostTitle),
        DueAt = due,
    };

    /// <summary>One for a measure's home, where only the measure is at hand.</summary>
    public static async Task AskAsync(Db db, Measure measure, string kind, Guid source, string title, DateTimeOffset due, CancellationToken cancel)
    {
        var (dwelling, building) = await DoorAsync(db, measure, cancel);
        await db.AskAsync([Make(measure, dwelling, building, kind, source, title, due)], cancel);
    }

    /// <summary>The same, or again where it was settled before.</summary>
    public static async Task AskAnewAsync(Db db, Measure measure, string kind, Guid source, string title, DateTimeOffset due, Guid person, CancellationToken cancel)
    {
        var (dwelling, building) = await DoorAsync(db, measure, cancel);
        await db.AskAnewAsync(Make(measure, dwelling, building, kind, source, title, due, person), cancel);
    }

    private static async Task<(Dwelling, Building)> DoorAsync(Db db, Measure measure, CancellationToken cancel)
    {
        var at = await (
            from d in db.Dwellings
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where d.CommunityId == measure.CommunityId && d.Id == measure.DwellingId
            select new { Dwelling = d, Building = b }).SingleAsync(cancel);
        return (at.Dwelling, at.Building);
    }

    /// <summary>
    /// It ended: nothing of what it asks every day need be done any more, nor decided. What is asked of the whole door goes on for another measure
    /// there.
    /// </summary>
    public static async Task DropAsync(Db db, Measure measure, DateTimeOffset now, CancellationToken cancel)
    {
        var (community, id, door, person) = (measure.CommunityId, measure.Id, measure.DwellingId, measure.PersonId);
        var open = db.Todos.Where(t => t.CommunityId == community && t.ClosedAt == null);
        var others = db.Measures.Where(m => m.CommunityId == community && m.DwellingId == door && m.Id != id && m.EndedAt == null);
        var next = await others.WithHome(db).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel);
        if (next is not null)
        {
            // A knock about what she herself reported is about nobody else.
            var (goesOn, home, hers) = (next.PersonId, next.HouseholdId, await KnocksAsync(db, community, person, cancel));
            await open.Where(t => t.PersonId == person && t.DwellingId == door && OfTheDoor.Contains(t.Kind) && !hers.Contains(t.SourceId))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.PersonId, goesOn).SetProperty(t => t.HouseholdId, home), cancel);
        }

        var (household, alone) = (measure.HouseholdId, next is null);
        var tests = db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id);
        await open.Where(t => (t.PersonId == person && Daily.Contains(t.Kind)) || (t.Kind == Test && tests.Any(s => s.Id == t.SourceId))
                || (alone && t.HouseholdId == household && t.Kind == Knock))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
        await DecideAtOnce.DropAsync(db, measure, null, now, cancel);
        await ArrangeReferral.DropAsync(db, measure, null, now, cancel);
        await DeliverNotice.DropAsync(db, measure, now, cancel);
    }

    /// <summary>She was fetched: nobody calls her or looks for her at home. What the others of the home are asked for goes on.</summary>
    public static async Task PauseAsync(Db db, Measure measure, DateTimeOffset now, CancellationToken cancel)
    {
        var alone = !await db.Measures.Where(m => m.CommunityId == measure.CommunityId && m.Id == measure.Id).WithHome(db).AnyAsync(cancel);
        var hers = Daily.Where(k => alone || !OfTheDoor.Contains(k)).ToList();
        var (community, person) = (measure.CommunityId, measure.PersonId);
        var knocks = await KnocksAsync(db, community, person, cancel);
        await db.Todos.Where(t => t.CommunityId == community && t.PersonId == person && t.ClosedAt == null && (hers.Contains(t.Kind) || knocks.Contains(t.SourceId)))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, now), cancel);
        await AlertTodos.DropAsync(db, community, person, now, cancel);
    }

    /// <summary>The source of the knock at the door of whoever reported fever or a symptom, where calls came to nothing.</summary>
    public static Guid KnockOf(Guid alert) => Ids.Of(alert, "ask-knock");

    // Of her alerts that nobody handled.
    private static async Task<List<Guid>> KnocksAsync(Db db, long community, Guid person, CancellationToken cancel) =>
        (await db.HealthAlerts.Where(a => a.CommunityId == community && a.PersonId == person && a.HandledAt == null).Select(a => a.Id).ToListAsync(cancel)).ConvertAll(KnockOf);

    // One tap on the list is a call as much as the form is. One that comes a day later stands in the file on its day, and nothing follows from it.
    private static async Task TriedAsync(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel)
    {
        var day = attempt.At.DateHere();
        if (todo.PersonId is not { } person || await OfAsync(db, todo, person, cancel) is not { } measure || day < measure.StartsAt.DateHere())
        {
            return;
        }

        var outcome = attempt.Outcome switch { "fine" => CallOutcome.Fine, "trouble" => CallOutcome.Trouble, "away" => CallOutcome.NotThere, _ => CallOutcome.NoAnswer };
        var call = new MeasureCall
        {
            // An id of its own: the try's is the phone's, and a call noted in the file may have it already. A try sent twice comes here once.
            CommunityId = todo.CommunityId, Id = Ids.New(), BuildingId = measure.BuildingId, MeasureId = measure.Id, Kind = todo.Kind, Day = day,
            Outcome = outcome, Mood = Mood.NotAsked, At = attempt.At, By = attempt.By,
        };
        db.Add(call);
        if (!attempt.TooLate)
        {
            await RiseAsync(db, measure, call, cancel);
        }
    }

    // A knock may be about one who lives with the person under the measure: it stands in the file of the home.
    private static async Task<Measure?> OfAsync(Db db, Todo todo, Guid person, CancellationToken cancel)
    {
        var (community, household) = (todo.CommunityId, todo.HouseholdId);
        return await MeasureDesk.OpenOfAsync(db, community, person, cancel) ?? (todo.Kind != Knock ? null : await db.Measures
            .Where(m => m.CommunityId == community && m.HouseholdId == household && m.EndedAt == null).OrderBy(m => m.StartsAt).ThenBy(m => m.Id).FirstOrDefaultAsync(cancel));
    }

    /// <summary>What follows from a call or a look: somebody knocks after as many calls in a day as the plan says, whatever asked for them, or the committee looks at it.</summary>
    /// <param name="call">Added, and saved or not.</param>
    public static async Task RiseAsync(Db db, Measure measure, MeasureCall call, CancellationToken cancel)
    {
        if (call.Outcome == CallOutcome.NoAnswer && Calls.Contains(call.Kind))
        {
            var before = await db.MeasureCalls.CountAsync(
                c => c.CommunityId == call.CommunityId && c.MeasureId == call.MeasureId && c.Id != call.Id && c.Day == call.Day && c.Outcome == CallOutcome.NoAnswer
                    && Calls.Contains(c.Kind), cancel);
            if (before + 1 >= (await MeasureDesk.PlanAsync(db, measure, cancel)).Chase.Calls)
            {
                await AskAgainAsync(db, measure, Knock, Ids.Of(measure.Id, $"knock {call.Day:yyyyMMdd}"), "电话没人接，上门看看", call.At, cancel);
            }
        }
        else if (call.Outcome is CallOutcome.Trouble or CallOutcome.NotThere)
        {
            await AskAgainAsync(db, measure, Need, Ids.Of(measure.Id, $"need {call.Day:yyyyMMdd}"), "问清情况并办好", call.At, cancel);
        }
    }

    // Within the hour, and once more where it was done earlier that day: whoever gets worse in the evening was well at noon.
    private static async Task AskAgainAsync(Db db, Measure measure, string kind, Guid source, string title, DateTimeOffset at, CancellationToken cancel)
    {
        var (dwelling, building) = await DoorAsync(db, measure, cancel);
        await db.AskAgainAsync(Make(measure, dwelling, building, kind, source, title, at.AddHours(1).ByDay()), cancel, settledBefore: at);
    }

    private static Task CleanedAsync(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel) =>
        attempt.Outcome != Done.Code || attempt.TooLate ? Task.CompletedTask : db.Referrals
            .Where(r => r.CommunityId == todo.CommunityId && r.Id == todo.SourceId && r.CleanedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CleanedAt, attempt.At).SetProperty(r => r.CleanedBy, attempt.By), cancel);
}
