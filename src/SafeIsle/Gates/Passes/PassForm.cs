using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Passes;

/// <summary>What the form of one pass asks for.</summary>
internal sealed record PassForm(PassKind Kind, Guid? Person, string Holder, DateOnly From, DateOnly Until, string Evidence)
{
    /// <summary>Value of the choice "whom": the whole household.</summary>
    public const string Everybody = "all";

    /// <summary>A vehicle, whose plate is typed beside it.</summary>
    public const string Vehicle = "vehicle";

    /// <summary>The tick: what the rule asks for was seen.</summary>
    public const string Seen = "seen";

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
        else if (until.DayNumber - (from < today ? from : today).DayNumber >= GateRules.MostDays)
        {
            // Counted from today: beyond that, scanners would no longer know the key that signed the card.
            form.Wrong("until", $"一张证最长 {GateRules.MostDays} 天，到期日也要在今天起 {GateRules.MostDays} 天以内。");
        }

        // What the rule asks for is seen or not: what else was shown is nobody's business.
        var evidence = form.Ticked(Seen) ? rule.Evidence : "";
        var whom = form.Typed("whom");
        if (whom == Vehicle)
        {
            return new(PassKind.Vehicle, null, form.Required("plate", "车牌", GateRules.MostName), from, until, evidence);
        }

        if (whom == Everybody && rule.Subject == PassSubject.Household)
        {
            return new(PassKind.Household, null, "", from, until, evidence);
        }

        var person = members.FirstOrDefault(m => m.Id.ToString() == whom);
        if (person is null)
        {
            form.Wrong("whom", rule.Subject == PassSubject.Household ? "请选择发给谁。" : "这条规则按人发证，请选择是家里的哪一位。");
        }

        return new(PassKind.Person, person?.Id, person?.Name ?? "", from, until, evidence);
    }

    /// <param name="counted">The number under which the household's uses by that rule count already, see <see cref="CountedAsync"/>.</param>
    public Pass Make(
        PassHousehold at, PassRule rule, int number, int? counted, long seq, DateTimeOffset now, string by, string despite) => new()
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
            // Where the rule counts by household, all its cards count together, those before a renewal too.
            Counter = rule.Subject == PassSubject.Household ? counted ?? number : number,
            Rule = rule.Key,
            FirstDay = From,
            LastDay = Until,
            IssuedAt = now,
            IssuedBy = by,
            Despite = despite,
            Evidence = Evidence,
            ChangedSeq = seq,
        };

    /// <summary>By household, the number under which its newest pass of that rule counts uses, whether it is good, over or void.</summary>
    /// <param name="household">Null: of all households.</param>
    public static async Task<IReadOnlyDictionary<Guid, int>> CountedAsync(Db db, long community, PassRule rule, Guid? household, CancellationToken cancel)
    {
        var key = rule.Key;
        var passes = await db.Passes.Where(p => p.CommunityId == community && p.Rule == key && (household == null || p.HouseholdId == household))
            .OrderBy(p => p.IssuedAt).ThenBy(p => p.Id).Select(p => new { p.HouseholdId, p.Counter }).ToListAsync(cancel);
        var counted = new Dictionary<Guid, int>();
        foreach (var pass in passes)
        {
            counted[pass.HouseholdId] = pass.Counter;
        }

        return counted;
    }
}
