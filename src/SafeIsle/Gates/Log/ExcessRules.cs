using SafeIsle.Plans;
using SafeIsle.Platform;

namespace SafeIsle.Gates.Log;

/// <summary>Somebody went out.</summary>
/// <param name="Rule">Of the pass that was shown.</param>
/// <param name="Number">Of that pass.</param>
public sealed record CountedOut(int Counter, DateTimeOffset At, Guid GateId, PassRule Rule, int Number, Guid Household, string Dwelling, string Note);

/// <summary>More outs within a cycle than the rule lets.</summary>
/// <param name="Last">The out that was too many.</param>
/// <param name="Cycle">All outs of its cycle up to that one, earliest first.</param>
public sealed record Excess(CountedOut Last, IReadOnlyList<CountedOut> Cycle)
{
    public int Allowed => Last.Rule.Times;
}

/// <summary>
/// 超次: counted from what all gates recorded, whenever it arrived. A gate without network judged by what it knew then; an earlier out
/// of another gate may come days later and makes a later one too many, or shows that none was.
/// </summary>
public static class ExcessRules
{
    /// <summary>Whose outs on that day were too many: for each counter the last of them, in the order of time.</summary>
    /// <param name="outs">In any order: those of the day, and of the days before it as far as the longest cycle reaches.</param>
    public static IReadOnlyList<Excess> Of(IEnumerable<CountedOut> outs, DateOnly day) =>
        [.. outs.GroupBy(o => o.Counter).Select(g => Of(Once(g), day)).OfType<Excess>().OrderBy(e => e.Last.At).ThenBy(e => e.Last.Counter)];

    private static Excess? Of(List<CountedOut> outs, DateOnly day)
    {
        for (var i = outs.Count - 1; i > 0; i--)
        {
            var (last, before) = (outs[i], outs[..i].ConvertAll(o => o.At.DateHere()));
            if (last.At.DateHere() == day && PassRules.IsUsed(last.Rule, before, day))
            {
                return new(last, outs[..(i + 1)].FindAll(o => o.At.DateHere() > day.AddDays(-last.Rule.CycleDays)));
            }
        }

        return null;
    }

    // As the rules count: one instant is one out, whoever told it. The order beyond the time only makes it the same each time.
    private static List<CountedOut> Once(IEnumerable<CountedOut> outs) =>
        [.. outs.OrderBy(o => o.At).ThenBy(o => o.Number).ThenBy(o => o.GateId).DistinctBy(o => o.At)];
}
