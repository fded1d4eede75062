using SafeIsle.Places;

namespace SafeIsle.Households.Import;

/// <summary>How to read a register.</summary>
/// <param name="DefaultCompound">The compound of addresses that name none; null leaves them without.</param>
/// <param name="Today">For ages and birth dates.</param>
/// <param name="TagWords">Word for a care tag → its code; keys as <see cref="Platform.Text.ChineseText.Key"/> gives them.</param>
/// <param name="KeepRowsWithBadNumbers">
/// A wrong document number, phone or birth date only leaves that field out, with a warning, instead of rejecting the row: at night
/// a roster without an ID number is better than one without the person.
/// </param>
public sealed record RegisterOptions(
    string? DefaultCompound,
    DateOnly Today,
    IReadOnlyDictionary<string, string> TagWords,
    bool KeepRowsWithBadNumbers = false);

/// <summary>All that was read from a workbook.</summary>
/// <param name="Rows">In the order of the file; a tenant beside the owner is a second row with the same number.</param>
/// <param name="Skipped">Rows that hold no person and no door, each with the reason, so that nothing vanishes silently.</param>
public sealed record RegisterReading(IReadOnlyList<ImportRow> Rows, IReadOnlyList<SkippedRow> Skipped);

/// <summary>A row that was passed over: 合计, a repeated header, a footer.</summary>
public sealed record SkippedRow(string Sheet, int RowNumber, string Reason);

/// <summary>
/// One person at one door, or a door without people. The household is the one at <paramref name="Address"/> with this
/// <paramref name="Tenure"/> and <paramref name="HouseholdNumber"/>.
/// </summary>
/// <param name="Sheet">Name of the sheet.</param>
/// <param name="RowNumber">As the program shows it, from 1.</param>
/// <param name="Address">Null only together with a problem.</param>
/// <param name="Tenure">By what right they live there.</param>
/// <param name="HouseholdNumber">The committee's own number, or "".</param>
/// <param name="Person">Null for a door without people, or together with a problem.</param>
/// <param name="Problems">Why the row cannot be taken over; one Chinese sentence each. Empty: it can.</param>
/// <param name="Warnings">What was left out or looks odd though the row can be taken over.</param>
/// <param name="Cells">The row as it stood in the file, as wide as the header, for giving it back.</param>
public sealed record ImportRow(
    string Sheet,
    int RowNumber,
    DwellingAddress? Address,
    Tenure Tenure,
    string HouseholdNumber,
    PersonInput? Person,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Cells)
{
    /// <summary>The name that stood there, also where the row cannot be taken over; "" where none could be read.</summary>
    public string Name { get; init; } = "";

    public bool Rejected => Problems.Count > 0;
}

/// <summary>What a register says of a person; null, "" and empty lists mean: it says nothing.</summary>
public sealed record PersonInput
{
    /// <summary>1 … 50 characters.</summary>
    public required string Name { get; init; }

    /// <summary>In the words of GB/T 4761 where known: 户主, 配偶, 子 …; otherwise as written.</summary>
    public string Relation { get; init; } = "";

    public Sex Sex { get; init; }
    public DateOnly? BirthDate { get; init; }
    public DocumentKind? DocumentKind { get; init; }
    public string? DocumentNumber { get; init; }

    /// <summary>990000********123X stood there: the number is as before.</summary>
    public string? MaskedDocument { get; init; }

    public IReadOnlyList<PhoneNumber> Phones { get; init; } = [];

    /// <summary>142****1234 stood there: these numbers are as before.</summary>
    public IReadOnlyList<string> MaskedPhones { get; init; } = [];

    public Presence? Presence { get; init; }
    public string AwayWhere { get; init; } = "";
    public bool? RegisteredHere { get; init; }
    public string RegisteredAddress { get; init; } = "";
    public IReadOnlyList<TagInput> Tags { get; init; } = [];

    /// <summary>The notes, and every word that no field could take.</summary>
    public string Note { get; init; } = "";
}

/// <summary>A care tag found in a row.</summary>
/// <param name="Code">From <see cref="RegisterOptions.TagWords"/>.</param>
/// <param name="Word">The word that stood for it: 高血压.</param>
/// <param name="Detail">What stood behind it (which medicine), or "".</param>
public sealed record TagInput(string Code, string Word, string Detail);
