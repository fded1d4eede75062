namespace SafeIsle.Households;

/// <summary>A number to dial, and whose it is. Show it only after a recorded look.</summary>
public sealed record CallNumber(string Name, string Number)
{
    /// <summary>Those of the people in their order, each number once, with the first who has it.</summary>
    public static IReadOnlyList<CallNumber> Of(IEnumerable<PersonCard> people) => Of(people.Select(p => (p.Row.Name, p.Phones)));

    /// <inheritdoc cref="Of(IEnumerable{PersonCard})"/>
    public static IReadOnlyList<CallNumber> Of(IEnumerable<(string Name, IReadOnlyList<string> Phones)> people) =>
        [.. people.SelectMany(p => p.Phones.Select(phone => new CallNumber(p.Name, phone))).DistinctBy(n => n.Number)];
}
