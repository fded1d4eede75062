using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>What a row says of a person, measured against what the register holds: a blank, a masked number, another spelling of the same say nothing new.</summary>
internal static class FactsOfRow
{
    /// <param name="card">The person of the register whom the row is about; null for a new one.</param>
    /// <param name="warnings">Collects what was left out.</param>
    internal static PersonFacts Of(PersonInput input, PersonCard? card, List<string> warnings)
    {
        var row = card?.Row;
        var sameDocument = card is not null && input.DocumentNumber is not null && input.DocumentNumber == card.DocumentNumber;
        return new()
        {
            Name = row is not null && Same(row.Name, input.Name) ? row.Name : input.Name,
            Relation = NewText(input.Relation, FieldWords.Relation(row?.Relation ?? "") is { } known && known == input.Relation ? input.Relation : row?.Relation),

            // The number's sex and birth date fill a gap; where somebody entered them beside the same number, he knew better.
            Sex = input.Sex == Sex.Unknown || (sameDocument && row!.Sex != Sex.Unknown) ? null : input.Sex,
            BirthDate = sameDocument && row!.BirthDate is not null ? null : input.BirthDate,
            DocumentKind = input.DocumentKind,
            DocumentNumber = Document(input, card, warnings),
            Phones = Phones(input, card, warnings),
            Presence = input.Presence,
            AwayWhere = NewText(input.AwayWhere, row?.AwayWhere) ?? (input is { AwayWhere: "", Presence: Presence.Home } ? "" : null),
            RegisteredHere = input.RegisteredHere,
            RegisteredAddress = NewText(input.RegisteredAddress, row?.RegisteredAddress),
            HealthNote = NewText(input.Note, card is not null && card.HealthNote.Contains(input.Note, StringComparison.Ordinal) ? input.Note : card?.HealthNote),
            Tags = Tags(input.Tags, card),
        };
    }

    /// <summary>What the first row says, completed by what only a later row about the same person says.</summary>
    internal static PersonInput Join(PersonInput first, PersonInput later) => first with
    {
        Relation = first.Relation.Length > 0 ? first.Relation : later.Relation,
        Sex = first.Sex != Sex.Unknown ? first.Sex : later.Sex,
        BirthDate = first.BirthDate ?? later.BirthDate,
        DocumentKind = first.DocumentNumber is null ? later.DocumentKind : first.DocumentKind,
        DocumentNumber = first.DocumentNumber ?? later.DocumentNumber,
        MaskedDocument = first.MaskedDocument ?? later.MaskedDocument,
        Phones = [.. first.Phones.Union(later.Phones)],
        MaskedPhones = [.. first.MaskedPhones.Union(later.MaskedPhones, StringComparer.Ordinal)],
        Presence = first.Presence ?? later.Presence,
        AwayWhere = first.AwayWhere.Length > 0 ? first.AwayWhere : later.AwayWhere,
        RegisteredHere = first.RegisteredHere ?? later.RegisteredHere,
        RegisteredAddress = first.RegisteredAddress.Length > 0 ? first.RegisteredAddress : later.RegisteredAddress,
        Tags = [.. first.Tags, .. later.Tags.Where(t => first.Tags.All(f => f.Code != t.Code))],
        Note = first.Note.Length > 0 ? first.Note : later.Note,
    };

    /// <summary>The differences that replace something, as against those that fill a gap or add to what is there.</summary>
    internal static int Overwrites(IEnumerable<FieldChange> changes, PersonCard card, PersonFacts facts) => changes
        .Where(change => change.From.Length > 0 && change.Field switch
        {
            PersonField.Phones => card.Phones.Any(p => !facts.Phones!.Contains(p)),
            PersonField.Tags => card.Tags.Any(t => t.Value.Length > 0 && facts.Tags![t.Key] != t.Value),
            PersonField.HealthNote => !change.To.Contains(change.From, StringComparison.Ordinal),
            _ => true,
        })
        .Sum(change => StagedRow.Bit(change.Field));

    private static string? NewText(string said, string? held) => said.Length == 0 || (held is not null && Same(held, said)) ? null : said;

    private static bool Same(string held, string said) => held == said || ChineseText.Key(held) == ChineseText.Key(said);

    private static string? Document(PersonInput input, PersonCard? card, List<string> warnings)
    {
        var masked = input.MaskedDocument ?? (input.DocumentNumber?.Contains("**", StringComparison.Ordinal) == true ? input.DocumentNumber : null);
        if (masked is null)
        {
            return input.DocumentNumber;
        }

        if (card?.DocumentNumber is not { } held || IdentityDocument.Mask(held) != masked)
        {
            warnings.Add(card is null ? "证件号打了码，没有录入。" : "打码的证件号与登记的不一致，没有采用。");
        }

        return null;
    }

    // Nothing new when the register has them all; otherwise the row's numbers, the masked ones filled in.
    private static IReadOnlyList<string>? Phones(PersonInput input, PersonCard? card, List<string> warnings)
    {
        var held = card?.Phones ?? [];
        var kept = held.Where(p => input.MaskedPhones.Contains(new PhoneNumber(p).Masked, StringComparer.Ordinal)).ToList();
        if (kept.Count < input.MaskedPhones.Distinct(StringComparer.Ordinal).Count())
        {
            warnings.Add(card is null ? "电话打了码，没有录入。" : "打码的电话与登记的不一致，没有采用。");
            kept = [.. held];
        }

        var said = input.Phones.Select(p => p.Text).ToList();
        return said.TrueForAll(held.Contains) ? null : [.. said.Union(kept, StringComparer.Ordinal)];
    }

    // An import adds tags and details, it never takes a tag away.
    private static Dictionary<string, string>? Tags(IReadOnlyList<TagInput> said, PersonCard? card)
    {
        if (said.Count == 0)
        {
            return null;
        }

        var all = new Dictionary<string, string>(card?.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var tag in said)
        {
            if (!all.TryGetValue(tag.Code, out var detail) || (tag.Detail.Length > 0 && !Same(detail, tag.Detail)))
            {
                all[tag.Code] = tag.Detail;
            }
        }

        return all;
    }
}
