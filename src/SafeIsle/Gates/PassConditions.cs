using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>What voids passes now, for which households: the plan's rules name these, nothing else asks why somebody may not go.</summary>
internal sealed class PassConditions
{
    private readonly HashSet<Guid> closed;
    private readonly HashSet<Guid> unscreened;

    private PassConditions(HashSet<Guid> closed, HashSet<Guid> unscreened)
    {
        this.closed = closed;
        this.unscreened = unscreened;
    }

    /// <summary>Of the whole community: two queries.</summary>
    public static async Task<PassConditions> LoadAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel) => new(
        [.. await InsideOrder.Of(db, db.ClosureOrders.Where(o => o.CommunityId == community && o.LiftedAt == null && o.StartsAt <= now && o.ClosedUntil > now))
            .Select(h => h.HouseholdId).ToListAsync(cancel)],
        [.. await db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null && h.VerifiedAt == null).Select(h => h.Id).ToListAsync(cancel)]);

    /// <summary>Why the rule gives that household no pass now: sentences for the committee. Empty: it may have one.</summary>
    public IEnumerable<string> Against(PassRule rule, Guid household)
    {
        if (rule.Voids.Contains(PassVoid.Closed) && closed.Contains(household))
        {
            yield return "这一户正在封控";
        }

        if (rule.Voids.Contains(PassVoid.Unscreened) && unscreened.Contains(household))
        {
            yield return "这一户还没有核实过登记";
        }
    }

    /// <summary>Whether a pass that exists is held back at the gates. Who is not screened keeps the pass that he was given.</summary>
    public bool Holds(PassRule rule, Guid household) => rule.Voids.Contains(PassVoid.Closed) && closed.Contains(household);
}
