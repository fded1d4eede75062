using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Search;

/// <summary>Finds people by name (any ending of it), pinyin initials, or the last four of phone or document; whole numbers, too.</summary>
public sealed class PersonSearch(Db db, RegisterReader reader, KeyRing keys)
{
    /// <summary>More than anybody reads through; the page asks for a longer word.</summary>
    public const int MostShown = 50;

    // What one letter matches is cut here; among so many, the exact ones are still ranked first.
    private const int MostRanked = 300;
    private const int TailLength = 4;
    private const int ShortestNumber = 7;

    public async Task<IReadOnlyList<PersonHit>> FindAsync(Me me, long community, string text, CancellationToken cancel)
    {
        var number = ChineseText.Key(text).Replace("-", "", StringComparison.Ordinal);
        if (IsTail(number))
        {
            return await OpenAsync(community, await ByTailAsync(me, community, number, cancel), cancel);
        }

        if (number.Length >= ShortestNumber && number.All(char.IsAsciiLetterOrDigit) && number.Count(char.IsAsciiDigit) >= ShortestNumber)
        {
            var alike = await OpenAsync(community, await ByTailAsync(me, community, number[^TailLength..], cancel), cancel);
            return alike.Where(hit => hit.Card.DocumentNumber == number
                || hit.Card.Phones.Any(p => p.Replace("-", "", StringComparison.Ordinal) == number)).ToList();
        }

        return await OpenAsync(community, await ByNameAsync(me, community, text, cancel), cancel);
    }

    /// <summary>1234 or 123X</summary>
    internal static bool IsTail(string key) =>
        key.Length == TailLength && key.Take(TailLength - 1).All(char.IsAsciiDigit) && (char.IsAsciiDigit(key[^1]) || key[^1] == 'X');

    private async Task<List<Guid>> ByTailAsync(Me me, long community, string tail, CancellationToken cancel)
    {
        var term = SearchTerms.Tail(keys, community, tail);
        var found = await FoundAsync(me, community, db.SearchTerms.Where(t => t.CommunityId == community && t.Term == term), cancel);
        return found.Select(f => f.Id).Order().Take(MostShown).ToList();
    }

    private async Task<List<Guid>> ByNameAsync(Me me, long community, string text, CancellationToken cancel)
    {
        var (from, to) = SearchTerms.Range(text);
        // A tail's term is no word that people type.
        if (from.Length == 0 || from[0] == '#')
        {
            return [];
        }

        // The database compares byte by byte; the analyser thinks of .NET.
#pragma warning disable CA1309
        var terms = db.SearchTerms.Where(t => t.CommunityId == community && string.Compare(t.Term, from) >= 0 && string.Compare(t.Term, to) < 0);
#pragma warning restore CA1309
        var found = await FoundAsync(me, community, terms, cancel);
        return found.OrderBy(f => Rank(f.Name, f.Term, from)).ThenBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Id)
            .Select(f => f.Id).Distinct().Take(MostShown).ToList();
    }

    // Exact first: the whole name, then its usual initials, then names that begin so, then those that end so, rare readings last.
    private static int Rank(string name, string term, string typed)
    {
        var whole = name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return whole == typed ? 0
            : whole.StartsWith(typed, StringComparison.Ordinal) ? 2
            : !char.IsAsciiLetter(typed[0]) ? term == typed ? 3 : 5
            : PinyinInitials.Of(name) is var usual && usual == typed ? 1
            : usual.StartsWith(typed, StringComparison.Ordinal) ? 2
            : usual.EndsWith(typed, StringComparison.Ordinal) ? 3
            : usual.Contains(typed, StringComparison.Ordinal) ? 4 : 5;
    }

    // The terms first, by a range of their key and nothing else, then the people by theirs: joined in one statement, a database that
    // knows nothing of the numbers may walk through all people instead.
    private async Task<List<Found>> FoundAsync(Me me, long community, IQueryable<SearchTerm> terms, CancellationToken cancel)
    {
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null);
        if (!me.Grants.Any(g => g.BuildingId is null && PlaceCode.Covers(g.Place, community)))
        {
            // A worker of few buildings: their people are fewer than those whom a short word finds in the community.
            var mine = await people.Select(p => p.Id).ToListAsync(cancel);
            terms = terms.Where(t => mine.Contains(t.PersonId));
        }

        var hits = await terms.OrderBy(t => t.Term).ThenBy(t => t.PersonId).Select(t => new { t.Term, t.PersonId }).Take(MostRanked).ToListAsync(cancel);
        var ids = hits.Select(h => h.PersonId).Distinct().ToList();
        var names = ids.Count == 0 ? [] : await people.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        return hits.Where(h => names.ContainsKey(h.PersonId)).Select(h => new Found(h.Term, h.PersonId, names[h.PersonId])).ToList();
    }

    private async Task<IReadOnlyList<PersonHit>> OpenAsync(long community, List<Guid> ids, CancellationToken cancel)
    {
        var rows = ids.Count == 0 ? [] : await db.People.Where(p => p.CommunityId == community && ids.Contains(p.Id)).WithPlace(db).ToListAsync(cancel);
        var cards = await reader.OpenAsync(rows.ConvertAll(r => r.Person), cancel);
        return rows.Select((row, i) => new PersonHit(row, cards[i])).OrderBy(hit => ids.IndexOf(hit.Card.Row.Id)).ToList();
    }
}

internal sealed record Found(string Term, Guid Id, string Name);

/// <summary>A person that was found.</summary>
public sealed record PersonHit(PersonPlace Place, PersonCard Card);
