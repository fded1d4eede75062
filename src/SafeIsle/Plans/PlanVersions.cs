using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Plans;

/// <summary>Finding plans among their versions.</summary>
public static class PlanVersions
{
    extension(Db db)
    {
        /// <summary>The newest version of each plan of the community: the one place that says which that is.</summary>
        public IQueryable<ResponsePlan> NewestPlans(long community)
        {
            var all = db.ResponsePlans.Where(p => p.CommunityId == community);
            return all.Where(p => !all.Any(later => later.Code == p.Code && later.Version > p.Version));
        }
    }

    /// <summary>The same as far as the reader sees them, those for buildings as they were shipped first.</summary>
    public static async Task<IReadOnlyList<ResponsePlan>> NewestAsync(Db db, Me me, long community, CancellationToken cancel) =>
        await db.NewestPlans(community).Within(me).OrderBy(p => p.Code).ToListAsync(cancel);
}
