using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Enclosures;

/// <summary>The enclosures of a community with their entrances, and how many dwellings of a divided compound are in none.</summary>
internal static class ListEnclosures
{
    // Ended ones are looked up one by one; a list of all would only grow.
    private const int MostEnded = 50;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/enclosures", ShowAsync).May(WhoMay.Readers);

    internal static string Path(long community) => $"/desk/{community}/enclosures";

    private static async Task<IResult> ShowAsync(long community, string? show, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var all = db.Enclosures.Within(me).Where(e => e.CommunityId == community);
        var ended = show == "ended";
        var rows = await EnclosureRow.OfAsync(
            db, me, community, ended ? all.Where(e => e.DissolvedAt != null).OrderByDescending(e => e.DissolvedAt).Take(MostEnded) : all.Where(e => e.DissolvedAt == null), cancel);
        return Page.Of<ListEnclosuresPage>(new
        {
            Community = community,
            Rows = rows,
            Ended = ended,
            Outside = ended ? [] : await OutsideAsync(db, me, community, cancel),
            Edits = me.Keeps(community),
            Now = clock.Now(),
        });
    }

    // A door forgotten when a quarter was divided has no entrance.
    private static async Task<IReadOnlyList<(string Compound, int Dwellings)>> OutsideAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var divided = db.Enclosures.Where(e => e.CommunityId == community && e.DissolvedAt == null).Select(e => e.CompoundId);
        var inside = EnclosureRow.Inside(db, me, community).Select(i => i.DwellingId);
        var counts = await (
            from d in db.Dwellings.Within(me)
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where d.CommunityId == community && d.ClosedAt == null && divided.Contains(c.Id) && !inside.Contains(d.Id)
            group d by c.Name into g
            select new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return [.. counts.Select(c => (c.Key, c.Count)).OrderBy(c => c.Key, StringComparer.Ordinal)];
    }
}
