using SafeIsle.Places;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>
/// Finds for each row the door and the person that it is about: the door by compound, building, unit and room; the person within the
/// door by document, else by name. First all documents, then the names, so that the order of rows decides nothing.
/// </summary>
internal sealed class RegisterMatch(RegisterNow now, Func<DocumentKind, string, long> hash)
{
    private readonly List<MatchedRow> rows = [];
    private readonly Dictionary<string, Door> doors = new(StringComparer.Ordinal);

    /// <summary>The file's rows in order, then the people of its doors whom it does not name.</summary>
    internal IReadOnlyList<MatchedRow> Match(IEnumerable<ImportRow> read)
    {
        rows.AddRange(read.Select(Placed));
        var people = rows.Where(r => r.Problems.Count == 0 && r.Input is not null).ToList();
        people.ForEach(MatchDocument);
        people.Where(r => r.Card is null && r.RepeatOf is null).ToList().ForEach(MatchName);
        foreach (var row in people.Where(r => r.RepeatOf is not null))
        {
            row.RepeatOf!.Input = FactsOfRow.Join(row.RepeatOf.Input!, row.Input!);
        }

        var unnamed = doors.Values.SelectMany(Unnamed).ToList();
        return [.. rows, .. unnamed];
    }

    private MatchedRow Placed(ImportRow row)
    {
        var place = row.Address is null ? default : now.Locate(row.Address);
        var matched = new MatchedRow(row, place) { Input = row.Person, Problems = [.. row.Problems] };
        if (row.Address is null)
        {
            return matched;
        }

        if (place.Problem is not null)
        {
            matched.Problems.Add(place.Problem);
            return matched;
        }

        var key = place.Dwelling?.Id.ToString() ?? row.Address.ToString();
        if (!doors.TryGetValue(key, out var door))
        {
            doors[key] = door = new(place, place.Dwelling is { } dwelling ? [.. now.PeopleAt(dwelling.Id)] : []);
        }

        matched.Door = door;
        door.Rows.Add(matched);
        return matched;
    }

    private void MatchDocument(MatchedRow row)
    {
        if (row.Input is not { DocumentNumber: { } number })
        {
            return;
        }

        var document = hash(row.Input.DocumentKind ?? DocumentKind.ResidentId, number);
        row.Document = document;
        var card = row.Door!.People.Find(p => p.Row.DocumentHash == document);
        if (card is not null && !row.Door.Taken.TryAdd(card.Row.Id, row))
        {
            row.RepeatOf = row.Door.Taken[card.Row.Id];
            return;
        }

        row.Card = card;
        if (card is null && !row.Door.NewDocuments.TryAdd(document, row))
        {
            row.RepeatOf = row.Door.NewDocuments[document];
        }
    }

    private static void MatchName(MatchedRow row)
    {
        var door = row.Door!;
        var name = ChineseText.Key(row.Input!.Name);
        var namesakes = door.People.Where(p => ChineseText.Key(p.Row.Name) == name && !door.Taken.ContainsKey(p.Row.Id)).ToList();
        if (namesakes.Count > 1)
        {
            namesakes = Narrow(namesakes, row);
        }

        if (namesakes.Count > 1)
        {
            row.Problems.Add($"登记里这套房有 {namesakes.Count} 位同名的人，分不清是哪一位，请填证件号码。");
        }
        else if (namesakes.Count == 1)
        {
            row.Card = namesakes[0];
            door.Taken[row.Card.Row.Id] = row;
        }
        else
        {
            // The same name at the same door again, with nothing that speaks against its being the same person.
            row.RepeatOf = door.Rows.TakeWhile(r => r != row).FirstOrDefault(r =>
                r.RepeatOf is null && r.Problems.Count == 0 && r.Input is not null && ChineseText.Key(r.Input.Name) == name
                && r.Row.Tenure == row.Row.Tenure && (r.Document is null || row.Document is null));
        }
    }

    // Of people with one name at one door: the one about whom nothing new is said, the one in the row's household, the one with that phone.
    private static List<PersonCard> Narrow(List<PersonCard> namesakes, MatchedRow row)
    {
        if (row.Input!.MaskedDocument is { } masked && namesakes.Where(p => p.DocumentNumber is { } held && IdentityDocument.Mask(held) == masked).ToList() is { Count: > 0 } alike)
        {
            namesakes = alike;
        }

        if (namesakes.Find(p => RegisterDiff.Between(p, FactsOfRow.Of(row.Input, p, [])).Count == 0) is { } same)
        {
            return [same];
        }

        return namesakes.FindAll(p => row.Input.Phones.Any(phone => p.Phones.Contains(phone.Text))) is [var reached] ? [reached] : namesakes;
    }

    // A row that was turned back may still name somebody: her name stands in one of its cells.
    private IEnumerable<MatchedRow> Unnamed(Door door)
    {
        var turnedBack = door.Rows.Where(r => r.Problems.Count > 0).SelectMany(r => r.Row.Cells).Select(ChineseText.Key).ToHashSet(StringComparer.Ordinal);
        return door.People
            .Where(p => !door.Taken.ContainsKey(p.Row.Id) && !turnedBack.Contains(ChineseText.Key(p.Row.Name)))
            .Select(p => new MatchedRow(
                new ImportRow("", 0, door.Rows[0].Row.Address, now.HouseholdOf(p.Row.HouseholdId)!.Tenure, "", null, [], [], []), door.Place)
            {
                Card = p,
                Door = door,
                Problems = [],
            });
    }

    internal sealed record Door(Place Place, List<PersonCard> People)
    {
        internal List<MatchedRow> Rows { get; } = [];
        internal Dictionary<Guid, MatchedRow> Taken { get; } = [];
        internal Dictionary<long, MatchedRow> NewDocuments { get; } = [];
    }
}

/// <summary>A row with the door and the person that were found for it.</summary>
internal sealed record MatchedRow(ImportRow Row, Place Place)
{
    /// <summary>What it says, completed by rows that repeat it.</summary>
    internal PersonInput? Input { get; set; }

    internal required List<string> Problems { get; init; }
    internal RegisterMatch.Door? Door { get; set; }

    /// <summary>Keyed hash of its document.</summary>
    internal long? Document { get; set; }

    /// <summary>The person of the register.</summary>
    internal PersonCard? Card { get; set; }

    /// <summary>The earlier row about the same person.</summary>
    internal MatchedRow? RepeatOf { get; set; }

    /// <summary>Whether the row is no row but a person whom the file does not name.</summary>
    internal bool Unmentioned => Row.RowNumber == 0;

    // The default comparison would walk from row to door and back.
    public bool Equals(MatchedRow? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
