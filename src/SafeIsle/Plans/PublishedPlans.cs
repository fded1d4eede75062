using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Plans;

/// <summary>A version of a plan with what it says, read.</summary>
public sealed record PublishedPlan(ResponsePlan Row, PlanBody Body);

/// <summary>Every scan and every report asks what a plan says. A published version never changes, so this process reads each once.</summary>
public static class PublishedPlans
{
    /// <summary>Versions that are kept; beyond this the memory is begun anew.</summary>
    private const int MostKept = 1_000;

    private static readonly ConcurrentDictionary<(long Community, Guid Id), PublishedPlan> Kept = new();

    public static async Task<PublishedPlan> ReadAsync(Db db, long community, Guid id, CancellationToken cancel)
    {
        if (Kept.TryGetValue((community, id), out var kept))
        {
            return kept;
        }

        var row = await db.ResponsePlans.SingleAsync(p => p.CommunityId == community && p.Id == id, cancel);
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept[(community, id)] = new(row, row.Read());
    }
}
