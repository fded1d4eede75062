using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Data;

namespace SafeIsle.Places;

/// <summary>The buildings that a field worker can be narrowed to, told to the staff pages.</summary>
internal static class StaffBuildings
{
    public static async Task<IReadOnlyList<BuildingChoice>> ListAsync(Db db, Me me, long community, CancellationToken cancel) =>
        await db.Buildings.Within(me).Where(b => b.CommunityId == community)
            .Join(db.Compounds, b => new { b.CommunityId, Id = b.CompoundId }, c => new { c.CommunityId, c.Id }, (b, c) => new { b, c })
            .OrderBy(x => x.c.SortKey).ThenBy(x => x.b.SortKey)
            .Select(x => new BuildingChoice(x.b.Id, x.c.Name, x.b.Label)).ToListAsync(cancel);
}
