using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Scans;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates.Firms;

/// <summary>What scanners know of firms, and what the server says of their passages.</summary>
internal sealed class FirmsAtGate
{
    private readonly IReadOnlyDictionary<Guid, Firm> firms;

    private FirmsAtGate(IReadOnlyDictionary<Guid, Firm> firms) => this.firms = firms;

    /// <summary>The firms that these scans name.</summary>
    public static async Task<FirmsAtGate> LoadAsync(Db db, long community, IReadOnlyList<SentScan> sent, CancellationToken cancel)
    {
        var ids = sent.Where(s => s.Firm is not null).Select(s => s.Firm!.Value).Distinct().ToList();
        return new(ids.Count == 0
            ? new Dictionary<Guid, Firm>()
            : await db.Firms.Where(f => f.CommunityId == community && ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel));
    }

    /// <summary>The firm if it is one of the community's.</summary>
    public Guid? Known(Guid? id) => id is { } firm && firms.ContainsKey(firm) ? firm : null;

    public (PassVerdict Verdict, string Reason) Judge(Guid id, Guid gate, PassDirection direction, DateTimeOffset at) =>
        firms.TryGetValue(id, out var firm) ? FirmRules.Judge(firm, gate, direction, at) : (PassVerdict.Ask, ScanJudge.Unknown);

    /// <summary>For the snapshot: all that have not ended, or null where none changed since that number.</summary>
    public static async Task<IReadOnlyList<FirmLine>?> ListAsync(Db db, long community, long since, DateTimeOffset now, CancellationToken cancel)
    {
        var all = db.Firms.Where(f => f.CommunityId == community);
        if (since > 0 && !await all.AnyAsync(f => f.ChangedSeq > since, cancel))
        {
            return null;
        }

        var today = now.DateHere();
        // One that ended last night may still be inside a window that spans midnight.
        var rows = await all.Where(f => f.EndedAt == null && f.LastDay >= today.AddDays(-1)).OrderBy(f => f.Name).ThenBy(f => f.Id)
            .Take(FirmRules.MostFirms).ToListAsync(cancel);
        var gates = await db.Gates.Where(g => g.CommunityId == community).ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        return rows.ConvertAll(f => new FirmLine(
            f.Id, f.Name, f.Kind.Name(), f.What, f.Dwelling, f.Inside, f.Days, f.Start, f.Stop, f.LastDay,
            [.. f.Gates.Select(g => gates.GetValueOrDefault(g) ?? "").Where(n => n.Length > 0)]));
    }
}

/// <summary>A firm as scanners know it; see <see cref="Firm"/>. No phone: a device may be lost.</summary>
/// <param name="Kind">快递</param>
/// <param name="Gates">Names; empty for all.</param>
internal sealed record FirmLine(
    Guid Id, string Name, string Kind, string What, string Dwelling, bool Inside, int Days, int Start, int Stop, DateOnly Until, IReadOnlyList<string> Gates);
