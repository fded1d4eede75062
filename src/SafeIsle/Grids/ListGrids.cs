using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>A grid with where it lies, how much it holds, and who answers for it.</summary>
public sealed record GridRow(Grid Grid, string Where, int Households, int People, GridDuty? Responsible, GridDuty? StandIn);

/// <summary>The grids in force, and those who answer for them.</summary>
internal static class ListGrids
{
    // Of former splits shown; older ones are in the audit log.
    private const int MostFormer = 20;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/grids", ShowAsync).May(WhoMay.Readers);

    internal static string Path(long community) => $"/desk/{community}/grids";

    private static async Task<IResult> ShowAsync(long community, Db db, Me me, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<ListGridsPage>(await PartsAsync(db, me, community, FormInput.Empty, clock, cancel));

    internal static async Task<object> PartsAsync(Db db, Me me, long community, FormInput form, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.Today();
        var splits = await db.GridSplits.Within(me).Where(s => s.CommunityId == community).OrderByDescending(s => s.MadeAt).Take(MostFormer).ToListAsync(cancel);
        var inForce = splits.Find(s => s.FirstDay <= today && (s.LastDay is null || s.LastDay >= today));
        var next = splits.Find(s => s.FirstDay > today && s.LastDay is null);
        var (rows, outside) = inForce is null ? ([], 0) : await RowsAsync(db, me, inForce, cancel);
        return new
        {
            Community = community,
            Splits = splits,
            InForce = inForce,
            Next = next,
            Rows = rows,
            NextRows = next is null ? [] : (await RowsAsync(db, me, next, cancel)).Rows,
            Outside = outside,
            Staff = me.Keeps(community) ? await Colleagues.AtAsync(db, community, GridRules.Workers, cancel) : [],
            Edits = me.Keeps(community),
            Reader = me.AccountId,
            Form = form,
        };
    }

    /// <summary>The grids of a split, and how many households are in none: of doors that came after it.</summary>
    internal static async Task<(IReadOnlyList<GridRow> Rows, int Outside)> RowsAsync(Db db, Me me, GridSplit split, CancellationToken cancel)
    {
        var (community, id) = (split.CommunityId, split.Id);
        var grids = await db.Grids.Within(me).Where(g => g.CommunityId == community && g.SplitId == id).OrderBy(g => g.Number).ToListAsync(cancel);
        var parts = await db.GridParts.Within(me).Where(p => p.CommunityId == community && p.SplitId == id).ToListAsync(cancel);
        var ids = grids.ConvertAll(g => g.Id);
        var duties = await db.GridDuties.Within(me).Where(d => d.CommunityId == community && ids.Contains(d.GridId) && d.EndedAt == null).ToListAsync(cancel);
        var ground = await GridGround.LoadAsync(db, me, community, cancel);
        var rows = grids.ConvertAll(grid =>
        {
            var inside = ground.Inside([.. parts.Where(p => p.GridId == grid.Id)]);
            return new GridRow(
                grid, ground.Words(inside), inside.Sum(i => ground.Pieces[i].Households), inside.Sum(i => ground.Pieces[i].People),
                duties.Find(d => d.GridId == grid.Id && d.Role == GridRole.Responsible), duties.Find(d => d.GridId == grid.Id && d.Role == GridRole.StandIn));
        });
        var held = ground.Inside(parts).ToHashSet();
        return (rows, ground.Pieces.Where((_, i) => !held.Contains(i)).Sum(p => p.Households));
    }
}
