using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Escalations;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Tips;

namespace SafeIsle.Closures;

/// <summary>Street, district, city: every community with closed buildings in one line, read only, updating by itself.</summary>
internal static class Oversee
{
    internal const string Path = "/oversee";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).May(Role.Overseer);
        app.MapGet(Path + "/board", PartAsync).May(Role.Overseer);
        app.MapGet(Path + "/events", Listen).May(Role.Overseer);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Db db, Me me, IEnumerable<BoardFigures> figures, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<OverseePage>(new { Board = await LoadAsync(http, db, me, figures, clock.Now(), cancel) });

    private static async Task<IResult> PartAsync(HttpContext http, Db db, Me me, IEnumerable<BoardFigures> figures, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<OverseePart>(new { Board = await LoadAsync(http, db, me, figures, clock.Now(), cancel) });

    private static IResult Listen(Me me, LiveChanges live, CancellationToken cancel) =>
        live.Of(me, topic => Topics.CommunityOf(topic) is { } community && me.Reaches(community), cancel);

    private static async Task<OverseeBoard> LoadAsync(
        HttpContext http, Db db, Me me, IEnumerable<BoardFigures> figures, DateTimeOffset now, CancellationToken cancel)
    {
        var board = await CommunityBoard.LoadAsync(db, me, db.ClosureOrders.Within(me).Where(o => o.LiftedAt == null), figures, now, cancel);
        var closed = board.Lines.Select(l => l.Community).Distinct().ToList();
        var communities = await db.Communities.Within(me).Where(c => closed.Contains(c.CommunityId)).ToDictionaryAsync(c => c.CommunityId, cancel);
        var lines = board.Lines.GroupBy(l => l.Community).Select(g => new OverseeLine(
            communities[g.Key], g.Count(), g.Sum(l => l.Households), g.Sum(l => l.Row.Open), g.Sum(l => l.Row.Late),
            board.Columns.Select(c => OrderFigures.Sum([.. g.Select(l => l.Figures.GetValueOrDefault(c.Key)).OfType<BoardFigure>()]))
                .OfType<BoardFigure>().ToDictionary(f => f.Key, StringComparer.Ordinal)));
        return new(
            [.. lines.OrderByDescending(l => l.Late).ThenBy(l => l.Community.CommunityId)], board.Columns,
            await db.Communities.Within(me).CountAsync(cancel), now)
        {
            Cut = board.Cut,
            Cases = await CasesAsync(db, me, cancel),
            Tips = await TipsAsync(db, http.Features.Get<SignedIn>()!.Me, cancel),
        };
    }

    // What went up to the street and waits for its word, by community, the most first; also where no building is closed.
    private static async Task<IReadOnlyList<(string Community, int Count)>> CasesAsync(Db db, Me me, CancellationToken cancel)
    {
        var waiting = await db.Escalations.Within(me.Only([Role.Overseer])).Where(e => e.State == EscalationState.Street)
            .GroupBy(e => e.CommunityId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var ids = waiting.ConvertAll(w => w.Key);
        var names = await db.Communities.Where(c => ids.Contains(c.CommunityId)).ToDictionaryAsync(c => c.CommunityId, c => c.Name, cancel);
        return [.. waiting.OrderByDescending(w => w.Count).ThenBy(w => w.Key).Select(w => (names[w.Key], w.Count))];
    }

    // What people say about a committee or its staff, which nobody there reads.
    private static async Task<IReadOnlyList<(Community Community, int Count)>> TipsAsync(Db db, Me me, CancellationToken cancel)
    {
        var counts = (await TipReach.NewOfStaffAsync(db, me, cancel)).ToDictionary();
        var communities = await db.Communities.Where(c => counts.Keys.Contains(c.CommunityId)).ToListAsync(cancel);
        return [.. communities.OrderBy(c => c.CommunityId).Select(c => (c, counts[c.CommunityId]))];
    }
}

/// <summary>A community with closed buildings, all of them counted together.</summary>
/// <param name="Open">Tasks still to be done.</param>
/// <param name="Late">Those of them whose time is over.</param>
public sealed record OverseeLine(
    Community Community, int Buildings, int Households, int Open, int Late, IReadOnlyDictionary<string, BoardFigure> Figures);

/// <summary>The communities of an overseer; those with late tasks first.</summary>
/// <param name="Communities">All that she oversees, also those without a closed building.</param>
public sealed record OverseeBoard(IReadOnlyList<OverseeLine> Lines, IReadOnlyList<BoardColumn> Columns, int Communities, DateTimeOffset Now)
{
    /// <summary>See <see cref="CommunityBoard.Cut"/>: the last communities are missing.</summary>
    public bool Cut { get; init; }

    /// <summary>Escalated cases that wait for an answer of the street, by community.</summary>
    public IReadOnlyList<(string Community, int Count)> Cases { get; init; } = [];

    /// <summary>New tips about the committee or its staff, by community.</summary>
    public IReadOnlyList<(Community Community, int Count)> Tips { get; init; } = [];
}
