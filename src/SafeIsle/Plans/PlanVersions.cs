using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Plans;

/// <summary>Finding plans among their versions.</summary>
public static class PlanVersions
{
    /// <summary>The newest version of each plan of the community, those for buildings as they were shipped first.</summary>
    public static async Task<IReadOnlyList<ResponsePlan>> NewestAsync(Db db, Me me, long community, CancellationToken cancel)
    {
        var all = db.ResponsePlans.Within(me).Where(p => p.CommunityId == community);
        return await all.Where(p => !all.Any(later => later.Code == p.Code && later.Version > p.Version)).OrderBy(p => p.Code).ToListAsync(cancel);
    }
}
