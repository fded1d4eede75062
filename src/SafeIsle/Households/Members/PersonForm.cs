using SafeIsle.Platform;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>
/// Reads the form of a person: all fields at once, so an empty field empties. Numbers shown masked and left so mean "as before".
/// </summary>
internal static class PersonForm
{
    public const int LongestName = 50;
    public const int LongestRelation = 20;
    public const int LongestAway = 100;
    public const int LongestAddress = 200;
    public const int LongestNote = 500;
    public const int LongestDetail = 100;
    public const int MostPhones = 6;

    /// <summary>What was said, or null when something is wrong; the sentences are in the form.</summary>
    /// <param name="before">The person as the register has her; null for a new one.</param>
    public static PersonFacts? Read(FormInput form, PersonCard? before, TagNames tags, DateOnly today)
    {
        var emptied = new List<PersonField>();
        var document = Document(form, before, today);
        var facts = new PersonFacts
        {
            Name = form.Required("name", "姓名", LongestName),
            Relation = form.Text("relation", "与户主关系", LongestRelation),
            Sex = SexOf(form, document),
            BirthDate = BirthDate(form, document, today),
            DocumentKind = document?.Kind,
            DocumentNumber = document?.Number ?? "",
            Phones = Phones(form, before),
            Presence = form.RequiredChoice<Presence>("presence", "在家或外出"),
            AwayWhere = form.Typed("presence") == nameof(Presence.Away) ? form.Text("awayWhere", "去向", LongestAway) : "",
            RegisteredHere = form.Typed("registeredHere") switch { "yes" => true, "no" => false, _ => null },
            RegisteredAddress = form.Typed("registeredHere") == "yes" ? "" : form.Text("registeredAddress", "户籍地址", LongestAddress),
            HealthNote = form.Text("healthNote", "健康备注", LongestNote),
            Tags = Tags(form, before, tags),
            Emptied = emptied,
        };
        if (facts.BirthDate is null)
        {
            emptied.Add(PersonField.BirthDate);
        }

        if (facts.RegisteredHere is null)
        {
            emptied.Add(PersonField.RegisteredHere);
        }

        return form.Ok ? facts : null;
    }

    private static IdentityDocument? Document(FormInput form, PersonCard? before, DateOnly today)
    {
        var typed = ChineseText.Clean(form.Typed("document"));
        var kind = form.Choice<DocumentKind>("documentKind", "证件种类");
        if (typed.Length == 0)
        {
            return null;
        }

        if (IdentityDocument.IsMasked(typed))
        {
            if (before?.DocumentNumber is not { } number || IdentityDocument.Mask(number) != ChineseText.Key(typed))
            {
                form.Wrong("document", "带星号的号码与登记的不一致,请填写完整的证件号。");
                return null;
            }

            kind ??= before.Row.DocumentKind;
            typed = number;
        }

        var read = IdentityDocument.Read(typed, kind, today);
        if (read.Refused)
        {
            form.Wrong("document", read.Refusal!);
            return null;
        }

        return read.Value;
    }

    private static Sex SexOf(FormInput form, IdentityDocument? document)
    {
        var said = form.Choice<Sex>("sex", "性别") ?? Sex.Unknown;
        var known = document?.Sex ?? Sex.Unknown;
        if (said != Sex.Unknown && known != Sex.Unknown && said != known)
        {
            form.Wrong("sex", $"与证件号不一致:证件号显示为{RegisterWords.Of(known)},请核对。");
        }

        return said == Sex.Unknown ? known : said;
    }

    private static DateOnly? BirthDate(FormInput form, IdentityDocument? document, DateOnly today)
    {
        var said = form.Date("birthDate", "出生日期");
        if (said > today || said?.Year < ResidentIdNumber.EarliestBirthYear)
        {
            form.Wrong("birthDate", "出生日期不可能是这一天,请核对。");
        }

        if (said is not null && document?.BirthDate is { } known && known != said)
        {
            form.Wrong("birthDate", $"与证件号不一致:证件号显示为 {known:yyyy-MM-dd},请核对。");
        }

        return said ?? document?.BirthDate;
    }

    private static List<string> Phones(FormInput form, PersonCard? before)
    {
        var phones = new List<string>();
        foreach (var typed in form.All("phone"))
        {
            var cell = PhoneNumber.ReadAll(typed);
            foreach (var masked in cell.Masked)
            {
                if (before?.Phones.FirstOrDefault(p => new PhoneNumber(p).Masked == ChineseText.Key(masked) && !phones.Contains(p)) is { } kept)
                {
                    phones.Add(kept);
                }
                else
                {
                    form.Wrong("phone", $"{masked} 与登记的电话不一致,请填写完整的号码。");
                }
            }

            foreach (var problem in cell.Problems)
            {
                form.Wrong("phone", problem);
            }

            phones.AddRange(cell.Numbers.Select(n => n.Text));
        }

        if (phones.Count > MostPhones)
        {
            form.Wrong("phone", $"最多登记 {MostPhones} 个电话,请保留最常用的。");
        }

        return phones.Distinct(StringComparer.Ordinal).ToList();
    }

    private static Dictionary<string, string> Tags(FormInput form, PersonCard? before, TagNames tags)
    {
        // A retired tag that she still has is shown and may stay; others are not given any more.
        var allowed = tags.Open.Select(t => t.Code).Concat(before?.Tags.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        return form.All("tag").Where(allowed.Contains).Distinct(StringComparer.Ordinal).ToDictionary(
            code => code, code => form.Text("detail-" + code, tags.Of(code) + "的说明", LongestDetail), StringComparer.Ordinal);
    }
}
