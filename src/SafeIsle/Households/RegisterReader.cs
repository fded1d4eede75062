using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households;

/// <summary>Opens people's rows. Whoever shows the numbers unmasked records the look.</summary>
public sealed class RegisterReader(Db db, Sealer sealer)
{
    /// <summary>
    /// The people of that query with their sealed fields opened, in the query's order. Narrow it first: this reads every row.
    /// </summary>
    public async Task<IReadOnlyList<PersonCard>> OpenAsync(IQueryable<Person> people, CancellationToken cancel)
    {
        var rows = await people.ToListAsync(cancel);
        var tags = await (
            from tag in db.PersonTags
            join person in people on new { tag.CommunityId, Id = tag.PersonId } equals new { person.CommunityId, person.Id }
            select tag).ToListAsync(cancel);
        var byPerson = tags.ToLookup(t => t.PersonId);
        return rows.ConvertAll(row => Open(row, byPerson[row.Id]));
    }

    /// <summary>The same for rows that were read together with something else; at most a page or a building of them.</summary>
    public async Task<IReadOnlyList<PersonCard>> OpenAsync(IReadOnlyList<Person> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var community = rows[0].CommunityId;
        var ids = rows.Select(r => r.Id).ToList();
        var tags = await db.PersonTags.Where(t => t.CommunityId == community && ids.Contains(t.PersonId)).ToListAsync(cancel);
        var byPerson = tags.ToLookup(t => t.PersonId);
        return rows.Select(row => Open(row, byPerson[row.Id])).ToList();
    }

    /// <summary>Opens one row with its tags.</summary>
    public PersonCard Open(Person row, IEnumerable<PersonTag> tags) => new(row)
    {
        DocumentNumber = sealer.Open(SealedColumn.PersonDocument, row.Id, row.DocumentSealed),
        Phones = sealer.PhonesOf(row.Id, row.PhonesSealed),
        HealthNote = sealer.Open(SealedColumn.PersonHealthNote, row.Id, row.HealthNoteSealed) ?? "",
        Tags = tags.ToDictionary(
            t => t.Tag, t => sealer.Open(SealedColumn.TagDetail, t.Id, t.DetailSealed) ?? "", StringComparer.Ordinal),
    };
}
