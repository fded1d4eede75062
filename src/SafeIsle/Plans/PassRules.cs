using SafeIsle.Platform;

namespace SafeIsle.Plans;

/// <summary>
/// Judges whether a pass opens the gate, without database or clock. Gates do the same without network (Gates/Passes/pass-rules.ts); both
/// satisfy tests/vectors/pass-rules.json. Dates and hours are those of Shanghai.
/// </summary>
public static class PassRules
{
    /// <summary>As <see cref="PassRule.Times"/>: as often as one likes.</summary>
    public const int NoLimit = 0;

    /// <summary>As <see cref="PassRule.Times"/>: never.</summary>
    public const int Barred = -1;

    /// <summary>How many days after today are looked at for the next time that it would be allowed.</summary>
    public const int SearchedDays = 31;

    /// <summary>
    /// An out ahead of the clock was told by a clock that is fast: within so many hours it counts as of now, beyond that its time
    /// means nothing and it does not count.
    /// </summary>
    public const int FastClockHours = 24;

    public static PassJudgement Judge(PassRule rule, DayHours? curfew, PassFacts facts, DateTimeOffset at) =>
        facts.Direction == PassDirection.In ? ComesIn(rule, facts, at) : GoesOut(rule, curfew, facts, at);

    // Nobody is kept from going home.
    private static PassJudgement ComesIn(PassRule rule, PassFacts facts, DateTimeOffset at)
    {
        if (facts.Revoked || facts.Held)
        {
            return new(PassVerdict.Ask, facts.Revoked ? PassReason.Revoked : PassReason.Held);
        }

        if (facts.OutSince is not { } since)
        {
            return new(PassVerdict.Go, PassReason.NotOut);
        }

        return BackBy(rule, since) is { } by && at > by
            ? new(PassVerdict.Go, PassReason.Late, BackBy: by)
            : new(PassVerdict.Go, PassReason.In);
    }

    private static PassJudgement GoesOut(PassRule rule, DayHours? curfew, PassFacts facts, DateTimeOffset at)
    {
        var days = DaysOfOuts(facts.Outs, at);
        return WhyNot(rule, curfew, facts, days, at) switch
        {
            null when facts.OutSince is { } since => new(PassVerdict.Ask, PassReason.AlreadyOut, BackBy: BackBy(rule, since)),
            null => new(PassVerdict.Go, PassReason.Ok, BackBy: BackBy(rule, at)),
            { } never and (PassReason.Revoked or PassReason.Held or PassReason.Expired or PassReason.Barred) => new(PassVerdict.Stop, never),
            { } reason => new(PassVerdict.Stop, reason, Next(rule, curfew, facts, days, at)),
        };
    }

    private static PassReason? WhyNot(PassRule rule, DayHours? curfew, PassFacts facts, IReadOnlyList<DateOnly> outs, DateTimeOffset at)
    {
        var (date, time) = (at.DateHere(), TimeOnly.FromDateTime(at.Here()));
        return facts.Revoked ? PassReason.Revoked
            : facts.Held ? PassReason.Held
            : date < facts.From ? PassReason.NotYet
            : date > facts.Until ? PassReason.Expired
            : rule.Times <= Barred ? PassReason.Barred
            : !OnDate(rule.Days, date) ? PassReason.Day
            : !InHours(rule, time) ? PassReason.Hours
            : InCurfew(rule, curfew, time) ? PassReason.Curfew
            : IsUsed(rule, outs, date) ? PassReason.Used
            : null;
    }

    // What forbids it can end only with a day, with the beginning of the rule's hours or with the curfew.
    private static DateTimeOffset? Next(PassRule rule, DayHours? curfew, PassFacts facts, IReadOnlyList<DateOnly> outs, DateTimeOffset at)
    {
        if (rule.Times <= Barred)
        {
            return null;
        }

        var times = rule.Hours.Select(h => h.From).Append(TimeOnly.MinValue).Append(curfew?.To ?? TimeOnly.MinValue)
            .Where(time => InHours(rule, time) && !InCurfew(rule, curfew, time)).Order().ToList();
        for (var ahead = 0; ahead <= SearchedDays; ahead++)
        {
            var date = at.DateHere().AddDays(ahead);
            if (date < facts.From || date > facts.Until || !OnDate(rule.Days, date) || IsUsed(rule, outs, date))
            {
                continue;
            }

            foreach (var instant in times.Select(time => Clock.FromHere(date.ToDateTime(time))).Where(instant => instant > at))
            {
                return instant;
            }
        }

        return null;
    }

    private static bool OnDate(PassDays days, DateOnly date) => days switch
    {
        PassDays.Any => true,
        PassDays.Odd => date.Day % 2 == 1,
        PassDays.Even => date.Day % 2 == 0,
    };

    private static bool InHours(PassRule rule, TimeOnly time) => rule.Hours.Count == 0 || rule.Hours.Any(h => h.Has(time));

    private static bool InCurfew(PassRule rule, DayHours? curfew, TimeOnly time) => !rule.Exempt && curfew?.Has(time) == true;

    /// <summary>Whether the rule's number of times is used up on that date by outs that counted on those dates.</summary>
    internal static bool IsUsed(PassRule rule, IReadOnlyList<DateOnly> outs, DateOnly date) =>
        rule.Times > NoLimit && outs.Count(day => day > date.AddDays(-rule.CycleDays) && day <= date) >= rule.Times;

    // Each out once, by the date on which it counts.
    private static List<DateOnly> DaysOfOuts(IReadOnlyList<DateTimeOffset> outs, DateTimeOffset at) =>
        [.. outs.Distinct().Where(o => o <= at.AddHours(FastClockHours)).Select(o => (o > at ? at : o).DateHere())];

    private static DateTimeOffset? BackBy(PassRule rule, DateTimeOffset since) =>
        rule.LongestMinutes is { } minutes ? since.AddMinutes(minutes) : null;
}
