using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform.Data;

namespace SafeIsle.Screening;

/// <summary>The plan whose travel check a community follows.</summary>
/// <param name="PlanId">The version; null where no plan of the community says anything about travel.</param>
/// <param name="Name">小区封闭管理 第 2 版</param>
public sealed record TravelPlanInForce(Guid? PlanId, string Name, TravelPlan Rules);

/// <summary>Finds it.</summary>
public static class TravelPlans
{
    /// <summary>Of the newest versions the one for the compound, else the first by its code; else what is usual.</summary>
    public static async Task<TravelPlanInForce> LoadAsync(Db db, long community, CancellationToken cancel)
    {
        var newest = await db.NewestPlans(community).ToListAsync(cancel);
        var found = newest.Select(p => (Plan: p, Body: p.Read())).Where(p => p.Body.Travel is not null)
            .OrderByDescending(p => p.Body.Scope == PlanScope.Compound).ThenBy(p => p.Plan.Code, StringComparer.Ordinal).FirstOrDefault();
        return found.Plan is null
            ? new(null, "通常的规定", TravelPlan.Usual)
            : new(found.Plan.Id, $"{found.Plan.Name} 第 {found.Plan.Version} 版", found.Body.Travel!);
    }
}
