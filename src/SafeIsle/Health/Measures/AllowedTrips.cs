using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>That somebody under a measure may go to the doctor, as the desk that issues the slip needs it.</summary>
/// <param name="At">When she wants to go.</param>
public sealed record AllowedTrip(string Name, string Where, DateTimeOffset At, string Companion);

/// <summary>The ones that are still ahead, or were allowed since yesterday.</summary>
public static class AllowedTrips
{
    public static async Task<IReadOnlyList<AllowedTrip>> OfAsync(Db db, long community, Guid household, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now.AddDays(-1);
        return await (
            from t in db.MeasureTrips
            join m in db.Measures on new { t.CommunityId, Id = t.MeasureId } equals new { m.CommunityId, m.Id }
            where t.CommunityId == community && m.HouseholdId == household && m.EndedAt == null && t.Allowed == true && t.WishedAt >= since
            orderby t.WishedAt
            select new AllowedTrip(m.Name, t.Destination, t.WishedAt, t.Companion)).ToListAsync(cancel);
    }
}
