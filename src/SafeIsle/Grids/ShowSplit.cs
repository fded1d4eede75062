using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>One division of the community, also one that is over: its grids, what each held, and who answered for it from when to when.</summary>
internal static class ShowSplit
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/grids/splits/{id:guid}", ShowAsync).May(WhoMay.Readers);

    internal static string Path(GridSplit split) => $"{ListGrids.Path(split.CommunityId)}/splits/{split.Id}";

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.GridSplits.Within(me).SingleOrDefaultAsync(s => s.CommunityId == community && s.Id == id, cancel) is not { } split)
        {
            return TypedResults.NotFound();
        }

        var grids = await db.Grids.Within(me).Where(g => g.CommunityId == community && g.SplitId == id).OrderBy(g => g.Number).ToListAsync(cancel);
        var parts = (await (
            from p in db.GridParts.Within(me)
            join b in db.Buildings on new { p.CommunityId, Id = p.BuildingId } equals new { b.CommunityId, b.Id }
            where p.CommunityId == community && p.SplitId == id
            orderby b.SortKey, b.Id, p.Unit
            select new { Row = p, b.Label }).ToListAsync(cancel)).ToLookup(p => p.Row.GridId);
        var ids = grids.ConvertAll(g => g.Id);
        var duties = (await db.GridDuties.Within(me).Where(d => d.CommunityId == community && ids.Contains(d.GridId)).ToListAsync(cancel)).ToLookup(d => d.GridId);
        var ground = await GridGround.LoadAsync(db, me, community, cancel);
        return Page.Of<ShowSplitPage>(new
        {
            Split = split,
            Today = clock.Today(),
            Grids = grids.ConvertAll(grid =>
            {
                var pieces = ground.Inside([.. parts[grid.Id].Select(p => p.Row)]);
                return new PastGrid(
                    grid, ground.Words(pieces), [.. parts[grid.Id].GroupBy(p => p.Row.BuildingId).Select(b => Words(b.First().Label, [.. b.Select(p => p.Row.Unit).OfType<int>()]))],
                    pieces.Sum(i => ground.Pieces[i].Households), pieces.Sum(i => ground.Pieces[i].People),
                    [.. duties[grid.Id].OrderBy(d => d.Role).ThenBy(d => d.Since).ThenBy(d => d.Id).Select(d => PastDuty.Of(d, split))]);
            }),
        });

        static string Words(string building, List<int> units) => units.Count == 0 ? building : $"{building}{string.Join('、', units)}单元";
    }
}

/// <summary>A grid of a division as it lay.</summary>
/// <param name="Where">From where to where.</param>
/// <param name="Holds">Each of its buildings, with the units where it is not all of it.</param>
/// <param name="Households">That live there now: how many lived there then nobody wrote down.</param>
public sealed record PastGrid(Grid Grid, string Where, IReadOnlyList<string> Holds, int Households, int People, IReadOnlyList<PastDuty> Duties);

/// <summary>Who answered from when to when, in days of Shanghai.</summary>
/// <param name="To">Null: still.</param>
/// <param name="Why">Why it ended; empty where the division ended.</param>
public sealed record PastDuty(GridDuty Row, DateOnly From, DateOnly? To, string Why)
{
    /// <summary>Named before the division began, and still its own when it ended: only its days count.</summary>
    internal static PastDuty Of(GridDuty row, GridSplit split)
    {
        var (since, ended) = (row.Since.DateHere(), row.EndedAt?.DateHere());
        return new(row, since > split.FirstDay ? since : split.FirstDay, ended is null || split.LastDay < ended ? split.LastDay : ended, row.EndedWhy);
    }

    /// <summary>Somebody else was named, or the grids were divided anew, before it began.</summary>
    public bool Began => To is null || To >= From;
}
