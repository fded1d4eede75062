using System.Globalization;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>What a comparison found.</summary>
public enum ReasonKind
{
    /// <summary>In a risk area on days of its level.</summary>
    Risk,

    /// <summary>In a larger place that holds a risk area: which part has to be asked.</summary>
    PerhapsRisk,

    /// <summary>In the operators' record, not declared.</summary>
    Undeclared,

    /// <summary>Declared, not in the operators' record.</summary>
    Unproven,
}

/// <summary>One finding in a sentence that the person may read.</summary>
/// <param name="LastDay">The last day there that counts; null where no day is known.</param>
public sealed record TravelReason(ReasonKind Kind, string Text, TravelFollow Follow, int Days, DateOnly? LastDay);

/// <summary>All of it; the strictest follows.</summary>
/// <param name="Until">The day on which what follows is over; null where it has no length.</param>
public sealed record TravelJudgement(IReadOnlyList<TravelReason> Reasons, TravelFollow Follow, int Days, DateOnly? Until);

/// <summary>Compares what a person declared with what the operators say, and both with the risk areas. Pure.</summary>
public static class TravelRules
{
    /// <param name="home">The community's code: being at home is no travel.</param>
    /// <param name="declared">Null: not declared yet. Empty: was nowhere.</param>
    /// <param name="record">Null: no record yet; its unclear names are left out.</param>
    public static TravelJudgement Judge(
        TravelPlan plan, long home, IReadOnlyList<Stay>? declared, TravelRecord? record, IReadOnlyList<RiskSpan> areas, DateOnly today)
    {
        var said = (declared ?? []).Where(s => !PlaceCode.Covers(s.Code, home)).ToList();
        var known = (record?.Stays ?? []).Where(s => !PlaceCode.Covers(s.Code, home)).ToList();
        var reasons = new List<TravelReason>();
        reasons.AddRange(Risks(plan, said, "本人申报", areas, today));
        // Of a place that was declared, too, the declared days count: the record has none.
        reasons.AddRange(Risks(plan, known.Where(k => !said.Exists(s => RiskRules.Touch(s.Code, k.Code))), "运营商记录", areas, today));
        if (declared is not null && record is not null)
        {
            reasons.AddRange(known.Where(k => !said.Exists(s => RiskRules.Touch(s.Code, k.Code)))
                .Select(k => new TravelReason(ReasonKind.Undeclared, $"运营商记录到过{k.Name}，本人没有申报。", plan.Undeclared, 0, null)));
            // Of days that the record does not tell of it proves nothing.
            reasons.AddRange(said.Where(s => (s.To is null || s.To >= record.From) && (s.From is null || s.From <= record.To) && !known.Exists(k => RiskRules.Touch(s.Code, k.Code)))
                .Select(s => new TravelReason(ReasonKind.Unproven, $"本人申报到过{s.Name}，运营商记录里没有。", plan.Unproven, 0, null)));
        }

        var strictest = reasons.OrderByDescending(r => r.Follow).ThenByDescending(r => r.LastDay?.AddDays(r.Days)).FirstOrDefault();
        return strictest is null
            ? new([], TravelFollow.Free, 0, null)
            : new(reasons, strictest.Follow, strictest.Days, strictest.Days > 0 ? strictest.LastDay?.AddDays(strictest.Days) : null);
    }

    // Of each stay the strictest level only.
    private static IEnumerable<TravelReason> Risks(TravelPlan plan, IEnumerable<Stay> stays, string source, IReadOnlyList<RiskSpan> areas, DateOnly today) =>
        RiskRules.Hits(stays, areas, today).Select(hit => Reason(plan, hit, source, today)).OfType<TravelReason>()
            .GroupBy(r => r.Text, StringComparer.Ordinal).Select(g => g.First());

    private static TravelReason? Reason(TravelPlan plan, RiskHit hit, string source, DateOnly today)
    {
        var (known, level) = Level(plan, hit.Area.Level);
        if (level is null || hit.LastDay < today.AddDays(-level.WithinDays))
        {
            return null;
        }

        var days = Days(hit.Area);
        var called = known ? $"{level.Name}区" : $"“{hit.Area.Level}”区（预案里没有这个等级，等级不明，先按最高的“{level.Name}”处理，请认定）";
        return hit.Surely
            ? new(ReasonKind.Risk, $"{source}到过{hit.Stay.Name}：{(hit.Area.Name == hit.Stay.Name ? "那里" : hit.Area.Name)}{days}是{called}。", level.Follow, level.Days, hit.LastDay)
            : new(
                ReasonKind.PerhapsRisk, $"{source}到过{hit.Stay.Name}，其中{hit.Area.Name}{days}是{called}；是不是去了那里，还没有问清。",
                level.Follow < TravelFollow.NoPass ? level.Follow : TravelFollow.NoPass, 0, hit.LastDay);
    }

    // A level that the plan does not know, such as one that was renamed since, counts as the strictest for the longest: nobody is let off by a word.
    private static (bool Known, RiskLevel? Level) Level(TravelPlan plan, string name) =>
        plan.Levels.FirstOrDefault(l => l.Name == name) is { } level ? (true, level)
        : plan.Levels.OrderByDescending(l => l.Follow).ThenByDescending(l => l.Days).FirstOrDefault() is not { } strictest ? (false, null)
        : (false, strictest with { WithinDays = plan.Levels.Max(l => l.WithinDays) });

    private static string Days(RiskSpan area) => area.Last is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"{area.First.Full()}到{last.Full()}") : $"{area.First.Full()}起";
}
