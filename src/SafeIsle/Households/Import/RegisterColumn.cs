namespace SafeIsle.Households.Import;

/// <summary>What a column of a register holds.</summary>
public enum RegisterColumn
{
    /// <summary>Not taken over: serial numbers, columns about other people, unknown headings.</summary>
    None,
    Compound,
    Building,
    Unit,
    Floor,
    Room,

    /// <summary>The whole address in one cell.</summary>
    Address,
    HouseholdNumber,
    Name,

    /// <summary>The head's name repeated on each member's row.</summary>
    HeadName,
    Relation,
    Tenure,
    DocumentKind,
    DocumentNumber,
    Sex,

    /// <summary>A birth date, or an age in its place.</summary>
    BirthDate,

    /// <summary>Only compared with the birth date.</summary>
    Age,
    Phone,
    Phone2,

    /// <summary>At home, away (with the place), vacant.</summary>
    Presence,
    AwayWhere,

    /// <summary>人户一致</summary>
    RegisteredHere,
    RegisteredAddress,

    /// <summary>Words for care tags in one cell; may stand on several columns.</summary>
    Tags,

    /// <summary>A column for one tag, which its heading names, ticked or filled with the detail; may stand on several columns.</summary>
    TagTick,
    Medicine,

    /// <summary>May stand on several columns.</summary>
    Note,

    /// <summary>A tenant beside the owner on one row.</summary>
    TenantName,
    TenantPhone,
    TenantDocumentNumber,
}
