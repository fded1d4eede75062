using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Members;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Lists;

/// <summary>
/// The other way round: people whom we know and none of the lists names. Of 149 tenants on three lists it is the one on none who matters.
/// </summary>
internal static class Nowhere
{
    /// <summary>Lists compared at once.</summary>
    public const int MostLists = 20;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{community:long}/lists/nowhere", ShowAsync).May(Role.Committee);

    internal static string Path(long community) => TakeList.Path(community) + "/nowhere";

    private static async Task<IResult> ShowAsync(
        long community, string? page, HttpContext http, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var filter = PeopleFilter.From(http.Request.Query);
        var number = Paging.Number(page);
        var lists = await db.SentLists.Within(me).Where(l => l.CommunityId == community && l.Stage == SentStage.Matched).OrderByDescending(l => l.At).Take(MostLists).ToListAsync(cancel);
        var chosen = Chosen(http.Request.Query).Where(id => lists.Exists(l => l.Id == id)).ToList();
        var known = filter.Of(db, me, community, clock.Now());
        var nowhere = Of(db, community, known, chosen);
        var rows = chosen.Count == 0 ? [] : await nowhere.WithPlace(db).InWalkingOrder().Page(number).ToListAsync(cancel);
        return Page.Of<NowherePage>(new
        {
            Community = community,
            Lists = lists,
            Chosen = chosen,
            Filter = filter,
            Buildings = await ListPeople.Buildings(db, me, community).ToListAsync(cancel),
            Tags = await TagNames.LoadAsync(db, me, community, cancel),
            Known = chosen.Count == 0 ? 0 : await known.CountAsync(cancel),
            Total = chosen.Count == 0 ? 0 : await nowhere.CountAsync(cancel),
            Perhaps = chosen.Count == 0 ? 0 : await Perhaps(db, community, known, chosen).CountAsync(cancel),
            Number = number,
            Rows = rows,
            Cards = await reader.OpenAsync(rows.ConvertAll(r => r.Person), cancel),
        });
    }

    /// <summary>The lists that an address names.</summary>
    public static IReadOnlyList<Guid> Chosen(IQueryCollection query) =>
        [.. query["sent"].Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().Take(MostLists)];

    /// <summary>Those of the people whom no row of the lists means or may mean. Whoever is registered at two doors is one.</summary>
    public static IQueryable<Person> Of(Db db, long community, IQueryable<Person> known, IReadOnlyList<Guid> lists)
    {
        var meant = db.SentCandidates.Where(c => c.CommunityId == community && lists.Contains(c.ListId)).Select(c => c.PersonId);
        var documents = db.People.Where(p => p.CommunityId == community && p.DocumentHash != null && meant.Contains(p.Id)).Select(p => p.DocumentHash);
        return known.Where(p => !meant.Contains(p.Id) && (p.DocumentHash == null || !documents.Contains(p.DocumentHash)));
    }

    // Whom some row may mean and none surely does.
    private static IQueryable<Person> Perhaps(Db db, long community, IQueryable<Person> known, IReadOnlyList<Guid> lists)
    {
        var candidates = db.SentCandidates.Where(c => c.CommunityId == community && lists.Contains(c.ListId));
        var (sure, open) = (candidates.Where(c => !c.Perhaps).Select(c => c.PersonId), candidates.Where(c => c.Perhaps).Select(c => c.PersonId));
        return known.Where(p => open.Contains(p.Id) && !sure.Contains(p.Id));
    }
}
