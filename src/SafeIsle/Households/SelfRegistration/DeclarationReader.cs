using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Understands a form that was sent. What is wrong with it becomes a sentence beside the field, in <see cref="FormInput.Errors"/>.</summary>
internal sealed class DeclarationReader(FormInput form, HouseholdDraft draft, IReadOnlyList<CareTag> tags, DateOnly today)
{
    private const int LongestName = 50;
    private const int LongestNote = 200;
    private const int LongestDetail = 50;
    private const int MostPhones = 4;
    private const int EarliestBirthYear = 1900;

    private readonly Dictionary<string, int> documents = new(StringComparer.Ordinal);

    /// <summary>The declaration; null when something is wrong.</summary>
    /// <param name="askWho">Whether somebody who fills in for the household must say who she is.</param>
    public Declaration? Read(bool askWho)
    {
        var tenure = form.RequiredChoice<Tenure>("tenure", "住房情况");
        if (draft.ByProxy && askWho)
        {
            form.Required("filled-by", "您的姓名", 30);
            form.Required("filled-as", "您与这家的关系", 10);
        }

        var members = new List<DeclaredMember>();
        for (var i = 0; i < draft.Members.Count; i++)
        {
            if (!draft.Members[i].IsBlank || draft.Members.All(m => m.IsBlank))
            {
                members.Add(ReadMember(i));
            }
        }

        return form.Ok ? new(tenure, members) : null;
    }

    private DeclaredMember ReadMember(int index)
    {
        var member = draft.Members[index];
        var at = MemberDraft.Prefix(index);
        Guid? person = Guid.TryParse(member.Person, out var id) ? id : null;
        var name = form.Required(at + "name", "姓名", LongestName);
        var document = ReadDocument(index, at, person is not null);
        var presence = form.Choice<Presence>(at + "presence", "现在在哪里");
        bool? registered = member.Registered switch { "yes" => true, "no" => false, _ => null };
        var phones = ReadPhones(at, person is not null, out var words);
        return new(person, new PersonFacts
        {
            Name = name,
            Relation = Said(form.Text(at + "relation", "与户主的关系", 20), person),
            Sex = ReadSex(at, document),
            BirthDate = ReadBirth(at, document),
            DocumentKind = document?.Kind,
            DocumentNumber = document?.Number ?? (person is not null && member.Document.Trim().Length == 0 ? "" : null),
            Phones = phones,
            Presence = presence,
            AwayWhere = presence == Presence.Home ? "" : Said(form.Text(at + "away", "去向"), null),
            RegisteredHere = registered,
            RegisteredAddress = registered == true ? "" : Said(form.Text(at + "address", "户口所在地", 200), null),
            HealthNote = Said(form.Text(at + "note", "其他要说明的", LongestNote), null),
            Tags = ReadTags(at, member),
        }, words);
    }

    // A field that showed what is stored and was emptied says so; a field left blank on an empty form says nothing.
    private static string? Said(string text, Guid? shownOf) => text.Length > 0 || shownOf is not null ? text : null;

    private IdentityDocument? ReadDocument(int index, string at, bool isStored)
    {
        var typed = form.Typed(at + "document");
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (IdentityDocument.IsMasked(typed))
        {
            if (!isStored)
            {
                form.Wrong(at + "document", "请照证件填写完整的号码，不要带星号。");
            }

            return null;
        }

        var read = IdentityDocument.Read(typed, form.Choice<DocumentKind>(at + "kind", "证件类型") ?? DocumentKind.ResidentId, today);
        if (read.Refused)
        {
            form.Wrong(at + "document", read.Refusal!);
            return null;
        }

        if (!documents.TryAdd(read.Value.Number, index))
        {
            form.Wrong(at + "document", $"这个证件号与第 {documents[read.Value.Number] + 1} 位家人的相同，请核对。");
        }

        return read.Value;
    }

    private Sex? ReadSex(string at, IdentityDocument? document)
    {
        var sex = form.Choice<Sex>(at + "sex", "性别");
        if (document is not { Sex: not Sex.Unknown } known)
        {
            return sex;
        }

        if (sex is { } said && said != known.Sex)
        {
            form.Wrong(at + "sex", $"证件号表示的性别是{RegisterWords.Of(known.Sex)}，与这里选的不同，请核对。");
        }

        return known.Sex;
    }

    private DateOnly? ReadBirth(string at, IdentityDocument? document)
    {
        var birth = form.Date(at + "birth", "出生日期");
        if (birth > today || birth?.Year < EarliestBirthYear)
        {
            form.Wrong(at + "birth", $"出生日期应在 {EarliestBirthYear} 年以后、今天以前，请核对。");
        }
        else if (document?.BirthDate is { } known && birth is { } said && said != known)
        {
            form.Wrong(at + "birth", "出生日期与证件号里的不同，请核对。");
        }

        return birth ?? document?.BirthDate;
    }

    private IReadOnlyList<string>? ReadPhones(string at, bool isStored, out string words)
    {
        words = "";
        var typed = form.Typed(at + "phones");
        if (string.IsNullOrWhiteSpace(typed))
        {
            return isStored ? [] : null;
        }

        var cell = PhoneNumber.ReadAll(typed);
        words = ChineseText.Cut(cell.Words, LongestDetail);
        if (cell.SaysNone)
        {
            words = "";
            return [];
        }

        var count = cell.Masked.Count + cell.Numbers.Count;
        var wrong = cell.Problems.Count > 0 ? cell.Problems[0]
            : count == 0 ? "这里没有看到电话号码；没有电话请空着。"
            : count > MostPhones ? $"最多填 {MostPhones} 个电话。"
            : cell.Masked.Count > 0 && !isStored ? "请填写完整的电话号码，不要带星号。"
            : null;
        if (wrong is not null)
        {
            form.Wrong(at + "phones", wrong);
        }

        return [.. cell.Masked, .. cell.Numbers.Select(n => n.Text)];
    }

    private Dictionary<string, string>? ReadTags(string at, MemberDraft member)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags.Where(t => member.Tags.Contains(t.Code) || member.Details.ContainsKey(t.Code)))
        {
            said[tag.Code] = tag.AsksDetail ? form.Text(at + "detail." + tag.Code, tag.Name, LongestDetail) : "";
        }

        return said.Count > 0 ? said : null;
    }
}
