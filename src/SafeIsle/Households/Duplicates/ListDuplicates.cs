using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Duplicates;

/// <summary>
/// People who may stand in the register twice: the same document (certain), or the same name and birth date where a document is missing
/// (maybe). Nothing is merged by itself; who really lives in two dwellings is simply left.
/// </summary>
internal static class ListDuplicates
{
    public const int GroupsOnPage = 20;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/duplicates", ShowAsync).May(Role.Committee);

    private static async Task<IResult> ShowAsync(
        long community, string? kind, string? page, Db db, Me me, RegisterReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var maybe = kind == "maybe";
        var number = Paging.Number(page);
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null);
        var same = people.Where(p => p.DocumentHash != null).GroupBy(p => p.DocumentHash).Where(g => g.Count() > 1).Select(g => g.Key);
        // Two different documents are two different people, however alike their names.
        var alike = people.Where(p => p.BirthDate != null).GroupBy(p => new { p.Name, p.BirthDate })
            .Where(g => g.Count() > 1 && g.Count(p => p.DocumentHash == null) > 0).Select(g => g.Key);
        var (sameCount, maybeCount) = (await same.CountAsync(cancel), await alike.CountAsync(cancel));
        List<PersonPlace> rows;
        if (maybe)
        {
            var keys = await alike.OrderBy(k => k.Name).ThenBy(k => k.BirthDate).Page(number, GroupsOnPage).ToListAsync(cancel);
            var names = keys.ConvertAll(k => k.Name);
            rows = (await people.Where(p => names.Contains(p.Name)).WithPlace(db).InWalkingOrder().ToListAsync(cancel))
                .Where(r => keys.Contains(new { r.Person.Name, r.Person.BirthDate })).ToList();
        }
        else
        {
            var hashes = await same.OrderBy(h => h).Page(number, GroupsOnPage).ToListAsync(cancel);
            rows = await people.Where(p => hashes.Contains(p.DocumentHash)).WithPlace(db).InWalkingOrder().ToListAsync(cancel);
        }

        var cards = await reader.OpenAsync(rows.ConvertAll(r => r.Person), cancel);
        var groups = rows.Select((row, i) => new DuplicateRow(row, cards[i]))
            .GroupBy(r => maybe ? $"{r.Card.Row.Name}|{r.Card.Row.BirthDate}" : $"{r.Card.Row.DocumentHash}").Select(g => g.ToList()).ToList();
        return Page.Of<DuplicatesPage>(new
        {
            Community = community,
            Maybe = maybe,
            SameCount = sameCount,
            MaybeCount = maybeCount,
            Number = number,
            Groups = groups,
            Tags = await TagNames.LoadAsync(db, me, community, cancel),
            Clock = clock,
        });
    }
}

/// <summary>One of the entries that may be the same person.</summary>
public sealed record DuplicateRow(PersonPlace Place, PersonCard Card);
