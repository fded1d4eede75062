using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health;

/// <summary>A person's temperatures of the last days, the newest version of each slot, ascending.</summary>
public sealed record PersonCurve(Guid PersonId, IReadOnlyList<TemperatureReport> Reports)
{
    /// <summary>Closed and monitored days of the usual plan.</summary>
    public const int Days = 14;

    /// <summary>By person; who reported nothing has an empty one.</summary>
    public static async Task<IReadOnlyDictionary<Guid, PersonCurve>> LoadAsync(
        Db db, long community, IReadOnlyList<AskedPerson> people, DateTimeOffset now, CancellationToken cancel)
    {
        if (people.Count == 0)
        {
            return new Dictionary<Guid, PersonCurve>();
        }

        var ids = people.Select(p => p.Id).ToList();
        var since = now.DateHere().AddDays(-Days);
        var rows = (await db.TemperatureReports
            .Where(r => r.CommunityId == community && ids.Contains(r.PersonId) && r.Day >= since).ToListAsync(cancel))
            .ToLookup(r => r.PersonId);
        return people.ToDictionary(p => p.Id, p => new PersonCurve(p.Id,
            [.. rows[p.Id].GroupBy(r => (r.Day, r.Window)).Select(g => g.MaxBy(r => r.Version)!).OrderBy(r => r.Day).ThenBy(r => r.At)]));
    }
}
