using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households;

/// <summary>A person's phone numbers as the register seals them: in one text, apart by blanks.</summary>
public static class SealedPhones
{
    public static IReadOnlyList<string> PhonesOf(this Sealer sealer, Guid person, byte[]? phones) => sealer.Open(SealedColumn.PersonPhones, person, phones)?.Split(' ') ?? [];
}
