using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Screening.Returnees;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// At which doors somebody is expected back, so that a guard without network knows it when one stands there without a pass. Who it is, and
/// where from, is not told: a device may be lost.
/// </summary>
internal static class ReturneesAtGate
{
    /// <summary>Lines of a list: more people than one gate receives in some days.</summary>
    internal const int Most = 150;

    /// <summary>Days after today, for a device without network.</summary>
    private const int DaysAhead = 2;

    public static async Task<IReadOnlyList<ReturneeLine>> ListAsync(Db db, long community, DateTimeOffset now, CancellationToken cancel)
    {
        var today = now.DateHere();
        // Yesterday's, too: trains are late.
        var (since, until) = (Clock.Midnight(today.AddDays(-1)), Clock.Midnight(today.AddDays(DaysAhead + 1)));
        var rows = await (
            from r in db.Returnees
            join d in db.Dwellings on new { r.CommunityId, Id = r.DwellingId } equals new { d.CommunityId, d.Id }
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            where r.CommunityId == community && r.State == ReturneeState.Announced && r.ArrivesAt >= since && r.ArrivesAt < until
            orderby r.ArrivesAt, r.Id
            select new { Dwelling = d, Building = b.Label, r.ArrivesAt, Proven = r.ProvenAt != null }).Take(Most).ToListAsync(cancel);
        return rows.ConvertAll(r => new ReturneeLine($"{r.Building} {r.Dwelling.Short}", r.ArrivesAt.ToUnixTimeMilliseconds(), r.Proven));
    }
}

/// <summary>Somebody is expected back.</summary>
/// <param name="Door">As in the list's doors: building, blank, label.</param>
/// <param name="At">When, as announced, epoch milliseconds.</param>
/// <param name="Proven">Announced by the household itself or to the committee; otherwise by whoever had the open form.</param>
internal sealed record ReturneeLine(string Door, long At, bool Proven);
