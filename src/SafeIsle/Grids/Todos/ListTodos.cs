using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Escalations;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Todos;

/// <summary>My list (我的待办): what I have to do from all modules, late first, then what is due soon, then as one walks; call, one tap, next.</summary>
internal static class ListTodos
{
    internal const string Late = "late", Done = "done", Nobody = "nobody";

    /// <summary>Characters of a door that is looked for.</summary>
    internal const int MostFind = 30;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/field/{community:long}/todos", ShowAsync).May(TodoRules.May);
        app.MapGet("/desk/{community:long}/todos", (long community) => TypedResults.LocalRedirect(Path(community))).May(TodoRules.May);
    }

    internal static string Path(long community) => $"/field/{community}/todos";

    private static Task<IResult> ShowAsync(long community, HttpContext http, CancellationToken cancel) => PageAsync(community, http, default, FormInput.Empty, cancel);

    /// <summary>The list once more, with what is wrong at one door and what was typed there.</summary>
    internal static Task<IResult> AgainAsync(Guid wrong, FormInput form, HttpContext http, long community, CancellationToken cancel) =>
        PageAsync(community, http, wrong, form, cancel);

    private static async Task<IResult> PageAsync(long community, HttpContext http, Guid wrong, FormInput form, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var (db, me, now) = (services.GetRequiredService<Db>(), http.Features.Get<Me>()!, services.GetRequiredService<TimeProvider>().Now());
        var (kind, show) = (http.Request.Query["kind"].ToString(), http.Request.Query["show"].ToString());
        var find = ChineseText.Cut(ChineseText.Clean(http.Request.Query["q"].ToString()), MostFind);
        var number = Paging.Number(http.Request.Query["page"]);
        var kinds = services.GetRequiredService<TodoKinds>();
        // Counted, searched and put in order here: a database would go through them once for each of these. As many as are open, which is bounded
        // by the campaigns that run.
        var mine = await (await MyTodos.OpenAsync(db, me, kinds, community, now.DateHere(), cancel)).ToListAsync(cancel);
        var nobodys = me.Keeps(community) ? MyTodos.Nobodys(db, me, kinds, community, now.DateHere()) : null;
        var done = DoneToday(db, me, community, now);
        var head = new TodoHead(
            community, me.AccountId, now, kind, show, find, mine.Count, mine.Count(t => t.DueAt < now), await done.CountAsync(cancel),
            nobodys is null ? 0 : await nobodys.CountAsync(cancel), [.. mine.CountBy(t => t.Kind).Select(k => (k.Key, k.Value))]);
        if (show == Done)
        {
            var tries = await done.Page(number, TodoRules.PageSize).ToListAsync(cancel);
            return Page.Of<DoneTodosPage>(new { Head = head, Kinds = kinds, Tries = tries, Number = number });
        }

        var rows = (show == Nobody && nobodys is not null ? await nobodys.ToListAsync(cancel) : mine)
            .Where(t => (kind.Length == 0 || t.Kind == kind) && (show != Late || t.DueAt < now) && (find.Length == 0 || TodoDoor.IsMeant(t.Dwelling, find))).ToList();
        var page = InOrder(rows, now).Skip((number - 1) * TodoRules.PageSize).Take(TodoRules.PageSize).ToList();
        var shown = await TodoRow.OfAsync(db, me, kinds, services.GetRequiredService<Sealer>(), page, now, cancel);
        if (shown.Any(r => r.Phones.Count > 0))
        {
            await db.RecordLookAsync(me.Actor, community, "todo.look", null, $"打开我的待办（含电话），{shown.Count(r => r.Phones.Count > 0)} 户", cancel);
        }

        return Page.Of<TodosPage>(
            new
            {
                Head = head,
                Kinds = kinds,
                Doors = TodoDoor.Of(shown),
                Buildings = await BuildingsAsync(db, community, rows, cancel),
                Number = number,
                Total = rows.Count,
                Wrong = wrong,
                Form = form,
                Raises = me.Is(community, EscalationRules.Raise),
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // A door stands where the most urgent of it stands, with all that is to be done there.
    private static IEnumerable<Todo> InOrder(List<Todo> rows, DateTimeOffset now)
    {
        var ranks = rows.GroupBy(DoorOf).ToDictionary(d => d.Key, d => d.Min(t => TodoRules.Rank(t.DueAt, now)));
        return rows.OrderBy(t => ranks[DoorOf(t)]).ThenBy(t => t.SortKey, StringComparer.Ordinal).ThenBy(t => t.DueAt).ThenBy(t => t.Id);

        static Guid DoorOf(Todo todo) => TodoDoor.IdOf(todo.DwellingId, todo.Id);
    }

    private static async Task<IReadOnlyList<(string Building, int Count)>> BuildingsAsync(Db db, long community, List<Todo> rows, CancellationToken cancel)
    {
        var counts = rows.CountBy(t => t.BuildingId).ToDictionary();
        if (counts.Count < 2)
        {
            return [];
        }

        return (await db.Buildings.Where(b => b.CommunityId == community && counts.Keys.Contains(b.Id)).OrderBy(b => b.SortKey).ThenBy(b => b.Id)
            .Select(b => new { b.Id, b.Label }).ToListAsync(cancel)).ConvertAll(b => (b.Label, counts[b.Id]));
    }

    // What I did today, with effect or too late.
    private static IQueryable<DoneTodo> DoneToday(Db db, Me me, long community, DateTimeOffset now)
    {
        var morning = Clock.Midnight(now.DateHere());
        return from attempt in db.TodoTries
               join todo in db.Todos.Within(me.AndOutdoors()) on new { attempt.CommunityId, Id = attempt.TodoId } equals new { todo.CommunityId, todo.Id }
               where attempt.CommunityId == community && attempt.ById == me.AccountId && attempt.At >= morning
               orderby attempt.At descending, attempt.Id
               select new DoneTodo(todo, attempt);
    }
}

/// <summary>What stands above the list, whatever part of it is shown.</summary>
/// <param name="Account">Whose list it is.</param>
/// <param name="Kind">The filter; empty for all.</param>
/// <param name="Show">The filter: <see cref="ListTodos.Late"/> and its neighbours; empty for what is open.</param>
/// <param name="Find">The door that is looked for; empty for all.</param>
/// <param name="Done">Tries of today.</param>
/// <param name="Nobodys">Behind doors for which nobody answers; 0 for whom that does not concern.</param>
/// <param name="Kinds">Code and how many are open.</param>
public sealed record TodoHead(
    long Community, Guid Account, DateTimeOffset Now, string Kind, string Show, string Find, int Open, int Late, int Done, int Nobodys, IReadOnlyList<(string Kind, int Count)> Kinds);

/// <summary>A try with what it was about.</summary>
public sealed record DoneTodo(Todo Todo, TodoTry Try);

/// <summary>What a row shows of a try.</summary>
/// <param name="Outcome">See <see cref="TodoKind.Known"/>.</param>
public sealed record TriedTodo(Guid TodoId, DateTimeOffset At, string By, string Outcome, bool TooLate);

/// <summary>A thing to do as its reader may see it.</summary>
/// <param name="Who">The person, or the first of the household; masked for whoever does not call there; empty for an empty dwelling.</param>
/// <param name="Phones">Empty for whoever does not call there.</param>
/// <param name="Raised">The last case that it was sent up as.</param>
/// <param name="Tries">How often somebody tried, also before it was handed over.</param>
/// <param name="Last">What was tried last; null before the first.</param>
public sealed record TodoRow(Todo Todo, TodoKind Kind, string Who, IReadOnlyList<CallNumber> Phones, Escalation? Raised, int Tries, TriedTodo? Last)
{
    /// <summary>One query for the people of all rows.</summary>
    internal static async Task<IReadOnlyList<TodoRow>> OfAsync(
        Db db, Me me, TodoKinds kinds, Sealer sealer, IReadOnlyList<Todo> todos, DateTimeOffset now, CancellationToken cancel)
    {
        if (todos.Count == 0)
        {
            return [];
        }

        var community = todos[0].CommunityId;
        var households = todos.Select(t => t.HouseholdId).OfType<Guid>().Distinct().ToList();
        var people = (await db.People.Where(p => p.CommunityId == community && households.Contains(p.HouseholdId) && p.ClosedAt == null)
            .Select(p => new { p.Id, p.HouseholdId, p.Name, p.PhonesSealed, p.Presence, p.Position }).ToListAsync(cancel))
            .ToLookup(p => p.HouseholdId);
        var ids = todos.Select(t => t.Id).ToList();
        var raised = (await db.Escalations.Where(e => e.CommunityId == community && e.TodoId != null && ids.Contains(e.TodoId.Value)).OrderBy(e => e.At).ToListAsync(cancel))
            .ToLookup(e => e.TodoId);
        var tries = (await db.TodoTries.Where(t => t.CommunityId == community && ids.Contains(t.TodoId)).Select(t => new TriedTodo(t.TodoId, t.At, t.By, t.Outcome, t.TooLate)).ToListAsync(cancel))
            .ToLookup(t => t.TodoId);
        return [.. todos.Select(todo =>
        {
            var kind = kinds.Of(todo.Kind);
            var full = me.Calls(community, todo.BuildingId) || ((todo.OwnerId == me.AccountId || kind.IsAlso(me, community)) && kind.Dials?.Invoke(me, todo) == true);
            // The person herself first, then who is at home.
            var home = todo.HouseholdId is { } household
                ? people[household].OrderBy(p => p.Id == todo.PersonId ? 0 : 1).ThenBy(p => p.Presence == Presence.Home ? 0 : 1).ThenBy(p => p.Position).ToList()
                : [];
            var name = home.FirstOrDefault(p => todo.PersonId is null || p.Id == todo.PersonId)?.Name ?? "";
            return new TodoRow(
                todo, kind, full ? name : RegisterWords.MaskedName(name),
                full ? [.. CallNumber.Of(home.Select(p => (p.Name, sealer.PhonesOf(p.Id, p.PhonesSealed)))).Take(TodoRules.MostNumbers)] : [],
                raised[todo.Id].LastOrDefault(), tries[todo.Id].Count(), tries[todo.Id].MaxBy(t => t.At));
        })];
    }

    public bool IsLate(DateTimeOffset now) => Todo.DueAt < now;
}
