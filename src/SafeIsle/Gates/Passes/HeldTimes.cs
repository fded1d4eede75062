using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Passes;

/// <summary>When passes of some households were held: a passage that is told days later is judged by what was in force then.</summary>
internal sealed class HeldTimes
{
    private readonly ILookup<Guid, VoidSpan> spans;

    private HeldTimes(IEnumerable<VoidSpan> spans) => this.spans = spans.ToLookup(s => s.Household);

    /// <summary>Of these households, or, with null, of all; between these moments.</summary>
    public static async Task<HeldTimes> LoadAsync(
        Db db, long community, IReadOnlyCollection<Guid>? households, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        new(households is { Count: 0 } ? [] : await VoidSpans.ListAsync(db, community, households, from, to, cancel));

    /// <summary>Ids of those passes that the gates hold back now.</summary>
    public static async Task<IReadOnlySet<Guid>> NowAsync(
        Db db, long community, GatePlan plan, IEnumerable<Pass> passes, DateTimeOffset now, CancellationToken cancel)
    {
        var can = passes.Where(p => plan.Rule(p.Rule) is { } rule && CanHold(rule)).ToList();
        var held = await LoadAsync(db, community, [.. can.Select(p => p.HouseholdId).Distinct()], now, now, cancel);
        return can.Where(p => held.Holds(plan.Rule(p.Rule)!, p, now)).Select(p => p.Id).ToHashSet();
    }

    /// <summary>What the rule names and binds that household's, or that person's, passes.</summary>
    public IEnumerable<VoidSpan> Of(PassRule rule, Guid household, Guid? person) => spans[household].Where(s => rule.Voids.Contains(s.Reason) && s.Binds(person));

    /// <summary>Whether a pass that exists was held back at the gates then. Who is not screened keeps the pass that he was given.</summary>
    public bool Holds(PassRule rule, Pass pass, DateTimeOffset at) =>
        Of(rule, pass.HouseholdId, pass.PersonId).Any(s => s.From <= at && (s.To is null || at < s.To));

    /// <summary>Whether anything that comes and goes holds passes of that rule.</summary>
    public static bool CanHold(PassRule rule) => VoidSpans.Reasons.Any(rule.Voids.Contains);
}
