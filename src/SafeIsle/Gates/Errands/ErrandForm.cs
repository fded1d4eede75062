using SafeIsle.Closures;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Errands;

/// <summary>What the form of one errand slip asks for.</summary>
internal sealed record ErrandForm(
    Person Person, ErrandCategory Category, string Where, string What, DateTimeOffset BackBy, string Companion, Guid? CompanionId, string Evidence)
{
    /// <summary>What is wrong stands in the form's errors; then it must not be used.</summary>
    public static ErrandForm Read(FormInput form, IReadOnlyList<Person> members, IReadOnlyList<Colleague> staff, DateTimeOffset now)
    {
        var person = members.FirstOrDefault(m => m.Id.ToString() == form.Typed("person"));
        if (person is null)
        {
            form.Wrong("person", "请选择是家里的哪一位出门。");
        }

        var back = form.Moment("backBy", "几时回来");
        if (back is null)
        {
            form.Wrong("backBy", "请填写最晚几时回来。");
        }
        else if (back <= now || back > now + ErrandRules.Longest)
        {
            form.Wrong("backBy", $"回来的时间要在现在以后、{ErrandRules.Longest.Days} 天以内；更久的请发出入证。");
        }

        var typed = form.Text("companionName", "陪同人姓名", GateRules.MostName);
        var companion = staff.FirstOrDefault(c => c.Id.ToString() == form.Typed("companion"));
        if (companion is null && form.Typed("companion").Length > 0)
        {
            form.Wrong("companion", "选的陪同人员现在不在名单里，请重新选择，或写姓名。");
        }
        else if (companion is not null && typed.Length > 0)
        {
            form.Wrong("companionName", "陪同人选了工作人员，又写了姓名，请只留一个。");
        }

        return new(
            person!, form.RequiredChoice<ErrandCategory>("category", "事由类别"), form.Required("where", "去哪里", ErrandRules.MostWhere),
            form.Required("what", "去做什么", ErrandRules.MostWhat), back ?? now, companion?.Name ?? typed, companion?.Id,
            form.Text("evidence", "看过的证明", GateRules.MostWhy));
    }

    /// <summary>Why it is issued although something stands against it, and who allowed that.</summary>
    public static (string Despite, string Authority) Despite(FormInput form, string against, bool keeps)
    {
        if (!keeps)
        {
            form.Wrong("despite", $"{against}，只有居委会能破例开外出单。");
        }

        var despite = form.Text("despite", "为什么仍要开", GateRules.MostWhy);
        var authority = form.Text("authority", "谁同意的", GateRules.MostDecidedBy);
        if (despite.Length == 0)
        {
            form.Wrong("despite", $"{against}，按规定不出门；确实要出门，请写明原因，会记下是谁开的。");
        }

        if (authority.Length == 0)
        {
            form.Wrong("authority", "请写明是哪个机关同意的，有文号的写文号。");
        }

        return (despite, authority);
    }

    public Pass Pass(PassHousehold at, int number, long seq, DateTimeOffset now, string by, string despite) => new()
    {
        CommunityId = at.Household.CommunityId, Id = Ids.New(), BuildingId = at.Household.BuildingId, DwellingId = at.Dwelling.Id,
        HouseholdId = at.Household.Id, PersonId = Person.Id, Kind = PassKind.Errand, Holder = Cut(Person.Name), Number = number, Counter = number,
        Rule = (despite.Length > 0 ? GatePlan.ErrandDespite : GatePlan.Errand).Key, FirstDay = now.DateHere(), LastDay = BackBy.DateHere(),
        IssuedAt = now, IssuedBy = by, Despite = despite, ChangedSeq = seq,
    };

    public Errand Errand(PassHousehold at, Guid id, Guid pass, Sealer sealer, DateTimeOffset now, string by, string authority) => new()
    {
        CommunityId = at.Household.CommunityId, Id = id, BuildingId = at.Household.BuildingId, HouseholdId = at.Household.Id, PersonId = Person.Id,
        Dwelling = at.Dwelling.Label, Name = Person.Name, Category = Category, Where = Where, WhatSealed = sealer.Seal(SealedColumn.ErrandWhat, id, What),
        BackBy = BackBy, Companion = Companion, CompanionId = CompanionId, Evidence = Evidence, Authority = authority, PassId = pass, IssuedAt = now, IssuedBy = by,
    };

    // A name of the register may be longer than what a card shows.
    private static string Cut(string name) => Platform.Text.ChineseText.Cut(name, GateRules.MostName);
}
