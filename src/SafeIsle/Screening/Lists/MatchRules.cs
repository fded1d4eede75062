namespace SafeIsle.Screening.Lists;

/// <summary>Why a row is taken for somebody of the register, the surest first.</summary>
public enum MatchBasis
{
    /// <summary>身份证号和姓名一致</summary>
    DocumentAndName,

    /// <summary>身份证号一致，姓名不同</summary>
    Document,

    /// <summary>电话和姓名一致</summary>
    PhoneAndName,

    /// <summary>姓名和打码号码一致</summary>
    MaskedAndName,

    /// <summary>姓名和房号一致</summary>
    NameAndDoor,

    /// <summary>姓名和电话（或房号）一致，证件号不同</summary>
    OtherDocument,

    /// <summary>姓名和楼栋一致</summary>
    NameAndBuilding,

    /// <summary>只有电话一致</summary>
    Phone,

    /// <summary>只有姓名一致</summary>
    Name,

    /// <summary>No one.</summary>
    None,

    /// <summary>人工认定</summary>
    ByHand,
}

/// <summary>What a row says of a person, brought to the forms in which the register keeps it.</summary>
/// <param name="Name">See <see cref="MatchRules.NameKey"/>; empty for none.</param>
/// <param name="Document">Keyed hash; null for none.</param>
/// <param name="Masks">Masked ID numbers and phones as they stood there: 990000********123X.</param>
/// <param name="Dwellings">The doors that its address may mean.</param>
/// <param name="Buildings">The buildings of those, or that the address names without a door.</param>
public sealed record Wanted(
    string Name, long? Document, IReadOnlyCollection<string> Phones, IReadOnlyCollection<string> Masks, IReadOnlySet<Guid> Dwellings, IReadOnlySet<Guid> Buildings)
{
    public bool SaysNothing => Name.Length == 0 && Document is null && Phones.Count == 0;
}

/// <summary>Somebody of the register.</summary>
/// <param name="Numbers">ID number and phones in the open, as far as masks are to be compared; phones always.</param>
/// <param name="Here">False: left the register.</param>
public sealed record Known(
    Guid Id, Guid HouseholdId, Guid DwellingId, Guid BuildingId, string Name, long? Document, IReadOnlyCollection<string> Phones, IReadOnlyCollection<string> Numbers, bool Here);

/// <summary>What came of a row.</summary>
/// <param name="Basis">Of the surest of the candidates.</param>
/// <param name="Candidates">Surest first; those of a settled row are one human being.</param>
public sealed record Judgement(SentOutcome Outcome, MatchBasis Basis, IReadOnlyList<(Known Person, MatchBasis Basis)> Candidates);

/// <summary>Whether a row of a list and a row of the register are the same human being: pure.</summary>
public static class MatchRules
{
    /// <summary>Candidates shown for choice; a name that more people bear decides nothing.</summary>
    public const int MostCandidates = 12;

    /// <summary>A name for comparing: blanks and the dots of long names do not count.</summary>
    public static string NameKey(string name) => Platform.Text.ChineseText.Key(name).Replace("·", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Replace("•", "", StringComparison.Ordinal);

    /// <summary>Whether a single one on that basis is taken without asking anybody.</summary>
    public static bool IsSure(MatchBasis basis) => basis <= MatchBasis.NameAndDoor || basis == MatchBasis.ByHand;

    public static Judgement Judge(Wanted wanted, IEnumerable<Known> register)
    {
        if (wanted.SaysNothing)
        {
            return new(SentOutcome.Unreadable, MatchBasis.None, []);
        }

        var found = register.DistinctBy(p => p.Id).Select(p => (Person: p, Basis: BasisOf(wanted, p))).Where(f => f.Basis != MatchBasis.None)
            .OrderBy(f => f.Basis).ThenBy(f => f.Person.Id).ToList();
        var here = found.FindAll(f => f.Person.Here);
        var surest = here.FindAll(f => IsSure(f.Basis) && f.Basis == here[0].Basis);
        if (surest.Count > 0)
        {
            // Whoever is registered at two doors is still one.
            var one = surest.Count == 1 || (surest[0].Person.Document is { } document && surest.TrueForAll(f => f.Person.Document == document));
            return one
                ? new(SentOutcome.Found, surest[0].Basis, [.. surest.Take(MostCandidates)])
                : new(SentOutcome.Several, surest[0].Basis, [.. surest.Take(MostCandidates)]);
        }

        if (found.Find(f => !f.Person.Here && IsSure(f.Basis)) is { Person: not null } gone)
        {
            return new(SentOutcome.Moved, gone.Basis, [gone]);
        }

        return here.Count > 0 ? new(SentOutcome.Several, here[0].Basis, [.. here.Take(MostCandidates)]) : new(SentOutcome.Unknown, MatchBasis.None, []);
    }

    /// <summary>What speaks for the two being one.</summary>
    public static MatchBasis BasisOf(Wanted wanted, Known person)
    {
        var name = wanted.Name.Length > 0 && wanted.Name == person.Name;
        if (wanted.Document is { } document && document == person.Document)
        {
            return name ? MatchBasis.DocumentAndName : MatchBasis.Document;
        }

        var phone = wanted.Phones.Any(person.Phones.Contains);
        if (!name)
        {
            return phone ? MatchBasis.Phone : MatchBasis.None;
        }

        var door = wanted.Dwellings.Contains(person.DwellingId);
        if (wanted.Document is not null && person.Document is not null)
        {
            // Somebody else of that name, unless more than the name agrees: then one of the numbers may be mistyped.
            return phone || door ? MatchBasis.OtherDocument : MatchBasis.None;
        }

        return phone ? MatchBasis.PhoneAndName
            : wanted.Masks.Any(mask => person.Numbers.Any(number => Fits(mask, number))) ? MatchBasis.MaskedAndName
            : door ? MatchBasis.NameAndDoor
            : wanted.Buildings.Contains(person.BuildingId) ? MatchBasis.NameAndBuilding
            : MatchBasis.Name;
    }

    /// <summary>Whether a number is one that the mask hides: as long, and every open character the same.</summary>
    public static bool Fits(string mask, string number)
    {
        if (mask.Length != number.Length || mask.All(c => c == '*'))
        {
            return false;
        }

        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != '*' && mask[i] != number[i])
            {
                return false;
            }
        }

        return true;
    }
}
