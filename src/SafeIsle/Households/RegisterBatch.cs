using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households;

/// <summary>
/// The one way into the register: desk forms, imports and self-reports all collect their changes here, which keeps the sealed columns,
/// the search terms and the history in step, and writes them in a few statements whether they are one or seventeen thousand.
/// </summary>
/// <param name="by">Who says so; the display name is kept with each change.</param>
public sealed partial class RegisterBatch(Sealer sealer, KeyRing keys, TimeProvider clock, long community, Actor by, RegisterSource source)
{
    private readonly List<Household> households = [];
    private readonly List<Person> people = [];
    private readonly List<PersonTag> tags = [];
    private readonly List<SearchTerm> terms = [];
    private readonly List<RegisterChange> history = [];
    private readonly List<Person> changed = [];
    private readonly HashSet<Guid> retagged = [];
    private readonly HashSet<Guid> refound = [];

    /// <summary>Rows that <see cref="SaveAsync"/> will write.</summary>
    public int Count => households.Count + people.Count + changed.Count + changedHouseholds.Count;

    public Household AddHousehold(Dwelling dwelling, Tenure tenure, string number = "")
    {
        var household = new Household
        {
            CommunityId = community,
            Id = Ids.New(),
            BuildingId = dwelling.BuildingId,
            DwellingId = dwelling.Id,
            Tenure = tenure,
            Number = number,
            Source = source,
            CreatedAt = clock.Now(),
        };
        households.Add(household);
        return household;
    }

    /// <param name="position">Order within the household, 0 for the head.</param>
    /// <param name="id">The id that a form carries, so that the same form makes one person only.</param>
    public Person AddPerson(Household household, PersonFacts facts, int position, Guid? id = null)
    {
        var person = new Person
        {
            CommunityId = community,
            Id = id ?? Ids.New(),
            BuildingId = household.BuildingId,
            HouseholdId = household.Id,
            Name = facts.Name,
            Position = position,
            UpdatedAt = clock.Now(),
        };
        var changes = RegisterDiff.OfNew(facts);
        Set(person, facts, changes.Select(c => c.Field).ToHashSet());
        people.Add(person);
        AddTerms(person, facts.DocumentNumber, facts.Phones ?? []);
        Note(person.HouseholdId, person.BuildingId, person.Id, changes);
        return person;
    }

    /// <summary>Changes the chosen fields of a person to what is said; nothing when none of them differs.</summary>
    /// <param name="chosen">Which of the differences are taken; null for all.</param>
    /// <returns>What was changed.</returns>
    public IReadOnlyList<FieldChange> Change(PersonCard card, PersonFacts said, IReadOnlySet<PersonField>? chosen = null)
    {
        var changes = RegisterDiff.Between(card, said).Where(c => chosen is null || chosen.Contains(c.Field)).ToList();
        if (changes.Count == 0)
        {
            return changes;
        }

        var fields = changes.Select(c => c.Field).ToHashSet();
        Set(card.Row, said, fields);
        card.Row.UpdatedAt = clock.Now();
        changed.Add(card.Row);
        if (fields.Overlaps([PersonField.Name, PersonField.Document, PersonField.Phones]))
        {
            refound.Add(card.Row.Id);
            AddTerms(
                card.Row,
                fields.Contains(PersonField.Document) ? said.DocumentNumber : card.DocumentNumber,
                fields.Contains(PersonField.Phones) ? said.Phones! : card.Phones);
        }

        Note(card.Row.HouseholdId, card.Row.BuildingId, card.Row.Id, changes);
        return changes;
    }

    /// <summary>Takes a person out of the register in use: moved away, died, or the same person as another row. Searches no longer find her.</summary>
    public void Close(PersonCard card, string why, Guid? mergedInto = null)
    {
        card.Row.ClosedAt = clock.Now();
        card.Row.MergedInto = mergedInto;
        card.Row.UpdatedAt = clock.Now();
        changed.Add(card.Row);
        refound.Add(card.Row.Id);
        NoteLeft(card.Row.HouseholdId, card.Row.Id, LeftWord(why), mergedInto);
        NoteEvent(card.Row.HouseholdId, card.Row.BuildingId, card.Row.Id, HistoryLine.Standing, HistoryLine.InRegister, why);
    }

    /// <summary>Writes everything; the caller's write scope records the act and commits, then the boards of the buildings look again.</summary>
    public async Task SaveAsync(Db db, CancellationToken cancel)
    {
        await db.BulkInsertAsync(households, cancel);
        await db.BulkInsertAsync(people, cancel);
        foreach (var person in changed)
        {
            // Loaded untracked; every column is written, its search terms and tags anew.
            db.Update(person);
        }

        foreach (var household in changedHouseholds)
        {
            db.Update(household);
        }

        await db.SaveChangesAsync(cancel);
        await ForEachChunk(retagged, ids =>
            db.PersonTags.Where(t => t.CommunityId == community && ids.Contains(t.PersonId)).ExecuteDeleteAsync(cancel));
        await CarryTagsAsync(db, cancel);
        await ForEachChunk(refound, ids =>
            db.SearchTerms.Where(t => t.CommunityId == community && ids.Contains(t.PersonId)).ExecuteDeleteAsync(cancel));
        await db.BulkInsertAsync(tags, cancel);
        await db.BulkInsertAsync(terms, cancel);
        await db.BulkInsertAsync(history, cancel);
        foreach (var notice in left)
        {
            await db.GetService<LeftFollowers>().TellAsync(db, db.Write!, notice, cancel);
        }

        // The history names each building that was touched.
        var (signals, buildings) = (db.GetService<Signals>(), history.Select(h => h.BuildingId).Distinct().ToList());
        db.Write!.AfterCommit(() => buildings.ForEach(building => signals.RaiseBuilding(community, building)));
    }

    /// <summary>The keyed hash by which the same document is found again in the community.</summary>
    public static long DocumentHash(KeyRing keys, long community, DocumentKind kind, string number) =>
        keys.LookupHash("document", community, $"{kind}:{number}");

    private void Set(Person person, PersonFacts said, HashSet<PersonField> fields)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PersonField.Name:
                    person.Name = said.Name;
                    break;
                case PersonField.Relation:
                    person.Relation = said.Relation!;
                    break;
                case PersonField.Sex:
                    person.Sex = said.Sex!.Value;
                    break;
                case PersonField.BirthDate:
                    person.BirthDate = said.BirthDate;
                    break;
                case PersonField.Document:
                    SetDocument(person, said);
                    break;
                case PersonField.Phones:
                    person.PhonesSealed = sealer.Seal(SealedColumn.PersonPhones, person.Id, string.Join(' ', said.Phones!));
                    break;
                case PersonField.Presence:
                    person.Presence = said.Presence!.Value;
                    break;
                case PersonField.AwayWhere:
                    person.AwayWhere = said.AwayWhere!;
                    break;
                case PersonField.RegisteredHere:
                    person.RegisteredHere = said.RegisteredHere;
                    break;
                case PersonField.RegisteredAddress:
                    person.RegisteredAddress = said.RegisteredAddress!;
                    break;
                case PersonField.HealthNote:
                    person.HealthNoteSealed = sealer.Seal(SealedColumn.PersonHealthNote, person.Id, said.HealthNote);
                    break;
                case PersonField.Tags:
                    SetTags(person, said.Tags!);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fields), field, null);
            }
        }
    }

    private void SetDocument(Person person, PersonFacts said)
    {
        var none = string.IsNullOrEmpty(said.DocumentNumber);
        var kind = said.DocumentKind ?? DocumentKind.ResidentId;
        person.DocumentKind = none ? null : kind;
        person.DocumentSealed = sealer.Seal(SealedColumn.PersonDocument, person.Id, said.DocumentNumber);
        person.DocumentHash = none ? null : DocumentHash(keys, community, kind, said.DocumentNumber!);
    }

    private void SetTags(Person person, IReadOnlyDictionary<string, string> said)
    {
        retagged.Add(person.Id);
        foreach (var (tag, detail) in said)
        {
            var id = Ids.New();
            tags.Add(new PersonTag
            {
                CommunityId = community,
                Id = id,
                BuildingId = person.BuildingId,
                PersonId = person.Id,
                Tag = tag,
                DetailSealed = sealer.Seal(SealedColumn.TagDetail, id, detail),
            });
        }
    }

    private void AddTerms(Person person, string? document, IReadOnlyList<string> phones) =>
        terms.AddRange(SearchTerms.Of(keys, community, person.Name, document, phones)
            .Select(term => new SearchTerm { CommunityId = community, Term = term, PersonId = person.Id }));

    private void Note<T>(Guid household, Guid building, Guid? person, IReadOnlyList<T> changes)
    {
        var id = Ids.New();
        history.Add(new RegisterChange
        {
            CommunityId = community,
            Id = id,
            BuildingId = building,
            HouseholdId = household,
            PersonId = person,
            At = clock.Now(),
            By = by.Name,
            Source = source,
            ContentSealed = sealer.Seal(SealedColumn.RegisterChange, id, JsonSerializer.Serialize(changes))!,
        });
    }

    // A list of parameters has its limits on both databases.
    private static async Task ForEachChunk(IEnumerable<Guid> ids, Func<Guid[], Task> act)
    {
        foreach (var chunk in ids.Chunk(500))
        {
            await act(chunk);
        }
    }
}
