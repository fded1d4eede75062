using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids.Todos;

/// <summary>What can come of a try, one button each.</summary>
/// <param name="Code">Stable; stored.</param>
/// <param name="Name">On the button: 没人接.</param>
/// <param name="Settles">The thing is done by it. Otherwise it stays on the list.</param>
/// <param name="Again">After how long it is due again, when it is not settled; null: as it was.</param>
public sealed record TodoOutcome(string Code, string Name, bool Settles, TimeSpan? Again = null);

/// <summary>What a module does when somebody tried: within the open write, with the try already added.</summary>
public delegate Task TodoTried(Db db, WriteScope write, Todo todo, TodoTry attempt, CancellationToken cancel);

/// <summary>A kind of things to do. Each module that asks for some registers it: <c>services.AddSingleton(new TodoKind(…))</c>.</summary>
/// <param name="Code">Stable; stored.</param>
/// <param name="Name">排查</param>
/// <param name="Icon">As in <see cref="Platform.Ui.NavItem"/>.</param>
/// <param name="Outcomes">The usual one first.</param>
/// <param name="Tried">Null where nothing more follows.</param>
/// <param name="Page">Where it is done when one tap does not do: a whole path, <c>/desk/…</c>; null where it always does.</param>
public sealed record TodoKind(
    string Code, string Name, string Icon, IReadOnlyList<TodoOutcome> Outcomes, TodoTried? Tried = null, Func<Todo, string>? Page = null)
{
    /// <summary>Characters of a code.</summary>
    public const int MostCode = 20;

    /// <summary>Characters of a title.</summary>
    public const int MostTitle = 60;

    /// <summary>Characters of what was said.</summary>
    public const int MostNote = 200;

    /// <summary>Who, besides those who call people anyway, may see the whole name and the number of what was given to herself, or is <see cref="Also"/> hers; null: nobody.</summary>
    public Func<Me, Todo, bool>? Dials { get; init; }

    /// <summary>Who has these on her list besides whoever answers for the door, as long as nobody was named: the doctor; null: nobody.</summary>
    public Func<Me, long, bool>? Also { get; init; }

    /// <summary>
    /// Only <see cref="Also"/> has these, and not whoever answers for the door: what they are about is told to nobody else. Where there is nobody
    /// else, they are of whom they are given to, and given to nobody, the committee's to see.
    /// </summary>
    public bool OnlyAlso { get; init; }

    /// <summary>What is noted there tells of somebody's health, need or travels: in a case that goes up it is for the committee and for whoever noted it.</summary>
    public bool Private { get; init; }

    /// <summary>
    /// Asked for each day anew, so that what was done on another day settles nothing: the kind hears of it (with <see cref="TodoTry.TooLate"/>)
    /// when it comes after its day, and not at all when its time lies before the day it was asked for.
    /// </summary>
    public bool OfItsDay { get; init; }

    /// <summary>What can come of it on its own <see cref="Page"/> only, and has no button in the list.</summary>
    public IReadOnlyList<TodoOutcome> OnPage { get; init; } = [];

    /// <summary>Whether that person has these on her list wherever she works in that community.</summary>
    public bool IsAlso(Me me, long community) => Also?.Invoke(me, community) == true;

    /// <summary>The button of that code.</summary>
    public TodoOutcome? Outcome(string code) => Outcomes.FirstOrDefault(o => o.Code == code);

    /// <summary>Also <see cref="OnPage"/>.</summary>
    public TodoOutcome? Known(string code) => Outcome(code) ?? OnPage.FirstOrDefault(o => o.Code == code);
}

/// <summary>All kinds that modules registered, by code.</summary>
public sealed class TodoKinds(IEnumerable<TodoKind> kinds)
{
    private readonly Dictionary<string, TodoKind> byCode = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>Codes of those that this person has on her list wherever she works in that community.</summary>
    public IReadOnlyList<string> AlsoOf(Me me, long community) => [.. byCode.Values.Where(k => k.IsAlso(me, community)).Select(k => k.Code)];

    /// <summary>Codes of those that are not of whoever answers for the door, see <see cref="TodoKind.OnlyAlso"/>.</summary>
    public IReadOnlyList<string> Apart { get; } = [.. kinds.Where(k => k.OnlyAlso).Select(k => k.Code)];

    /// <summary>Codes of those of which little is told: <see cref="TodoKind.Private"/>.</summary>
    public IReadOnlyList<string> Private => [.. byCode.Values.Where(k => k.Private).Select(k => k.Code)];

    /// <summary>Codes of those among them that are nobody's unless they are given to somebody.</summary>
    public IReadOnlyList<string> ByName { get; } = [.. kinds.Where(k => k is { OnlyAlso: true, Also: null }).Select(k => k.Code)];

    /// <summary>One that nobody registers any more can still be done and put away.</summary>
    public TodoKind Of(string code) => byCode.GetValueOrDefault(code) ?? new(code, "其他", "list-check", [new("done", "办好了", Settles: true)]);
}
