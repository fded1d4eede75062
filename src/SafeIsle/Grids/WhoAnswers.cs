using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Grids;

/// <summary>Who answers for the grid of a door today (网格员) and who stands in (替补), by name; either may be empty.</summary>
public sealed record WhoAnswers(IReadOnlyList<string> Responsible, IReadOnlyList<string> StandIns)
{
    /// <summary>网格员 小周，替补 小李; empty where nobody does.</summary>
    public string Words => string.Join('，', new[] { Named("网格员", Responsible), Named("替补", StandIns) }.Where(w => w.Length > 0));

    public static async Task<WhoAnswers> OfAsync(Db db, Dwelling door, DateOnly today, CancellationToken cancel)
    {
        var duties = await db.GridDutiesAt(door, today).OrderBy(d => d.Since).Select(d => new { d.Name, d.Role }).ToListAsync(cancel);
        return new(
            [.. duties.Where(d => d.Role == GridRole.Responsible).Select(d => d.Name).Distinct()],
            [.. duties.Where(d => d.Role == GridRole.StandIn).Select(d => d.Name).Distinct()]);
    }

    private static string Named(string role, IReadOnlyList<string> names) => names.Count == 0 ? "" : $"{role} {string.Join('、', names)}";
}
