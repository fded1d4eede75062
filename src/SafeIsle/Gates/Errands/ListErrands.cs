using Microsoft.EntityFrameworkCore;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>The community's errand slips: open, overdue, closed; by dwelling, name, place, category.</summary>
internal static class ListErrands
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/errands", ShowAsync).May(HouseholdsModule.MayCall);

    internal static string Path(long community) => $"/desk/{community}/errands";

    private static async Task<IResult> ShowAsync(
        long community, string? show, string? category, string? q, string? page, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var (all, now) = (db.Errands.Within(me).Where(e => e.CommunityId == community), clock.Now());
        var overdue = Overdue(all, now);
        var rows = show switch
        {
            "overdue" => overdue,
            "closed" => (await ShownAsync(db, all, community, now, cancel)).Where(e => e.State == ErrandState.Back || e.State == ErrandState.TakenBack),
            _ => all.Where(e => e.State == ErrandState.Issued || e.State == ErrandState.Out),
        };
        if (Enum.TryParse<ErrandCategory>(category, out var one))
        {
            rows = rows.Where(e => e.Category == one);
        }

        if (ChineseText.Clean(q) is { Length: > 0 } words)
        {
            rows = rows.Where(e => e.Dwelling.Contains(words) || e.Name.Contains(words) || e.Where.Contains(words) || e.Companion.Contains(words));
        }

        var sorted = show == "closed" ? rows.OrderByDescending(e => e.BackAt ?? e.TakenBackAt) : rows.OrderBy(e => e.BackBy);
        return Page.Of<ListErrandsPage>(new
        {
            Community = community,
            Rows = await sorted.ThenBy(e => e.Id).Page(Paging.Number(page)).ToListAsync(cancel),
            Total = await rows.CountAsync(cancel),
            Late = await overdue.CountAsync(cancel),
            Number = Paging.Number(page),
            Show = show ?? "",
            Category = category ?? "",
            Asked = q ?? "",
            Now = now,
        });
    }

    /// <summary>
    /// All but what tells of an illness long after: closed slips to the doctor and for medicine of somebody whom a measure bound then go out of
    /// the lists together with the measure, and stand in its file.
    /// </summary>
    internal static async Task<IQueryable<Errand>> ShownAsync(Db db, IQueryable<Errand> all, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var past = await PastMeasures.OfAsync(db, community, now, cancel);
        return all.Where(e => e.State == ErrandState.Issued || e.State == ErrandState.Out || (e.Category != ErrandCategory.Doctor && e.Category != ErrandCategory.Medicine)
            || !past.Any(m => m.CommunityId == e.CommunityId && (m.PersonId == e.PersonId || (m.CoResidents && m.HouseholdId == e.HouseholdId))
                && m.StartsAt <= e.IssuedAt && m.EndedAt >= e.IssuedAt));
    }

    /// <summary>The same as households that are outside too long, those with the earliest time to be back.</summary>
    internal static Task<List<OutTooLong>> OverdueAsync(Db db, Me me, long community, int most, DateTimeOffset now, CancellationToken cancel) =>
        Overdue(db.Errands.Within(me).Where(e => e.CommunityId == community), now).OrderBy(e => e.BackBy).Take(most)
            .Select(e => new OutTooLong(e.HouseholdId, e.Dwelling, e.LeftAt ?? e.IssuedAt, e.BackBy)).ToListAsync(cancel);

    /// <summary>Outside, and not back in time.</summary>
    internal static IQueryable<Errand> Overdue(IQueryable<Errand> all, DateTimeOffset now) => all.Where(e => e.State == ErrandState.Out && e.BackBy < now);
}
