using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>What other modules keep of a measure's time goes out of their lists together with the measure.</summary>
public static class PastMeasures
{
    /// <summary>Those that ended so long ago that whoever wants their file says why.</summary>
    public static async Task<IQueryable<Measure>> OfAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var shown = await ShownDuties.OfAsync(db, community, MeasureDuties.Spans(db, community), now, cancel);
        return db.Measures.Where(m => m.CommunityId == community && m.EndedAt != null && !shown.Contains(m.Id));
    }
}
