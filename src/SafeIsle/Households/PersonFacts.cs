namespace SafeIsle.Households;

/// <summary>The fields of a person that differ, are confirmed and are kept in history one by one.</summary>
public enum PersonField
{
    Name,
    Relation,
    Sex,
    BirthDate,
    Document,
    Phones,
    Presence,
    AwayWhere,
    RegisteredHere,
    RegisteredAddress,
    HealthNote,
    Tags,
}

/// <summary>
/// What somebody says about a person: a row of a table, a form filled at the door. Null means that nothing was said about that field,
/// never that it should be emptied; an empty text empties it.
/// </summary>
public sealed record PersonFacts
{
    public required string Name { get; init; }
    public string? Relation { get; init; }
    public Sex? Sex { get; init; }
    public DateOnly? BirthDate { get; init; }
    public DocumentKind? DocumentKind { get; init; }

    /// <summary>In its normal form, see IdentityDocument; said together with its kind.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>In their normal form, the one to call first first.</summary>
    public IReadOnlyList<string>? Phones { get; init; }

    public Presence? Presence { get; init; }
    public string? AwayWhere { get; init; }
    public bool? RegisteredHere { get; init; }
    public string? RegisteredAddress { get; init; }
    public string? HealthNote { get; init; }

    /// <summary>All tags that the person should have, each with its detail (the medicine's name).</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Of the fields whose type has no empty value (birth date, registered here): those that are said to be unknown.</summary>
    public IReadOnlyList<PersonField> Emptied { get; init; } = [];
}

/// <summary>A person's row with what is sealed in it opened: for whoever may see it, and for comparing.</summary>
public sealed record PersonCard(Person Row)
{
    public string? DocumentNumber { get; init; }
    public IReadOnlyList<string> Phones { get; init; } = [];
    public string HealthNote { get; init; } = "";

    /// <summary>Tag code → detail, empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whole years on that day; null without a birth date.</summary>
    public int? AgeOn(DateOnly day) => Row.BirthDate is not { } born
        ? null
        : day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
}

/// <summary>One field's old and new text. Holds them unmasked: pages show <see cref="RegisterWords.Masked"/> unless a look is recorded.</summary>
public sealed record FieldChange(PersonField Field, string From, string To);
