namespace SafeIsle.Households;

/// <summary>The register's values as people here say them.</summary>
public static class RegisterWords
{
    public static string Of(Sex sex) => sex switch
    {
        Sex.Male => "男",
        Sex.Female => "女",
        Sex.Unknown => "",
    };

    public static string Of(Presence presence) => presence switch
    {
        Presence.Home => "在家",
        Presence.Away => "外出",
    };

    public static string Of(Tenure tenure) => tenure switch
    {
        Tenure.Owner => "业主",
        Tenure.Tenant => "租户",
        Tenure.Shop => "商铺",
        Tenure.Other => "借住",
    };

    public static string Of(RegisterSource source) => source switch
    {
        RegisterSource.Desk => "居委会录入",
        RegisterSource.Import => "表格导入",
        RegisterSource.Self => "住户自报",
        RegisterSource.Proxy => "他人代报",
    };

    public static string Of(DocumentKind kind) => kind switch
    {
        DocumentKind.ResidentId => "身份证",
        DocumentKind.Passport => "护照",
        DocumentKind.HkMoPermit => "港澳居民来往内地通行证",
        DocumentKind.TaiwanPermit => "台胞证",
        DocumentKind.ForeignResidence => "外国人永久居留证",
        DocumentKind.Other => "其他证件",
    };

    /// <summary>A relation as people say it; the register keeps the words of GB/T 4761.</summary>
    public static string OfRelation(string relation) => relation switch { "子" => "儿子", "女" => "女儿", _ => relation };

    public static string OfRegisteredHere(bool? here) => here switch { true => "人户一致", false => "人户分离", null => "" };

    public static string Of(PersonField field) => field switch
    {
        PersonField.Name => "姓名",
        PersonField.Relation => "与户主关系",
        PersonField.Sex => "性别",
        PersonField.BirthDate => "出生日期",
        PersonField.Document => "证件号码",
        PersonField.Phones => "电话",
        PersonField.Presence => "在家/外出",
        PersonField.AwayWhere => "去向",
        PersonField.RegisteredHere => "人户一致",
        PersonField.RegisteredAddress => "户籍地址",
        PersonField.HealthNote => "健康备注",
        PersonField.Tags => "关怀标签",
    };

    /// <summary>For those whose work needs no names: 张*, 欧** .</summary>
    public static string MaskedName(string name)
    {
        var runes = name.EnumerateRunes().ToList();
        return runes.Count == 0 ? "" : runes[0] + new string('*', Math.Max(1, runes.Count - 1));
    }

    /// <summary>A field's text with phones and document numbers masked.</summary>
    /// <param name="calls">See <see cref="PhoneNumber.MaskedFor"/>.</param>
    public static string Masked(PersonField field, string text, bool calls = true) => field switch
    {
        PersonField.Phones => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => new PhoneNumber(p).MaskedFor(calls))),
        PersonField.Document => IdentityDocument.Mask(text),
        _ => text,
    };
}
