using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Reads what one row says of one person. Collects on the way why the row cannot be taken over, and what looks odd.</summary>
internal sealed class PersonCells(RowCells cells, RegisterOptions options, TagCells tagCells)
{
    private const int LongestRelation = 20;
    private const int LongestPlace = 100;
    private const int LongestAddress = 200;
    private const int LongestNote = 500;

    // 民法典 第十七条
    private const int GrownUp = 18;

    private readonly NumberCells numbers = new(cells, options, tagCells);
    private string registeredAbove = "";

    /// <summary>Why the row cannot be taken over, and what looks odd.</summary>
    internal RowRemarks Remarks { get; private set; } = new();

    /// <summary>What the row itself says about its tenure; null: nothing.</summary>
    internal Tenure? Tenure { get; private set; }

    internal void Begin()
    {
        Remarks = new RowRemarks();
        numbers.Begin(Remarks);
        Tenure = null;
    }

    /// <summary>The person of the row, whose name was read before.</summary>
    internal PersonInput Read(NameCell name)
    {
        var relation = ReadRelation(name.Name);
        var tenureText = cells.Text(RegisterColumn.Tenure);
        Tenure = FieldWords.TenureOf(tenureText) ?? Tenure;
        if (Tenure == Households.Tenure.Tenant && cells.Text(RegisterColumn.TenantName).Length > 0)
        {
            // 出租, and the tenant stands in columns of his own: this is the owner.
            Tenure = Households.Tenure.Owner;
        }

        if (Tenure is null && tenureText.Length > 0 && !FieldWords.IsNothing(tenureText) && !FieldWords.IsVacant(tenureText))
        {
            Remarks.Notes.Add(tenureText);
        }

        var (presence, where) = ReadPresence(tenureText);
        foreach (var hint in name.Hints)
        {
            (relation, presence, where) = ReadHint(hint, relation, presence, where);
        }

        var (tags, rest) = tagCells.Read(cells);
        var tagList = tags.ToList();
        Remarks.Notes.AddRange(rest);
        var document = numbers.Document(RegisterColumn.DocumentNumber, FieldWords.DocumentOf(cells.Text(RegisterColumn.DocumentKind)), out var masked);
        var phones = numbers.Phones(tagList, RegisterColumn.Phone, RegisterColumn.Phone2);
        var (here, address) = ReadRegistration();
        foreach (var column in cells.Header.Columns.Where(column => column.Column != RegisterColumn.None && cells.Row[column.Index].IsError))
        {
            Remarks.Warnings.Add($"“{column.Title}”一格是失效的公式，此项留空。");
        }

        var person = new PersonInput
        {
            Name = name.Name,
            Relation = relation,
            Sex = numbers.SexOf(document),
            BirthDate = numbers.BirthOf(document),
            DocumentKind = document?.Kind,
            DocumentNumber = document?.Number,
            MaskedDocument = masked,
            Phones = phones.Numbers,
            MaskedPhones = phones.Masked,
            Presence = presence,
            AwayWhere = where,
            RegisteredHere = here,
            RegisteredAddress = address,
            Tags = tagList,
        };
        person = person with { Note = Notes(tagList) };
        Doubt(person);
        return person;
    }

    /// <summary>The tenant in the wide columns beside an owner.</summary>
    internal PersonInput ReadTenant(NameCell name)
    {
        Tenure = Households.Tenure.Tenant;
        var document = numbers.Document(RegisterColumn.TenantDocumentNumber, null, out var masked);
        var phones = numbers.Phones([], RegisterColumn.TenantPhone, RegisterColumn.None);
        Remarks.Notes.AddRange(name.Hints);
        return new PersonInput
        {
            Name = name.Name,
            Relation = FieldWords.Head,
            Sex = document?.Sex ?? Sex.Unknown,
            BirthDate = document?.BirthDate,
            DocumentKind = document?.Kind,
            DocumentNumber = document?.Number,
            MaskedDocument = masked,
            Phones = phones.Numbers,
            MaskedPhones = phones.Masked,
            Note = ChineseText.Cut(string.Join(';', Remarks.Notes), LongestNote),
        };
    }

    // What is hardly true of anybody: said, never turned back.
    private void Doubt(PersonInput person)
    {
        if (person.Sex == Sex.Male && person.Tags.Any(t => t.Code == CareTags.Pregnant))
        {
            Remarks.Warnings.Add("性别是男，却写着孕产妇，请核对。");
        }

        if (person is { Relation: "配偶" or "夫" or "妻", BirthDate: { } born } && born.AddYears(GrownUp) > options.Today)
        {
            Remarks.Warnings.Add($"与户主关系写的是{person.Relation}，按出生日期还不满 {GrownUp} 岁，请核对。");
        }
    }

    private string ReadRelation(string name)
    {
        var text = cells.Text(RegisterColumn.Relation);
        if (text.Length == 0 || FieldWords.IsNothing(text))
        {
            return cells.Has(RegisterColumn.HeadName) && ChineseText.Key(cells.Text(RegisterColumn.HeadName)) == ChineseText.Key(name) ? FieldWords.Head : "";
        }

        if (FieldWords.Relation(text) is { } known)
        {
            return known;
        }

        if (FieldWords.TenureOf(text) is { } tenure)
        {
            // 租户 in the column of relations says who holds the dwelling, not how they are related.
            Tenure = tenure;
            return "";
        }

        return ChineseText.Cut(text, LongestRelation);
    }

    private (Presence? Presence, string Where) ReadPresence(string tenureText)
    {
        var text = cells.Text(RegisterColumn.Presence);
        var where = cells.Text(RegisterColumn.AwayWhere);
        where = FieldWords.IsNothing(where) ? "" : where;
        if (text.Length == 0 || FieldWords.IsNothing(text))
        {
            return (where.Length > 0 || FieldWords.IsVacant(tenureText) ? Households.Presence.Away : null, ChineseText.Cut(where, LongestPlace));
        }

        if (FieldWords.PresenceOf(text) is { } found)
        {
            return (found.Presence, ChineseText.Cut(where.Length > 0 ? where : found.Where, LongestPlace));
        }

        // Some write the tenure into this column.
        if (FieldWords.TenureOf(text) is { } tenure)
        {
            Tenure ??= tenure;
            return (null, where);
        }

        Remarks.Notes.Add(text);
        return (null, ChineseText.Cut(where, LongestPlace));
    }

    private (string Relation, Presence? Presence, string Where) ReadHint(string hint, string relation, Presence? presence, string where)
    {
        if (hint == FieldWords.Head || (relation.Length == 0 && FieldWords.Relation(hint) is not null))
        {
            return (FieldWords.Relation(hint)!, presence, where);
        }

        if (FieldWords.TenureOf(hint) is { } tenure)
        {
            Tenure = tenure;
            return (relation, presence, where);
        }

        if (presence is null && FieldWords.PresenceOf(hint) is { } found)
        {
            return (relation, found.Presence, found.Where);
        }

        Remarks.Notes.Add(hint);
        return (relation, presence, where);
    }

    private (bool? Here, string Address) ReadRegistration()
    {
        var text = cells.Text(RegisterColumn.RegisteredHere);
        var here = FieldWords.RegisteredHere(text);
        if (here is null && text.Length > 0 && !FieldWords.IsNothing(text))
        {
            Remarks.Notes.Add("户籍:" + text);
        }

        var address = cells.Text(RegisterColumn.RegisteredAddress);
        address = FieldWords.IsDitto(address) ? registeredAbove : address;
        registeredAbove = address;
        if (FieldWords.IsNothing(address))
        {
            return (here, "");
        }

        // 本社区 in the column of registered addresses answers the other question.
        return address.Length > 0 && here is null && FieldWords.RegisteredHere(address) is { } said
            ? (said, "")
            : (here, ChineseText.Cut(address, LongestAddress));
    }

    private string Notes(List<TagInput> tags)
    {
        foreach (var column in cells.Header.Columns)
        {
            if (column.Column == RegisterColumn.Note && cells.Row[column.Index] is { IsBlank: false, IsError: false } cell && !FieldWords.IsNothing(cell.Text.Trim()))
            {
                var others = tagCells.TakeMedicine(tags, Remarks.Notes, RowCells.Text(cell));
                Remarks.Notes.AddRange(others.Length > 0 ? [others] : []);
            }
        }

        var note = string.Join(';', Remarks.Notes.Distinct(StringComparer.Ordinal));
        if (note.Length > LongestNote)
        {
            Remarks.Warnings.Add($"备注超过 {LongestNote} 个字，后面的没有收下。");
        }

        return ChineseText.Cut(note, LongestNote);
    }
}
