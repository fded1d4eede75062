using SafeIsle.Platform;

namespace SafeIsle.Households;

/// <summary>Compares what is said of a person with what the register holds, field by field.</summary>
public static class RegisterDiff
{
    /// <summary>The fields about which something else is said than the register holds, in the order of <see cref="PersonField"/>.</summary>
    public static IReadOnlyList<FieldChange> Between(PersonCard card, PersonFacts said)
    {
        var changes = new List<FieldChange>();
        foreach (var field in Enum.GetValues<PersonField>())
        {
            if (Said(said, field) is { } to && Held(card, field) is var from && from != to)
            {
                changes.Add(new(field, from, to));
            }
        }

        return changes;
    }

    /// <summary>Everything that is said of a new person, as changes from nothing.</summary>
    public static IReadOnlyList<FieldChange> OfNew(PersonFacts said) =>
        Enum.GetValues<PersonField>()
            .Select(field => new FieldChange(field, "", Said(said, field) ?? ""))
            .Where(change => change.To.Length > 0)
            .ToList();

    /// <summary>A field of the register as text; equal texts are equal values.</summary>
    public static string Held(PersonCard card, PersonField field)
    {
        var row = card.Row;
        return field switch
        {
            PersonField.Name => row.Name,
            PersonField.Relation => row.Relation,
            PersonField.Sex => RegisterWords.Of(row.Sex),
            PersonField.BirthDate => row.BirthDate?.Iso() ?? "",
            PersonField.Document => Document(row.DocumentKind, card.DocumentNumber),
            PersonField.Phones => string.Join(' ', card.Phones),
            PersonField.Presence => RegisterWords.Of(row.Presence),
            PersonField.AwayWhere => row.AwayWhere,
            PersonField.RegisteredHere => RegisterWords.OfRegisteredHere(row.RegisteredHere),
            PersonField.RegisteredAddress => row.RegisteredAddress,
            PersonField.HealthNote => card.HealthNote,
            PersonField.Tags => Tags(card.Tags),
        };
    }

    private static string? Said(PersonFacts said, PersonField field) => field switch
    {
        PersonField.Name => said.Name,
        PersonField.Relation => said.Relation,
        PersonField.Sex => said.Sex is { } sex ? RegisterWords.Of(sex) : null,
        PersonField.BirthDate => said.BirthDate is { } date ? date.Iso() : WhenEmptied(said, field),
        PersonField.Document => said.DocumentNumber is null ? null : Document(said.DocumentKind, said.DocumentNumber),
        PersonField.Phones => said.Phones is null ? null : string.Join(' ', said.Phones),
        PersonField.Presence => said.Presence is { } presence ? RegisterWords.Of(presence) : null,
        PersonField.AwayWhere => said.AwayWhere,
        PersonField.RegisteredHere => said.RegisteredHere is { } here ? RegisterWords.OfRegisteredHere(here) : WhenEmptied(said, field),
        PersonField.RegisteredAddress => said.RegisteredAddress,
        PersonField.HealthNote => said.HealthNote,
        PersonField.Tags => said.Tags is null ? null : Tags(said.Tags),
    };

    private static string? WhenEmptied(PersonFacts said, PersonField field) => said.Emptied.Contains(field) ? "" : null;

    private static string Document(DocumentKind? kind, string? number) =>
        string.IsNullOrEmpty(number) ? "" : kind is null or DocumentKind.ResidentId ? number : $"{RegisterWords.Of(kind.Value)} {number}";

    private static string Tags(IReadOnlyDictionary<string, string> tags) => string.Join(
        '、', tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value.Length > 0 ? $"{t.Key}({t.Value})" : t.Key));

}
