using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>The form as it stands, every field as text exactly as typed: what a page shows again.</summary>
public sealed class HouseholdDraft
{
    private const string CountField = "count";

    /// <summary>See <see cref="RegisterProposal.FormKey"/>.</summary>
    public required Guid Key { get; init; }

    /// <summary>Filled in by somebody else for the household.</summary>
    public bool ByProxy { get; init; }

    public string FilledBy { get; init; } = "";
    public string FilledAs { get; init; } = "";
    public string Tenure { get; init; } = "";
    public List<MemberDraft> Members { get; init; } = [];

    /// <summary>An unsent form: of one person without anything, or of the people whom the register holds.</summary>
    /// <param name="key">See <see cref="FormKeyOfPhone"/>.</param>
    public static HouseholdDraft Start(bool byProxy, Tenure? tenure, IReadOnlyList<PersonCard> people, Guid? key = null) => new()
    {
        Key = key ?? Ids.New(),
        ByProxy = byProxy,
        Tenure = tenure?.ToString() ?? "",
        Members = people.Count > 0
            ? people.Take(Declaration.MostMembers).Select(MemberDraft.Of).ToList()
            : [new MemberDraft()],
    };

    /// <summary>What was posted. Nonsense in the hidden fields becomes an unsent form's values.</summary>
    public static HouseholdDraft Posted(FormInput form, IReadOnlyList<CareTag> tags)
    {
        _ = int.TryParse(form.Typed(CountField), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        return new()
        {
            Key = form.Id("key") ?? Ids.New(),
            ByProxy = form.Typed("by") == "proxy",
            FilledBy = form.Typed("filled-by"),
            FilledAs = form.Typed("filled-as"),
            Tenure = form.Typed("tenure"),
            Members = Enumerable.Range(0, Math.Clamp(count, 1, Declaration.MostMembers)).Select(i => MemberDraft.Posted(form, i, tags)).ToList(),
        };
    }
}

/// <summary>One member's fields as typed. In the form their names begin with m0, m1 …</summary>
public sealed class MemberDraft
{
    /// <summary>Id of the person whom the block was filled from, or "".</summary>
    public string Person { get; init; } = "";

    public string Name { get; init; } = "";
    public string Relation { get; init; } = "";
    public string Sex { get; init; } = "";
    public string DocumentKind { get; init; } = nameof(Households.DocumentKind.ResidentId);
    public string Document { get; init; } = "";
    public string Birth { get; init; } = "";
    public string Phones { get; init; } = "";
    public string Presence { get; init; } = nameof(Households.Presence.Home);
    public string AwayWhere { get; init; } = "";
    public string Registered { get; init; } = "";
    public string RegisteredAddress { get; init; } = "";
    public string Note { get; init; } = "";
    public HashSet<string> Tags { get; init; } = [];

    /// <summary>Tag code → what was typed beside it.</summary>
    public Dictionary<string, string> Details { get; init; } = [];

    /// <summary>Nothing was typed and nobody stands behind it: a block that was added and not used.</summary>
    public bool IsBlank =>
        Person.Length == 0 && Tags.Count == 0 && Details.Count == 0
        && new[] { Name, Relation, Sex, Document, Birth, Phones, AwayWhere, Registered, RegisteredAddress, Note }
            .All(string.IsNullOrWhiteSpace);

    public static string Prefix(int index) => string.Create(CultureInfo.InvariantCulture, $"m{index}.");

    /// <summary>
    /// What may be shown of a person to whoever knows a phone's tail: names, and numbers masked. Not the date of birth, which with a
    /// masked number gives the whole number; not health, care, or where somebody is: left blank they stay as they are.
    /// </summary>
    public static MemberDraft Of(PersonCard card) => new()
    {
        Person = card.Row.Id.ToString("N"),
        Name = card.Row.Name,
        Relation = card.Row.Relation,
        Sex = card.Row.Sex == Households.Sex.Unknown ? "" : card.Row.Sex.ToString(),
        DocumentKind = (card.Row.DocumentKind ?? Households.DocumentKind.ResidentId).ToString(),
        Document = card.DocumentNumber is { } number ? TailOnly(number) : "",
        Phones = string.Join(' ', card.Phones.Select(p => new PhoneNumber(p).Masked)),
        Presence = card.Row.Presence.ToString(),
        Registered = card.Row.RegisteredHere switch { true => "yes", false => "no", null => "" },
    };

    public static MemberDraft Posted(FormInput form, int index, IReadOnlyList<CareTag> tags)
    {
        var at = Prefix(index);
        return new()
        {
            Person = form.Id(at + "person")?.ToString("N") ?? "",
            Name = form.Typed(at + "name"),
            Relation = form.Typed(at + "relation"),
            Sex = form.Typed(at + "sex"),
            DocumentKind = form.Typed(at + "kind"),
            Document = form.Typed(at + "document"),
            Birth = form.Typed(at + "birth"),
            Phones = form.Typed(at + "phones"),
            Presence = form.Typed(at + "presence"),
            AwayWhere = form.Typed(at + "away"),
            Registered = form.Typed(at + "registered"),
            RegisteredAddress = form.Typed(at + "address"),
            Note = form.Typed(at + "note"),
            Tags = [.. form.All(at + "tag")],
            Details = tags.Select(t => (t.Code, Typed: form.Typed(at + "detail." + t.Code)))
                .Where(t => !string.IsNullOrWhiteSpace(t.Typed)).ToDictionary(t => t.Code, t => t.Typed, StringComparer.Ordinal),
        };
    }

    // The register's own mask shows the region as well, which is more than a tail of a phone should buy.
    private static string TailOnly(string number) =>
        number.Length > 8 ? new string('*', number.Length - 4) + number[^4..] : new string('*', number.Length);
}
