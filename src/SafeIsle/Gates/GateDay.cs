using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Gates;

/// <summary>Passages of a gate, or of all.</summary>
/// <param name="Hot">Temperatures from the plan's threshold on, see <see cref="GatePlan"/>.</param>
/// <param name="Stopped">Turned away.</param>
/// <param name="Differs">Where guard and server differ.</param>
public sealed record GateCount(int Out, int In, int Hot, int Stopped, int Differs)
{
    public static GateCount Zero { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>One hour at one gate.</summary>
public sealed record GateHour(Guid GateId, int Hour, int Out, int In);

/// <summary>What passed the gates on one day, from midnight to midnight in Shanghai. The one definition for desk, list and paper.</summary>
public sealed record GateDay(DateOnly Day, IReadOnlyDictionary<Guid, GateCount> Gates, IReadOnlyList<GateHour> Hours)
{
    public GateCount All => Gates.Values.Aggregate(
        GateCount.Zero, (a, b) => new(a.Out + b.Out, a.In + b.In, a.Hot + b.Hot, a.Stopped + b.Stopped, a.Differs + b.Differs));

    public GateCount Of(Guid gate) => Gates.GetValueOrDefault(gate) ?? GateCount.Zero;

    public static async Task<GateDay> LoadAsync(Db db, Me me, long community, DateOnly day, CancellationToken cancel)
    {
        var fever = (await GatePlan.LoadAsync(db, community, cancel)).FeverTenths;
        var rows = Of(db, me, community, day);
        // Hours are whole in Shanghai, eight ahead of UTC: the quotient of milliseconds is the same hour in both.
        var start = Clock.FromHere(day.ToDateTime(TimeOnly.MinValue));
        var moments = await rows.Where(s => s.Verdict != PassVerdict.Stop).Select(s => new { s.GateId, s.At, s.Direction }).ToListAsync(cancel);
        var counts = await rows.GroupBy(s => s.GateId).Select(g => new
        {
            g.Key,
            Out = g.Count(s => s.Direction == PassDirection.Out && s.Verdict != PassVerdict.Stop),
            In = g.Count(s => s.Direction == PassDirection.In && s.Verdict != PassVerdict.Stop),
            Hot = g.Count(s => s.Tenths >= fever),
            Stopped = g.Count(s => s.Verdict == PassVerdict.Stop),
            Differs = g.Count(s => s.Differs),
        }).ToListAsync(cancel);
        return new(
            day,
            counts.ToDictionary(c => c.Key, c => new GateCount(c.Out, c.In, c.Hot, c.Stopped, c.Differs)),
            [.. moments.GroupBy(m => (m.GateId, Hour: (int)(m.At - start).TotalHours))
                .Select(g => new GateHour(g.Key.GateId, g.Key.Hour, g.Count(m => m.Direction == PassDirection.Out), g.Count(m => m.Direction == PassDirection.In)))]);
    }

    /// <summary>The day's scans.</summary>
    public static IQueryable<GateScan> Of(Db db, Me me, long community, DateOnly day)
    {
        var from = Clock.FromHere(day.ToDateTime(TimeOnly.MinValue));
        var to = from.AddDays(1);
        return db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.At < to);
    }
}
