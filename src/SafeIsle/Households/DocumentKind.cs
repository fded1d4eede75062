namespace SafeIsle.Households;

/// <summary>Kinds of identity documents that people in a community hold.</summary>
public enum DocumentKind
{
    ResidentId,
    Passport,
    HkMoPermit,
    TaiwanPermit,
    ForeignResidence,
    Other,
}
