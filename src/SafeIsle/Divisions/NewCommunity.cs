using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Divisions;

/// <summary>A place in the picker: to walk into, or, for a community, to choose.</summary>
/// <param name="Above">Joined names of what stands above it; empty while walking down.</param>
/// <param name="Taken">A community that already uses the product.</param>
public sealed record DivisionRow(long Code, string Name, DivisionLevel Level, string Above, bool Taken);

/// <summary>Picks a new community's place: walks down the division table, or searches it by name, below what the administrator holds.</summary>
internal static class NewCommunity
{
    internal const string Path = "/desk/communities/new";

    /// <summary>More hits than a person reads.</summary>
    internal const int MostHits = 100;

    // A street has at most some hundred communities, a city some hundred streets.
    private const int MostChildren = 1_000;
    private const int ShortestName = 2;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, PickAsync).May(Role.Administrator);

    /// <summary>The outermost places that the person administers; empty for everybody else.</summary>
    internal static IReadOnlyList<long> RootsOf(Me me)
    {
        var places = me.Grants.Where(g => g.Role == Role.Administrator).Select(g => g.Place).Distinct().ToList();
        return places.Where(p => !places.Exists(other => other != p && PlaceCode.Covers(other, p))).Order().ToList();
    }

    private static async Task<IResult> PickAsync(
        string? q, [FromQuery(Name = "in")] string? inside, Db db, Me me, CancellationToken cancel)
    {
        var roots = RootsOf(me);
        if (!long.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && roots.Count == 1)
        {
            place = roots[0];
        }

        if (place != PlaceCode.Country && !me.Is(place, Role.Administrator))
        {
            return TypedResults.NotFound();
        }

        var name = ChineseText.Clean(q).Replace(" ", "", StringComparison.Ordinal);
        var searched = name.Length >= ShortestName;
        var rows = await (searched ? Named(Below(db, place, roots), name) : Children(db, place, roots)).ToListAsync(cancel);
        var paths = searched ? await db.PathsAboveAsync(rows.Select(r => r.Code).ToList(), cancel) : [];
        var codes = rows.Select(r => r.Code).ToList();
        var taken = await db.Communities.Within(me).Where(c => codes.Contains(c.CommunityId)).Select(c => c.CommunityId).ToListAsync(cancel);
        return Page.Of<NewCommunityPage>(new
        {
            Place = place,
            Crumbs = await CrumbsAsync(db, place, me, cancel),
            Query = ChineseText.Clean(q),
            Searched = searched,
            Rows = rows.Select(r => new DivisionRow(
                r.Code, r.Name, r.Level, paths.GetValueOrDefault(r.Code, ""), taken.Contains(r.Code))).ToList(),
            Loaded = rows.Count > 0 || await db.Divisions.AnyAsync(cancel),
        });
    }

    private static IQueryable<Division> Children(Db db, long place, IReadOnlyList<long> roots) =>
        (place == PlaceCode.Country && !roots.Contains(PlaceCode.Country)
            ? db.Divisions.Where(d => roots.Contains(d.Code))
            : db.Divisions.Where(d => d.Parent == place)).OrderBy(d => d.Code).Take(MostChildren);

    private static IQueryable<Division> Below(Db db, long place, IReadOnlyList<long> roots)
    {
        var all = place == PlaceCode.Country ? roots : [place];
        return all.Select(root =>
        {
            var end = root + PlaceCode.Span(root);
            return db.Divisions.Where(d => d.Code >= root && d.Code < end);
        }).Aggregate((some, others) => some.Concat(others));
    }

    private static IQueryable<Division> Named(IQueryable<Division> places, string name) =>
        (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? places.Where(d => d.Code == code)
            : places.Where(d => d.Name.Contains(name))).OrderBy(d => d.Code).Take(MostHits);

    // Places above the person's own are named but lead nowhere, so they are left out.
    private static async Task<List<Division>> CrumbsAsync(Db db, long place, Me me, CancellationToken cancel)
    {
        var codes = DivisionPath.Above(place).Append(place).Where(code => code != 0 && me.Is(code, Role.Administrator)).ToList();
        return await db.Divisions.Where(d => codes.Contains(d.Code)).OrderBy(d => d.Code).ToListAsync(cancel);
    }
}
