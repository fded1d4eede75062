using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>
/// The versions of the plan that a community's gates follow now. A passage is judged by the rules of its time, however late it is told; which
/// plan is followed has no history: where another is chosen, all that is told later is judged by that one.
/// </summary>
/// <param name="versions">At least one, the newest first, each with when it was published.</param>
internal sealed class GatePlans(IReadOnlyList<(DateTimeOffset Since, GatePlan Plan)> versions)
{
    public GatePlan Newest => versions[0].Plan;

    public IEnumerable<GatePlan> All => versions.Select(v => v.Plan);

    /// <summary>The version in force then; before the first, that one.</summary>
    public GatePlan At(DateTimeOffset at) => versions.FirstOrDefault(v => v.Since <= at, versions[^1]).Plan;

    /// <summary>The chosen plan, or, where none was chosen, the first for a compound that has rules.</summary>
    /// <param name="from">Versions that were followed by a newer one before that time are left out.</param>
    public static async Task<GatePlans> LoadAsync(Db db, long community, DateTimeOffset from, CancellationToken cancel)
    {
        var settings = db.Set<GateSetting>().Where(s => s.CommunityId == community);
        var all = await db.ResponsePlans.Where(p => p.CommunityId == community).OrderBy(p => p.Code).ThenByDescending(p => p.Version)
            .Select(p => new { p.Id, p.Code, p.PublishedAt, Chosen = settings.Select(s => s.PlanCode).FirstOrDefault() }).ToListAsync(cancel);
        foreach (var plan in all.Where(p => p.Chosen is null || p.Code == p.Chosen).GroupBy(p => p.Code))
        {
            var newest = (await PublishedPlans.ReadAsync(db, community, plan.First().Id, cancel)).Body;
            if (plan.First().Chosen is null && newest is not { Scope: PlanScope.Compound, PassRules.Count: > 0 })
            {
                continue;
            }

            var versions = new List<(DateTimeOffset, GatePlan)>();
            foreach (var version in plan)
            {
                versions.Add((version.PublishedAt, GatePlan.Of(await PublishedPlans.ReadAsync(db, community, version.Id, cancel))));
                if (version.PublishedAt <= from)
                {
                    break;
                }
            }

            return new(versions);
        }

        return new([(DateTimeOffset.MinValue, GatePlan.None)]);
    }
}
