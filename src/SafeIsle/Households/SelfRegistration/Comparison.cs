using System.Globalization;
using System.Text.Json;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>One declared member beside the person of the register that it means.</summary>
/// <param name="Index">Place in the declaration, from 0.</param>
/// <param name="Card">Null: nobody in the household; a new person.</param>
/// <param name="Said">What was said, with masked numbers replaced by those that they stand for.</param>
/// <param name="Changes">From the register's text to the declared one; for a new person from nothing.</param>
/// <param name="Remarks">Sentences for whoever decides.</param>
public sealed record MemberComparison(
    int Index, PersonCard? Card, PersonFacts Said, IReadOnlyList<FieldChange> Changes, IReadOnlyList<string> Remarks)
{
    /// <summary>
    /// Whether the change takes something away without putting anything in its place. Where somebody is away, or registered, goes with
    /// the answer that she is at home, or registered here.
    /// </summary>
    public static bool Empties(FieldChange change) =>
        change.To.Length == 0 && change.Field is not (PersonField.AwayWhere or PersonField.RegisteredAddress);
}

/// <summary>A declaration beside the register as it stands now.</summary>
/// <param name="Household">The household that is meant; null: a new one.</param>
/// <param name="TenureFrom">Null where nothing is there before.</param>
/// <param name="Missing">People of the household whom the declaration does not name.</param>
public sealed record Comparison(
    Household? Household, Tenure? TenureFrom, Tenure TenureTo, IReadOnlyList<MemberComparison> Members, IReadOnlyList<PersonCard> Missing)
{
    public bool TenureDiffers => TenureFrom is { } from && from != TenureTo;

    /// <summary>
    /// Compares with that household, or finds the one that is meant: where most members are found; else one by the same right of whom
    /// nobody is registered; else a new one, so that strangers are never mixed without a person choosing it.
    /// </summary>
    /// <param name="households">Of the dwelling, in use.</param>
    /// <param name="people">Of those households, in use.</param>
    /// <param name="chosen">The household to compare with; <see cref="Guid.Empty"/> for a new one; null to find it.</param>
    public static Comparison Of(
        Declaration declaration, IReadOnlyList<Household> households, IReadOnlyList<PersonCard> people, Guid? chosen, Func<DocumentKind, string, long> hash)
    {
        var cards = people.ToLookup(p => p.Row.HouseholdId);
        var household = chosen is { } id ? households.FirstOrDefault(h => h.Id == id) : Meant(declaration, households, cards, hash);
        var there = household is null ? [] : cards[household.Id].ToList();
        var matches = Match(declaration, there, hash);
        return new(
            household, household?.Tenure, declaration.Tenure,
            declaration.Members.Select((member, i) => Compare(i, member, matches[i])).ToList(),
            there.Where(card => !matches.Contains(card)).ToList());
    }

    /// <summary>A mark of everything that is shown: when it is another one at the decision, the register has changed in between.</summary>
    public string Stamp(KeyRing keys, long community)
    {
        var shown = JsonSerializer.Serialize(new
        {
            Household = Household?.Id,
            TenureFrom,
            Members = Members.Select(m => new { m.Card?.Row.Id, m.Changes }),
            Missing = Missing.Select(m => m.Row.Id),
        });
        return keys.LookupHash("proposal-shown", community, shown).ToString("x16", CultureInfo.InvariantCulture);
    }

    private static Household? Meant(
        Declaration declaration, IReadOnlyList<Household> households, ILookup<Guid, PersonCard> cards, Func<DocumentKind, string, long> hash)
    {
        var best = households
            .Select(h => (Household: h, Found: Match(declaration, [.. cards[h.Id]], hash).Count(m => m is not null)))
            .OrderByDescending(h => h.Found).FirstOrDefault();
        return best.Found > 0 ? best.Household : households.FirstOrDefault(h => h.Tenure == declaration.Tenure && !cards[h.Id].Any());
    }

    // The surest sign first, over all members, so that a name never takes the person whom a document means.
    private static PersonCard?[] Match(Declaration declaration, List<PersonCard> there, Func<DocumentKind, string, long> hash)
    {
        var matches = new PersonCard?[declaration.Members.Count];
        Take((member, card) => member.Person == card.Row.Id);
        Take((member, card) => member.Facts is { DocumentNumber.Length: > 0, DocumentKind: { } kind }
            && card.Row.DocumentHash == hash(kind, member.Facts.DocumentNumber));
        Take((member, card) => member.Facts.Name == card.Row.Name);
        return matches;

        void Take(Func<DeclaredMember, PersonCard, bool> same)
        {
            for (var i = 0; i < matches.Length; i++)
            {
                matches[i] ??= there.Find(card => !matches.Contains(card) && same(declaration.Members[i], card));
            }
        }
    }

    private static MemberComparison Compare(int index, DeclaredMember member, PersonCard? card)
    {
        var remarks = new List<string>();
        var phones = member.Facts.Phones is { } said ? Unmasked(said, card, remarks) : null;
        var facts = member.Facts with
        {
            Phones = phones,
            // Stored tags are not on the form, so what was ticked comes on top.
            Tags = member.Facts.Tags is { } ticked ? Together(card?.Tags, ticked) : null,
        };
        if (member.PhoneWords.Length > 0)
        {
            remarks.Add($"电话旁边还写着:{member.PhoneWords}");
        }

        if (member.Person is { } meant && card?.Row.Id != meant)
        {
            remarks.Add("填表时带出的那个人已不在这一户,请核对是不是同一个人。");
        }

        return new(index, card, facts, card is null ? RegisterDiff.OfNew(facts) : RegisterDiff.Between(card, facts), remarks);
    }

    private static List<string> Unmasked(IReadOnlyList<string> said, PersonCard? card, List<string> remarks)
    {
        var phones = new List<string>();
        foreach (var phone in said)
        {
            var whole = PhoneNumber.IsMasked(phone) ? card?.Phones.FirstOrDefault(p => new PhoneNumber(p).Masked == phone) : phone;
            if (whole is null)
            {
                remarks.Add($"原来的电话 {phone} 登记里已经没有了,请打电话核对。");
            }
            else if (!phones.Contains(whole))
            {
                phones.Add(whole);
            }
        }

        return phones;
    }

    private static Dictionary<string, string> Together(IReadOnlyDictionary<string, string>? stored, IReadOnlyDictionary<string, string> ticked)
    {
        var all = new Dictionary<string, string>(stored ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (tag, detail) in ticked)
        {
            all[tag] = detail.Length > 0 ? detail : all.GetValueOrDefault(tag, "");
        }

        return all;
    }
}
