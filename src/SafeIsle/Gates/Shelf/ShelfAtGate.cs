using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Shelf;

/// <summary>What scanners of a gate know of its shelf.</summary>
internal static class ShelfAtGate
{
    /// <summary>What lies there, the newest; null where nothing changed since that number.</summary>
    public static async Task<IReadOnlyList<ShelfLine>?> ListAsync(Db db, long community, Guid gate, long since, CancellationToken cancel)
    {
        var all = db.ShelfDrops.Where(d => d.CommunityId == community && d.GateId == gate);
        if (since > 0 && !await all.AnyAsync(d => d.ChangedSeq > since, cancel))
        {
            return null;
        }

        var rows = await all.Where(d => d.TakenAt == null && d.LeftAt != null).OrderByDescending(d => d.LeftAt).Take(ShelfRules.MostListed).ToListAsync(cancel);
        return rows.ConvertAll(d => new ShelfLine(d.Id, d.Dwelling, d.Place, d.Firm, d.LeftAt!.Value.ToUnixTimeMilliseconds()));
    }

    /// <summary>What lies for that door, the oldest first.</summary>
    public static IQueryable<ShelfDrop> For(Db db, Dwelling door) =>
        db.ShelfDrops.Where(d => d.CommunityId == door.CommunityId && d.DwellingId == door.Id && d.TakenAt == null && d.LeftAt != null).OrderBy(d => d.LeftAt);
}

/// <summary>A thing on the shelf as scanners know it.</summary>
/// <param name="At">When it was left, epoch milliseconds.</param>
internal sealed record ShelfLine(Guid Id, string Door, string Place, string Firm, long At);
