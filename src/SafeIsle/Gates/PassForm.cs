using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates;

/// <summary>What the form of one pass asks for.</summary>
internal sealed record PassForm(PassKind Kind, Guid? Person, string Holder, DateOnly From, DateOnly Until)
{
    /// <summary>Value of the choice "whom": the whole household.</summary>
    public const string Everybody = "all";

    /// <summary>A vehicle, whose plate is typed beside it.</summary>
    public const string Vehicle = "vehicle";

    /// <summary>A usual first length in days.</summary>
    public const int UsualDays = 30;

    /// <summary>What is wrong stands in the form's errors.</summary>
    public static PassForm Read(FormInput form, PassRule rule, IReadOnlyList<Person> members, DateOnly today)
    {
        var from = form.Date("from", "从哪天") ?? today;
        var until = form.Date("until", "到哪天") ?? from.AddDays(UsualDays - 1);
        if (until < from || until < today)
        {
            form.Wrong("until", "到期日不能早于开始日，也不能已经过去。");
        }
        else if (until.DayNumber - from.DayNumber >= GateRules.MostDays)
        {
            form.Wrong("until", $"一张证最长 {GateRules.MostDays} 天。");
        }

        var whom = form.Typed("whom");
        if (whom == Vehicle)
        {
            return new(PassKind.Vehicle, null, form.Required("plate", "车牌", GateRules.MostName), from, until);
        }

        if (whom == Everybody && rule.Subject == PassSubject.Household)
        {
            return new(PassKind.Household, null, "", from, until);
        }

        var person = members.FirstOrDefault(m => m.Id.ToString() == whom);
        if (person is null)
        {
            form.Wrong("whom", rule.Subject == PassSubject.Household ? "请选择发给谁。" : "这条规则按人发证，请选择是家里的哪一位。");
        }

        return new(PassKind.Person, person?.Id, person?.Name ?? "", from, until);
    }

    /// <param name="existing">The household's passes that are not void.</param>
    public Pass Make(
        PassHousehold at, PassRule rule, int number, IReadOnlyList<Pass> existing, long seq, DateTimeOffset now, string by, string despite) => new()
        {
            CommunityId = at.Household.CommunityId,
            Id = Ids.New(),
            BuildingId = at.Household.BuildingId,
            DwellingId = at.Dwelling.Id,
            HouseholdId = at.Household.Id,
            PersonId = Person,
            Kind = Kind,
            Holder = Holder,
            Number = number,
            // Where the rule counts by household, all its cards count together.
            Counter = rule.Subject == PassSubject.Household ? existing.FirstOrDefault(p => p.Rule == rule.Key)?.Counter ?? number : number,
            Rule = rule.Key,
            FirstDay = From,
            LastDay = Until,
            IssuedAt = now,
            IssuedBy = by,
            Despite = despite,
            ChangedSeq = seq,
        };
}
