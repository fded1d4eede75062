using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Campaigns;

namespace SafeIsle.Gates.Passes;

/// <summary>What voids passes now, for which households: the plan's rules name these, nothing else asks why somebody may not go.</summary>
internal sealed class PassConditions
{
    private readonly HashSet<Guid> unverified;
    private readonly ILookup<Guid, UnfinishedScreening> unfinished;
    private readonly HeldTimes held;

    private PassConditions(IEnumerable<Guid> unverified, IEnumerable<UnfinishedScreening> unfinished, HeldTimes held)
    {
        this.unverified = [.. unverified];
        this.unfinished = unfinished.ToLookup(u => u.Household);
        this.held = held;
    }

    /// <summary>Of the whole community: a few queries.</summary>
    public static async Task<PassConditions> LoadAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel) => new(
        await Unverified(db, community).ToListAsync(cancel), await UnfinishedScreening.ListAsync(db, community, null, now.DateHere(), cancel),
        await HeldTimes.LoadAsync(db, community, null, now, now, cancel));

    /// <summary>Of one household.</summary>
    public static async Task<PassConditions> LoadAsync(Db db, long community, Guid household, DateTimeOffset now, CancellationToken cancel) => new(
        await Unverified(db, community).Where(h => h == household).ToListAsync(cancel),
        await UnfinishedScreening.ListAsync(db, community, household, now.DateHere(), cancel), await HeldTimes.LoadAsync(db, community, [household], now, now, cancel));

    private static IQueryable<Guid> Unverified(Db db, long community) =>
        db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null && h.VerifiedAt == null).Select(h => h.Id);

    /// <summary>Why the rule gives that household no pass now: sentences for the committee. Empty: it may have one.</summary>
    /// <param name="person">Of whom the pass would be; null for the household's.</param>
    public IEnumerable<string> Against(PassRule rule, Guid household, Guid? person = null)
    {
        if (rule.Voids.Contains(PassVoid.Unscreened))
        {
            if (unverified.Contains(household))
            {
                yield return VoidSpans.Sentence(PassVoid.Unscreened);
            }

            foreach (var open in unfinished[household])
            {
                yield return $"这一户的排查没做完：{open.Words}";
            }
        }

        foreach (var reason in held.Of(rule, household, person).Select(s => s.Reason).Distinct())
        {
            yield return VoidSpans.Sentence(reason);
        }
    }

    /// <summary>Whether the gates hold such a pass now, for whatever reason it was issued.</summary>
    public bool Holds(PassRule rule, Guid household, Guid? person) => held.Of(rule, household, person).Any();
}
